"""Which findings a list asks for, and where it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Key = tuple[int, int]
"""A finding: the id of its match and of its release."""

MOST_AT_ONCE = 1_000
"""Findings that one act may be about, and how far they are counted."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings: of a device, with a verdict, an advisory by its name, known exploited, overdue.

    `triage` is `to_do` (nothing said yet, or what was said holds no more) or a state of VEX. `suppressed` shows only
    those that are left out otherwise. `text` is a part of a component's or a maker's name, or any name of the
    vulnerability. `person` is who looks: what is hidden from them is no finding (None: the program).
    """

    device: int | None = None
    verdict: str = ""
    advisory: str = ""
    triage: str = ""
    exploited: bool = False
    overdue: bool = False
    suppressed: bool = False
    text: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The day on which one looks, and the earliest day of a match whose triage is still in time."""

    on: date
    in_time_since: date


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: behind this finding, and in the order of waiting behind this day."""

    key: Key
    since: date | None = None
