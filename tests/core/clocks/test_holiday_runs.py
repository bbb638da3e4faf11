"""Runs of holidays, against the calendar of Japan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.core.clocks.holiday_runs import holiday_run


@pytest.mark.parametrize(("on", "first", "last"), [
    (date(2026, 4, 20), date(2026, 5, 2), date(2026, 5, 6)),  # 憲法記念日 is a Sunday: 6 May is its substitute
    (date(2026, 5, 4), date(2026, 5, 2), date(2026, 5, 6)),
    (date(2026, 5, 6), date(2026, 5, 2), date(2026, 5, 6)),
    (date(2026, 9, 10), date(2026, 9, 19), date(2026, 9, 23)),  # 敬老の日, 国民の休日, 秋分の日
    (date(2026, 12, 28), date(2026, 12, 29), date(2027, 1, 3)),
    (date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 12)),  # スポーツの日: three days are longer than a weekend
    (date(2026, 9, 26), date(2026, 10, 10), date(2026, 10, 12)),  # two weeks before its first day
])  # fmt: skip
def test_a_run_is_spoken_of_before_it_and_on_each_of_its_days(on: date, first: date, last: date) -> None:
    days = holiday_run(on)
    assert (days[0], days[-1]) == (first, last)
    assert list(days) == [first + timedelta(days=more) for more in range((last - first).days + 1)]


@pytest.mark.parametrize("on", [date(2026, 6, 6), date(2026, 5, 7), date(2026, 4, 17), date(2026, 9, 25)])
def test_a_weekend_is_no_run_nor_is_one_that_is_far_away_or_over(on: date) -> None:
    assert holiday_run(on) == ()
