"""Signals about the vulnerabilities of a case: what says that it is looked at again, whether open or closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kizuki.core.lifecycle.no_report import Cause

JAPAN = ZoneInfo("Asia/Tokyo")
CODES = (
    *("exploited", "exploitation_active", "measure_withdrawn", "units_undone", "new_event"),
    *("exploited_here", "maybe_exploited_here"),
)
"""The causes that a signal can be; each has its words under `record.value.causes`."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One of CODES, what it is about (a CVE number, a patch, a unit, a case), and the instant at which Kizuki stored
    it or, where that came later, learned that it is about this vulnerability."""

    code: str
    about: str
    at: datetime


def newer(signals: Iterable[Signal], since: datetime) -> tuple[Cause, ...]:
    """The causes among them that were stored after `since`: the instant at which somebody last looked, the earliest
    first and each once. What was known then was looked at, and brings nothing back."""
    found = sorted((one for one in signals if one.at > since), key=lambda one: (one.at, one.code, one.about))
    first: dict[tuple[str, str], Signal] = {}
    for one in found:
        first.setdefault((one.code, one.about), one)
    return tuple(Cause(one.code, one.about, one.at.astimezone(JAPAN).date()) for one in first.values())
