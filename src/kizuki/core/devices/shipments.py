"""What is said of a month of a device: units shipped in it, in all, and in use at its end."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of

_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")


@dataclass(frozen=True, slots=True)
class MonthSaid:
    """One month: `month` its first day; `total` (出荷累計) and `in_use` (使用中の台数) are None where nobody said."""

    month: date
    shipped: int
    total: int | None = None
    in_use: int | None = None


def month_of(told: str, place: str) -> date:
    """The first day of a month as people write it (2026-05, 2026/5, 2026年5月), or of the month of a day.

    >>> month_of("2026年5月", "month"), month_of("令和8年5月31日", "month")
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 1))
    """
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", told).strip())
    if found is None:
        return day_of(told, place).replace(day=1)
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        raise Refused(place, f"{told!r} is no month")
    return date(year, month, 1)


def check_month(said: MonthSaid, on: date) -> None:
    """`Refused` where the month is still to come, or less was shipped in all than in the month."""
    if said.month.day != 1 or said.month > on:
        raise Refused("month", f"{said.month} is not the first day of a month that has begun")
    for name in ("shipped", "total", "in_use"):
        value = getattr(said, name)
        if value is not None and not 0 <= value <= 2_000_000_000:
            raise Refused(name, f"{value} is no number of units")
    if said.total is not None and said.total < said.shipped:
        raise Refused("total", f"{said.total} is less than what was shipped in the month, {said.shipped}")
