"""What was recorded, said once on the page that follows."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

_KEY = "said"


def say_done(request: HttpRequest, words: str) -> None:
    """Have the next page say that something was recorded."""
    request.session[_KEY] = words


def said_to(request: HttpRequest) -> Callable[[], str]:
    """Asks for what is to be said, and forgets it: a page that is read again does not say it again."""

    def said() -> str:
        session = getattr(request, "session", None)
        return str(session.pop(_KEY)) if session is not None and _KEY in session else ""

    return said
