"""Until when a first report is to be sent, by the hour at which it came to be known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kizuki.core.lifecycle.obligations.wanted import JAPAN, target_at

KNOWN = date(2026, 12, 31)
MIDNIGHT = datetime(2026, 12, 31, tzinfo=JAPAN)


@pytest.mark.parametrize("minutes", [0, 9 * 60, 21 * 60 + 59])
def test_what_is_known_before_ten_in_the_evening_goes_out_on_the_same_day(minutes: int) -> None:
    at = MIDNIGHT + timedelta(minutes=minutes)
    assert target_at(KNOWN, at.astimezone(UTC)) == datetime(2026, 12, 31, 23, 59, tzinfo=JAPAN)


@pytest.mark.parametrize("minutes", [22 * 60, 23 * 60 + 59])
def test_what_is_known_later_has_until_nine_the_next_morning_also_on_a_holiday(minutes: int) -> None:
    at = MIDNIGHT + timedelta(minutes=minutes)
    assert target_at(KNOWN, at.astimezone(UTC)) == datetime(2027, 1, 1, 9, tzinfo=JAPAN)


def test_what_was_known_on_an_earlier_day_is_due_on_that_day() -> None:
    assert target_at(KNOWN - timedelta(days=1), MIDNIGHT.replace(hour=23)).date() == KNOWN - timedelta(days=1)
