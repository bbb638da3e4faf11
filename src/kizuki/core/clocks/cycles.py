"""Periodic cycles: one year or less from the day of approval, certification or notification (第3号)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_TO_REPORT = 2
"""その期間の満了後二月以内."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """One survey period (調査単位期間), its number from the anchor, and the last day for its report."""

    number: int
    first_on: date
    last_on: date
    due_on: date


def months_after(day: date, months: int) -> date:
    """The same day of a later (or earlier) month; the last day of the month where it is shorter (民法143条2項)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def cycle_of(day: date, anchor_on: date, months: int = 12) -> Cycle:
    """The cycle in which a day falls.

    Cycle n runs from the (n-1)th recurrence of the anchor to the day before the nth, always counted from the anchor
    itself so that month ends and 29 February do not drift; its report is due on the same day number two months
    after it ends. Days before the anchor fall in cycles numbered 0 and below.
    """
    number = ((day.year - anchor_on.year) * 12 + day.month - anchor_on.month) // months
    if months_after(anchor_on, number * months) > day:  # later in the same month
        number -= 1
    last_on = months_after(anchor_on, (number + 1) * months) - timedelta(days=1)
    first_on = months_after(anchor_on, number * months)
    return Cycle(number + 1, first_on, last_on, months_after(last_on, MONTHS_TO_REPORT))
