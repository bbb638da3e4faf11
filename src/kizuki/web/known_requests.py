"""Whose request this is: asked before it reaches any page."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from kizuki.store.people.tokens import holder_of
from kizuki.store.record import clock


def is_known(headers: Mapping[str, str]) -> bool:
    """Whether these headers are those of somebody who is signed in, or of a program with a token that is good."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    try:
        if kind.lower() == "bearer":
            return holder_of(token.strip(), clock.today()) is not None
        return _is_signed_in(headers.get("cookie", ""))
    finally:
        close_old_connections()


def _is_signed_in(cookies: str) -> bool:
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request = HttpRequest()
    request.session = SessionStore(key)
    return get_user(request).is_authenticated
