"""The language of a request: what the person switched to, else what stands with the person, else Japanese."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kizuki.core.glossary import Lang

SESSION_KEY = "language"


def as_language(value: object) -> Lang | None:
    """The value as a language of the pages, None where it is not one."""
    if value == "ja":
        return "ja"
    return "en" if value == "en" else None


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets `request.lang`."""

    def respond(request: HttpRequest) -> HttpResponse:
        lang = _language_of(request)
        request.lang = lang  # type: ignore[attr-defined]
        with translation.override(lang):
            return get_response(request)

    return respond


def _language_of(request: HttpRequest) -> Lang:
    switched = as_language(request.session.get(SESSION_KEY))
    return switched or as_language(getattr(request.user, "language", None)) or "ja"
