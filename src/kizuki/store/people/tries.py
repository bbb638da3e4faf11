"""Tries that failed: counted in the database, so that neither a restart nor a thousand made-up names clears them."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from kizuki.store.models import FailedTry, User

MOST_FAILURES = 10
PAUSE = timedelta(minutes=15)
KEPT = timedelta(days=1)


def key_of(kind: str, *whom: str) -> str:
    """Whom, from where: under the key of the installation, so that a copy of the database tells no names."""
    told = "\n".join((kind, *whom)).encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()


def failures(key: str, now: datetime) -> int:
    """How often it failed within the last pause."""
    return within(key, now, PAUSE)


def within(key: str, now: datetime, span: timedelta) -> int:
    """How many there were in this span, which is no longer than `KEPT`."""
    return FailedTry.objects.filter(key=key, at__gt=now - span).count()


def count_failure(kind: str, key: str, user_id: int | None, now: datetime) -> int:
    """One more; returns how many there are now. What is older than a day goes meanwhile."""
    FailedTry.objects.filter(at__lt=now - KEPT).delete()
    FailedTry.objects.create(kind=kind, key=key, user_id=user_id, at=now)
    return failures(key, now)


def forget_failures(key: str) -> None:
    """After one that succeeded."""
    FailedTry.objects.filter(key=key).delete()


def active_person(user_id: int) -> User | None:
    """The person with this id who has not left: who is asked for a code has not come in, so nobody looks."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def person_called(sign_in_name: str) -> int | None:
    """The id of the person with this name who has not left; None where there is none."""
    return User.objects.filter(sign_in_name=sign_in_name, is_active=True).values_list("pk", flat=True).first()
