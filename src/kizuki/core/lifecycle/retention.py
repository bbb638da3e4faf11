"""How long a record of safety control is kept (GVP省令第16条), counted from the day it is no longer used."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

YEARS = {"general": 5, "biological": 10, "installation": 15, "specified_maintenance": 15, "specified_biological": 30}
"""Years by category of the device: 生物由来製品 10, 設置管理・特定保守管理医療機器 15, 特定生物由来製品 30, others 5."""


@dataclass(frozen=True, slots=True)
class Period:
    """`years` is None where the category is not known; `until` is the last day on which the record is kept, None
    while its use has not ended or a part of the period is not known: then it is kept."""

    years: int | None
    until: date | None

    def has_passed(self, on: date) -> bool:
        """Whether the record may be erased on this day. What is not known keeps it."""
        return self.until is not None and on > self.until


def period_of(categories: Collection[str] | None, ended_on: date | None) -> Period:
    """The period of a record whose device has these categories and whose use ended on this day.

    The longest period counts; None (nobody said which category) and a category that is none of ours mean not known,
    never the shortest. The period ends the day before the anniversary (民法第143条).
    """
    if categories is None or not set(categories) <= set(YEARS):
        return Period(None, None)
    years = max((YEARS[category] for category in categories), default=YEARS["general"])
    return Period(years, None if ended_on is None else _last_day(ended_on, years))


def _last_day(ended_on: date, years: int) -> date:
    """The day of the end of use does not count: the period runs from the next one."""
    begins = ended_on + timedelta(days=1)
    try:
        return begins.replace(year=begins.year + years) - timedelta(days=1)
    except ValueError:
        # 29 February in a year without one: the period ends with the last day of that month.
        return date(begins.year + years, 2, 28)
