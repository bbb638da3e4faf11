"""Sessions: those of one person, listed and ended; what has ended is swept, and stays no longer than it is of use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session as Row

BEGAN, SEEN, FROM = "began", "seen", "from"
"""Seconds since the epoch at which a session began and was last used, told at most once a minute; from which address."""


def sweep_sessions(now: datetime) -> int:
    """Delete what has ended by this instant. Returns how many."""
    return Row.objects.filter(expire_date__lt=now).delete()[0]


@dataclass(frozen=True, slots=True)
class Session:
    """A session that runs: `handle` names it without opening it, `address` is where it was opened from."""

    handle: str
    began: datetime | None
    seen: datetime | None
    address: str
    own: bool


def sessions_of(person: int, own_key: str, now: datetime) -> tuple[Session, ...]:
    """Every session of a person that runs, the one that asks first, then by when it was last used."""
    found = []
    for row, told in _running(person, now):
        began, seen = (_instant(told.get(name)) for name in (BEGAN, SEEN))
        handle = handle_of(row.session_key)
        found.append(Session(handle, began, seen, str(told.get(FROM, "")), row.session_key == own_key))
    return tuple(sorted(found, key=lambda one: (not one.own, -(one.seen or now).timestamp())))


def end_session_row(person: int, handle: str, now: datetime) -> bool:
    """End the session of this person with this handle; False where there is none."""
    for row, _ in _running(person, now):
        if handle_of(row.session_key) == handle:
            row.delete()
            return True
    return False


def end_other_sessions(person: int, own_key: str, now: datetime) -> int:
    """End every session of a person but the one that asks. Returns how many."""
    others = [row.pk for row, _ in _running(person, now) if row.session_key != own_key]
    return Row.objects.filter(pk__in=others).delete()[0]


def handle_of(key: str) -> str:
    """What a page calls a session: whoever reads it comes in by nothing."""
    return hashlib.sha256(f"session {key}".encode()).hexdigest()[:16]


def _running(person: int, now: datetime) -> Iterator[tuple[Row, dict[str, Any]]]:
    # Whose a session is stands inside it: sessions are few, and are swept daily.
    for row in Row.objects.filter(expire_date__gt=now):
        told = row.get_decoded()
        if told.get(SESSION_KEY) == str(person):
            yield row, told


def _instant(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
