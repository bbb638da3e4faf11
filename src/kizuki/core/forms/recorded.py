"""What the record holds that a form speaks of: sheets that were sent, and rates that are known or were counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A sheet that was sent, as recorded: the only ground on which a document says that something was sent.

    `of` are the ids of the matters and persons that it named. `arrived_at` is an act of its own.
    """

    sent_at: datetime
    way: str
    addressee: str | None = None
    delivered: bool | None = None
    arrived_at: datetime | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateKnown:
    """A rate of malfunctions known beforehand (あらかじめ把握した発生率): `rate` in `per` units, and where it is from."""

    term: str | None = None
    rate: float | None = None
    per: int | None = None
    known_on: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RateFound:
    """A rate as it was counted (様式第9): cases in a period by their harm, of so many units shipped or in use.

    `unit` says what is counted below the line (台, 植込み, 手技).
    """

    first_on: date | None = None
    last_on: date | None = None
    units: int | None = None
    unit: str | None = None
    deaths: int | None = None
    serious: int | None = None
    feared: int | None = None
    known: RateKnown = field(default_factory=RateKnown)

    @property
    def cases(self) -> int | None:
        """Every case counted, None while one of the three counts is not known."""
        counts = (self.deaths, self.serious, self.feared)
        return None if None in counts else sum(count for count in counts if count is not None)
