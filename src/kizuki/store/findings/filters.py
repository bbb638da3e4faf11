"""Which findings a list asks for, and where it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Key = tuple[int, int]
"""A finding: the id of its match and of its release."""

MOST_AT_ONCE = 1_000
"""Findings that one act may be about, and how far they are counted."""


RANKED = ("waiting", "kev", "clinical", "epss")
"""The orders beside that of the newest first: what waits for triage the longest, what is known to be exploited, the
clinical score (the highest that it can still become), the probability of exploitation."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings: of a device, with a verdict, an advisory by its name, known exploited, overdue.

    `triage` is `to_do` (nothing said yet, or what was said holds no more) or a state of VEX. `suppressed` shows only
    those that are left out otherwise. `text` is a part of a component's or a maker's name, or any name of the
    vulnerability. `person` is who looks: what is hidden from them is no finding (None: the program).
    `sort` is one of `RANKED`, or empty: the newest first.
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
    sort: str = ""

    @property
    def waits_in_order(self) -> bool:
        """Whether the list is that of what waits for triage, by itself in the order of waiting."""
        return (self.overdue or self.triage == "to_do") and not (self.exploited or self.suppressed)


@dataclass(frozen=True, slots=True)
class Clock:
    """The day on which one looks, and the earliest day of a match whose triage is still in time."""

    on: date
    in_time_since: date


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: behind this finding, in the order of waiting behind this day, and in a ranked order behind
    this rank (None: among what has no rank)."""

    key: Key
    since: date | None = None
    rank: float | None = None
