"""Due days of reports within a number of days, and the conservative reading they rest on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.core.clocks.business_days import previous_business_day
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Reading:
    """How this project reads what the text leaves open about counting days; each choice is the earlier day.

    `awareness_day_is_day_one` false: 初日不算入 (民法140条), the awareness day is day 0. `internal_days`: the company's
    own day lies so many business days before the due day (0: the due day itself, or the last business day before it);
    None: it is the due day, holiday or not. `days_to_review`: a no-report decision is looked at again after so many
    days at the latest (経時的にモニター, notification 4(3); the number is the project's).
    """

    awareness_day_is_day_one: bool = False
    internal_days: int | None = 3
    days_to_review: int = 90


def reading_of(settings: Mapping[str, str]) -> Reading:
    """The reading that a company has set: `KIZUKI_AWARENESS_DAY` (`day_0`, `day_1`), `KIZUKI_INTERNAL_DUE_DAY`
    (0 to 10 business days before the due day, or `due_day`) and `KIZUKI_REVIEW_DAYS` (1 to 366). `Refused` names a
    value that is none.
    """
    days = settings.get("KIZUKI_REVIEW_DAYS", "90")
    if not days.isascii() or not days.isdigit() or not 1 <= int(days) <= 366:
        raise Refused("KIZUKI_REVIEW_DAYS", f"{days!r} is not a number of days from 1 to 366")
    return Reading(
        awareness_day_is_day_one=_chosen(settings, "KIZUKI_AWARENESS_DAY", ("day_0", "day_1")) == "day_1",
        internal_days=_internal_days(settings.get("KIZUKI_INTERNAL_DUE_DAY", "3")),
        days_to_review=int(days),
    )


def _internal_days(value: str) -> int | None:
    if value == "due_day":
        return None
    if not value.isascii() or not value.isdigit() or int(value) > 10:
        raise Refused("KIZUKI_INTERNAL_DUE_DAY", f"{value!r} is neither due_day nor 0 to 10 business days")
    return int(value)


def _chosen(settings: Mapping[str, str], name: str, values: tuple[str, str]) -> str:
    value = settings.get(name, values[0])
    if value not in values:
        raise Refused(name, f"{value!r} is neither {values[0]} nor {values[1]}")
    return value


READING = reading_of(os.environ)
"""The reading of this process; without settings the project's own. It is part of the digest of the rules.

Whether PMDA takes filings of the next business day is not settled in the text.
"""


def due_after(learned_on: date, days: int, reading: Reading = READING) -> date:
    """The last day of a period of calendar days counted from the day the matter was learned.

    >>> due_after(date(2026, 6, 1), 15)
    datetime.date(2026, 6, 16)
    """
    return learned_on + timedelta(days=days - int(reading.awareness_day_is_day_one))


def internal_due_day(due_on: date, reading: Reading = READING) -> date:
    """The day on which the company means to send: some business days before the due day, which never moves later.

    >>> internal_due_day(date(2026, 6, 16))
    datetime.date(2026, 6, 11)
    """
    if reading.internal_days is None:
        return due_on
    day = previous_business_day(due_on)
    for _ in range(reading.internal_days):
        day = previous_business_day(day - timedelta(days=1))
    return day
