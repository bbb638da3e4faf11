"""Days as they are written in Japan."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of


@pytest.mark.parametrize(
    "told",
    [
        *("2026-06-01", "2026/6/1", "2026.6.1", "20260601", "2026年6月1日", "令和8年6月1日", "R8.6.1", "r8/6/1"),
        *("２０２６年６月１日", " 2026-06-01 ", "令和 8年 6月 1日"),
    ],
)
def test_one_day_is_written_in_many_ways(told: str) -> None:
    assert day_of(told, "day") == date(2026, 6, 1)


def test_the_first_year_of_an_era_is_gannen_and_begins_on_its_day() -> None:
    assert day_of("令和元年5月1日", "day") == date(2019, 5, 1)
    assert day_of("H31.4.30", "day") == date(2019, 4, 30)
    assert day_of("昭和64年1月7日", "day") == date(1989, 1, 7)
    with pytest.raises(Refused, match="before its era began"):
        day_of("令和元年4月30日", "day")


@pytest.mark.parametrize("told", ["", "6/1/2026", "1-6-2026", "2026-02-29", "2026", "46174", "soon", "1850-01-01"])
def test_what_could_be_two_days_or_none_is_refused(told: str) -> None:
    with pytest.raises(Refused, match="day"):
        day_of(told, "day")
