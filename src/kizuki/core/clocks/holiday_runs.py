"""Runs of days on which offices are closed, longer than a weekend."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.core.clocks.business_days import is_business_day

LONGER_THAN_A_WEEKEND = 3

AHEAD = 14
"""So many days before its first day a run is spoken of."""


def holiday_run(on: date) -> tuple[date, ...]:
    """The days of the run that a day lies in, or of the next one that begins within `AHEAD` days; () for none."""
    first = on
    while not is_business_day(on) and not is_business_day(first - timedelta(days=1)):
        first -= timedelta(days=1)
    for ahead in range(AHEAD + 1):
        start = first + timedelta(days=ahead)
        days = _closed_from(start)
        if len(days) >= LONGER_THAN_A_WEEKEND and days[-1] >= on:
            return days
    return ()


def _closed_from(start: date) -> tuple[date, ...]:
    """The days from this one on, while offices are closed; () where they are open on it, or were closed before it."""
    if is_business_day(start) or not is_business_day(start - timedelta(days=1)):
        return ()
    days = [start]
    while not is_business_day(days[-1] + timedelta(days=1)):
        days.append(days[-1] + timedelta(days=1))
    return tuple(days)
