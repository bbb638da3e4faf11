"""Whose cookies these are: asked before a request reaches any page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie


def is_signed_in(cookies: str) -> bool:
    """Whether a Cookie header is that of somebody who is signed in."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request = HttpRequest()
    request.session = SessionStore(key)
    try:
        return get_user(request).is_authenticated
    finally:
        close_old_connections()
