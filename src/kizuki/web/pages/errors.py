"""The pages for what cannot be shown. They ask neither the record nor the session for anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kizuki.web.context import language_of


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, "404")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "403")


def failed(request: HttpRequest) -> HttpResponse:
    """500; what failed stands in the log of the server."""
    return _page(request, 500, "500")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: nothing was changed."""
    return _page(request, 403, "expired")


def _page(request: HttpRequest, code: int, kind: str) -> HttpResponse:
    context = {"lang": language_of(request), "code": code, "kind": kind}
    return HttpResponse(render_to_string("kizuki/error.html", context), status=code)
