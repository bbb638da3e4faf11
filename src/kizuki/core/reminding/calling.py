"""Calls to the person on duty: at once and every 30 minutes, then by more people, then by the hour until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

UNANSWERED = timedelta(minutes=30)
"""Between two calls that nobody acknowledged."""

ACKNOWLEDGED = timedelta(hours=1)
"""Between two calls after somebody did, until the first report is sent or the obligation is ended by its act."""

ALONE = 2
"""So many calls go to the person on duty alone; the next ones to the deputy and the general manager (総括) too."""


@dataclass(frozen=True, slots=True)
class Called:
    """What was done about a case that calls: since when it calls, when calls were made, and when one was acknowledged
    last (None: never). What came before `since` counts for nothing: another death calls anew."""

    since: datetime
    calls: Sequence[datetime]
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is due. `wider`: the deputy and the general manager are called too."""

    wider: bool


def call_due(called: Called, now: datetime) -> Call | None:
    """The call that is due at an instant; None where none is."""
    calls = [at for at in called.calls if at >= called.since]
    if not calls:
        return Call(wider=False)
    answered = called.acknowledged_at
    if answered is not None and answered >= called.since:
        return Call(wider=False) if now - max(calls[-1], answered) >= ACKNOWLEDGED else None
    return Call(wider=len(calls) >= ALONE) if now - calls[-1] >= UNANSWERED else None
