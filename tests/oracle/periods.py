"""第3号: within each period of at most a year from the day of approval, and two months after the period ends."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

MONTHS_AFTER = 2


def months_after(day: date, months: int) -> date:
    """民法第143条: the same day number, or the last day of a month that lacks it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def period_of(anchor: date, months: int, day: date) -> tuple[date, date]:
    """First and last day of the period in which a day lies; the day before the next anniversary is its last."""
    n = ((day.year - anchor.year) * 12 + day.month - anchor.month) // months - 2
    while months_after(anchor, (n + 1) * months) <= day:
        n += 1
    return months_after(anchor, n * months), months_after(anchor, (n + 1) * months) - timedelta(days=1)


def period_due(device: dict[str, Any], day: date) -> date | None:
    """The last day for the report of the period, counted conservatively; None while the day of approval is not known."""
    if not device.get("cycle_anchor_on"):
        return None
    anchor = date.fromisoformat(str(device["cycle_anchor_on"]))
    _, last = period_of(anchor, device.get("cycle_months") or 12, day)
    return months_after(last, MONTHS_AFTER)


def period_due_at_the_latest(device: dict[str, Any], day: date) -> date | None:
    """The same, where a period that ends with its month has its two months end with theirs (143条, strictly)."""
    if not device.get("cycle_anchor_on"):
        return None
    anchor = date.fromisoformat(str(device["cycle_anchor_on"]))
    _, last = period_of(anchor, device.get("cycle_months") or 12, day)
    return months_after(last + timedelta(days=1), MONTHS_AFTER) - timedelta(days=1)
