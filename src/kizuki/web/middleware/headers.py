"""Headers of every page: what a browser may load for it, and that nobody keeps a copy on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set the content security policy; pages hold patients' facts, so no cache keeps them."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A file that is taken out brings a stricter one.
        response.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return respond
