"""Due days of reports within a number of days, and the conservative reading they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.core.clocks.business_days import previous_business_day


@dataclass(frozen=True, slots=True)
class Reading:
    """How this project reads what the text leaves open about counting days; each choice is the earlier day.

    `awareness_day_is_day_one` false: 初日不算入 (民法140条), the awareness day is day 0.
    `internal_due_day_moves_back` true: no extension where a due day is a holiday; the internal due day is the
    business day before. `days_to_review`: a no-report decision is looked at again after so many days at the latest
    (経時的にモニター, notification 4(3); the number is the project's).
    """

    awareness_day_is_day_one: bool = False
    internal_due_day_moves_back: bool = True
    days_to_review: int = 90


READING = Reading()
"""The project's own reading. Whether PMDA takes filings of the next business day is not settled in the text."""


def due_after(learned_on: date, days: int, reading: Reading = READING) -> date:
    """The last day of a period of calendar days counted from the day the matter was learned.

    >>> due_after(date(2026, 6, 1), 15)
    datetime.date(2026, 6, 16)
    """
    return learned_on + timedelta(days=days - int(reading.awareness_day_is_day_one))


def internal_due_day(due_on: date, reading: Reading = READING) -> date:
    """The day on which the company should send: the due day, or the business day before it."""
    return previous_business_day(due_on) if reading.internal_due_day_moves_back else due_on
