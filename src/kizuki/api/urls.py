"""Where the API stands: behind no sign-in of pages, since each of its routes asks for a token."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from kizuki.api.application import make

API = make()

_routes, _app, _namespace = API.urls
for _route in _routes:
    # Sessions and their forms are the pages' way in.
    assert _route.callback is not None, "Ninja's routes are views"
    login_not_required(_route.callback)

urlpatterns = [path("", (_routes, _app, _namespace))]
