"""Where the API stands: behind no sign-in of pages, since each of its routes asks for a token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path

from kizuki.api.application import make
from kizuki.api.asking import language_of
from kizuki.api.problem import Problem

API = make()


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ninja says itself that there is no such method, as text: it is a problem like the others."""

    @wraps(view)
    def answered(request: HttpRequest, *places: Any, **named: Any) -> HttpResponse:
        answer = view(request, *places, **named)
        if isinstance(answer, HttpResponseNotAllowed):
            return Problem("no_method", headers={"Allow": answer["Allow"]}).answered(language_of(request))
        return answer

    return answered


_routes, _app, _namespace = API.urls
for _route in _routes:
    assert _route.callback is not None, "Ninja's routes are views"
    # Sessions and their forms are the pages' way in.
    _route.callback = login_not_required(_told(_route.callback))

urlpatterns = [path("", (_routes, _app, _namespace))]
