"""The clock of triage: within how many business days a person looks at a finding. It is the company's own, not a
statutory one, and runs beside them."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.core.clocks.business_days import is_business_day

DEFAULT_LIMIT = 3
"""Business days, where the company has not set another number."""

MOST_DAYS = 3
"""The longest limit a company may set: behind it, what a machine found counts as known (decision 0014)."""

_ONE_DAY = timedelta(days=1)


def triage_due_on(found_on: date, limit: int) -> date:
    """The last business day on which triage is in time: the day of the match is day 0."""
    day = found_on
    for _ in range(limit):
        day += _ONE_DAY
        while not is_business_day(day):
            day += _ONE_DAY
    return day


def in_time_since(on: date, limit: int) -> date:
    """The earliest day of a match whose triage is still in time on `on`: what was found before it is overdue."""
    day = on
    while triage_due_on(day - _ONE_DAY, limit) >= on:
        day -= _ONE_DAY
    return day
