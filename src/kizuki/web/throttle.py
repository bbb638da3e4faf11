"""Slowing down those who guess passwords: so many failures for a name from one address, then a pause."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

MOST_FAILURES = 10
PAUSE_MINUTES = 15


def is_paused(request: HttpRequest, name: str) -> bool:
    """Whether this name has failed too often from this address. Another address is not held up by it."""
    return int(cache.get(_key(request, name), 0)) >= MOST_FAILURES


def count_failure(request: HttpRequest, name: str) -> None:
    """One more failure; the count is forgotten a pause after the first one."""
    key = _key(request, name)
    if not cache.add(key, 1, PAUSE_MINUTES * 60):
        try:
            cache.incr(key)
        except ValueError:  # forgotten in between
            cache.add(key, 1, PAUSE_MINUTES * 60)


def forget_failures(request: HttpRequest, name: str) -> None:
    """After a sign-in that succeeded."""
    cache.delete(_key(request, name))


def _key(request: HttpRequest, name: str) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    return "failed-sign-in:" + hashlib.sha256(f"{address}\n{name}".encode()).hexdigest()
