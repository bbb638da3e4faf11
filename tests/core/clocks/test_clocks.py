"""Days counted by hand on a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuki.core.clocks import (
    Reading,
    cycle_of,
    due_after,
    internal_due_day,
    is_business_day,
    months_after,
    next_business_day,
    reading_of,
)
from kizuki.core.refusal import Refused

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_the_awareness_day_is_day_zero() -> None:
    assert due_after(date(2026, 6, 1), 15) == date(2026, 6, 16)
    assert due_after(date(2026, 6, 1), 30) == date(2026, 7, 1)
    assert due_after(date(2024, 2, 15), 15) == date(2024, 3, 1)  # leap year


def test_a_stricter_company_counts_the_awareness_day_as_day_one() -> None:
    assert due_after(date(2026, 6, 1), 15, Reading(awareness_day_is_day_one=True)) == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("due", "internal"),
    [
        ("2026-06-16", "2026-06-11"),  # Tuesday: Monday, Friday, Thursday
        ("2026-06-20", "2026-06-16"),  # Saturday
        ("2026-09-22", "2026-09-15"),  # 国民の休日 between 敬老の日 and 秋分の日
        ("2027-01-03", "2026-12-23"),  # year end: 12/29 to 1/3
        ("2026-05-06", "2026-04-27"),  # 憲法記念日 fell on a Sunday: substitute holiday on Wednesday
    ],
)
def test_the_internal_due_day_is_three_business_days_before(due: str, internal: str) -> None:
    assert internal_due_day(date.fromisoformat(due)) == date.fromisoformat(internal)


def test_a_company_may_leave_the_internal_due_day_where_it_is() -> None:
    saturday = date(2026, 6, 20)
    assert internal_due_day(saturday, Reading(internal_days=None)) == saturday


def test_a_company_may_send_on_the_last_office_day() -> None:
    assert internal_due_day(date(2026, 6, 20), Reading(internal_days=0)) == date(2026, 6, 19)


def test_the_next_business_day_after_year_end_is_the_fourth_of_january() -> None:
    assert next_business_day(date(2026, 12, 29)) == date(2027, 1, 4)
    assert not is_business_day(date(2026, 12, 31))


def test_offices_close_from_29_december_to_3_january() -> None:
    closed = [date(2025, 12, 29), date(2025, 12, 30), date(2025, 12, 31), date(2025, 1, 2), date(2025, 1, 3)]
    assert not [day for day in closed if is_business_day(day)]  # Mondays to Fridays
    assert is_business_day(date(2026, 12, 28))
    assert is_business_day(date(2027, 1, 4))


def test_a_cycle_runs_from_the_approval_day_to_the_day_before_its_anniversary() -> None:
    cycle = cycle_of(date(2026, 6, 1), date(2024, 4, 10))
    assert (cycle.number, cycle.first_on, cycle.last_on) == (3, date(2026, 4, 10), date(2027, 4, 9))
    assert cycle.due_on == date(2027, 6, 9)


def test_the_anniversary_itself_opens_the_next_cycle() -> None:
    assert cycle_of(date(2027, 4, 9), date(2024, 4, 10)).number == 3
    assert cycle_of(date(2027, 4, 10), date(2024, 4, 10)).number == 4


def test_a_month_end_that_the_due_month_lacks_falls_on_its_last_day() -> None:
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert months_after(date(2026, 3, 15), -3) == date(2025, 12, 15)


def test_an_approval_on_29_february_does_not_drift() -> None:
    assert cycle_of(date(2028, 2, 29), date(2024, 2, 29)).first_on == date(2028, 2, 29)
    assert cycle_of(date(2027, 2, 28), date(2024, 2, 29)).first_on == date(2027, 2, 28)


@given(day=DAYS, anchor=DAYS, months=st.integers(1, 12))
def test_every_day_lies_in_exactly_one_cycle_of_at_most_a_year(day: date, anchor: date, months: int) -> None:
    cycle = cycle_of(day, anchor, months)
    assert cycle.first_on <= day <= cycle.last_on
    assert cycle.last_on - cycle.first_on < timedelta(days=366)
    following = cycle_of(cycle.last_on + timedelta(days=1), anchor, months)
    assert following.number == cycle.number + 1
    assert following.first_on == cycle.last_on + timedelta(days=1)


@given(day=DAYS)
def test_an_internal_due_day_is_never_later_and_always_a_business_day(day: date) -> None:
    assert internal_due_day(day) <= day
    assert is_business_day(internal_due_day(day))


def test_a_company_sets_how_its_days_are_counted() -> None:
    assert reading_of({}) == Reading()
    stricter = {"KIZUKI_AWARENESS_DAY": "day_1", "KIZUKI_INTERNAL_DUE_DAY": "due_day", "KIZUKI_REVIEW_DAYS": "30"}
    assert reading_of(stricter) == Reading(True, None, 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIZUKI_AWARENESS_DAY", "day_2"),
        ("KIZUKI_INTERNAL_DUE_DAY", ""),
        ("KIZUKI_INTERNAL_DUE_DAY", "11"),
        ("KIZUKI_REVIEW_DAYS", "0"),
        ("KIZUKI_REVIEW_DAYS", "367"),
        ("KIZUKI_REVIEW_DAYS", "９０"),
    ],
)
def test_a_setting_that_is_none_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Refused, match=name):
        reading_of({name: value})


def test_the_first_and_the_last_value_of_a_setting_are_taken_and_a_refusal_names_both_words() -> None:
    assert [reading_of({"KIZUKI_REVIEW_DAYS": days}).days_to_review for days in ("1", "366")] == [1, 366]
    assert [reading_of({"KIZUKI_INTERNAL_DUE_DAY": days}).internal_days for days in ("0", "10")] == [0, 10]
    with pytest.raises(Refused, match="'day_2' is neither day_0 nor day_1"):
        reading_of({"KIZUKI_AWARENESS_DAY": "day_2"})
