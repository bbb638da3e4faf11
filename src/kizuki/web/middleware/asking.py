"""What an address asks for is text: a NUL in it is in no address of ours, and PostgreSQL keeps none."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


def asking(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """An address with a NUL in it, in its path or in what it asks, is not there: 404, before any page reads it."""

    def respond(request: HttpRequest) -> HttpResponse:
        asked = (text for name, texts in request.GET.lists() for text in (name, *texts))
        if "\x00" in request.path or any("\x00" in text for text in asked):
            raise Http404
        return get_response(request)

    return respond
