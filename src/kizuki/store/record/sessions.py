"""Sessions that have ended are swept: nothing of who was signed in stays longer than it is of use."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session


def sweep_sessions(now: datetime) -> int:
    """Delete what has ended by this instant. Returns how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
