"""Business days in Japan: no Saturday, Sunday, national holiday, nor 12/29 to 1/3 (行政機関の休日に関する法律1条)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

HOLIDAYS_KNOWN_TO = 2027
"""Last year whose equinox days are announced (暦要項, in February of the year before). Later ones are computed."""

_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def is_business_day(day: date) -> bool:
    """Whether offices work on that day."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not year_end and not jpholiday.is_holiday(day)


def previous_business_day(day: date) -> date:
    """The day itself where it is a business day, else the last one before it."""
    while not is_business_day(day):
        day -= _ONE_DAY
    return day


def next_business_day(day: date) -> date:
    """The day itself where it is a business day, else the first one after it."""
    while not is_business_day(day):
        day += _ONE_DAY
    return day
