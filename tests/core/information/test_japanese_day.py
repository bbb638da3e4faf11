"""The Japanese date of a moment abroad, by hand-computed cases: a clock must not start a day late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuki.core.information.japanese_day import japanese_day, zone_known
from kizuki.core.refusal import Refused

NEW_YORK, BERLIN, LOS_ANGELES = "America/New_York", "Europe/Berlin", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("told", "zone", "on"),
    [
        # Instants: UTC + 9 hours.
        ("2026-06-01T14:59:59Z", NEW_YORK, date(2026, 6, 1)),
        ("2026-06-01T15:00:00Z", NEW_YORK, date(2026, 6, 2)),
        ("2026-06-01T23:30:00-04:00", BERLIN, date(2026, 6, 2)),
        ("2026-06-02T00:01:00+09:00", NEW_YORK, date(2026, 6, 2)),
        ("2026-06-01 14:59 UTC", NEW_YORK, date(2026, 6, 1)),
        # New York in summer is UTC-4: 11:00 there is midnight in Japan; in winter it is UTC-5: 10:00.
        ("2026-06-01 10:59", NEW_YORK, date(2026, 6, 1)),
        ("2026-06-01 11:00", NEW_YORK, date(2026, 6, 2)),
        ("2026-01-15 09:59", NEW_YORK, date(2026, 1, 15)),
        ("2026-01-15 10:00", NEW_YORK, date(2026, 1, 16)),
        # Berlin in winter is UTC+1: 16:00 there is midnight in Japan.
        ("2026/12/24 15:59", BERLIN, date(2026, 12, 24)),
        ("2026/12/24 16:00", BERLIN, date(2026, 12, 25)),
        ("2026-06-01 23:59", "Asia/Tokyo", date(2026, 6, 1)),
    ],
)
def test_a_moment_abroad_has_its_date_in_japan(told: str, zone: str, on: date) -> None:
    assert japanese_day(told, zone, "sent").on == on


def test_a_date_without_a_time_counts_from_its_first_moment_and_says_so() -> None:
    assert japanese_day("2026-06-01", NEW_YORK, "sent").on == date(2026, 6, 1)
    assert japanese_day("2026-06-01", NEW_YORK, "sent").remark == "date_only"
    # Auckland is ahead of Tokyo: the first moment of its 1 June is still 31 May in Japan.
    assert japanese_day("2026-06-01", "Pacific/Auckland", "sent").on == date(2026, 5, 31)
    assert japanese_day("2026-06-01", "Asia/Tokyo", "sent").remark == ""


def test_an_hour_that_came_twice_is_taken_as_the_first_one() -> None:
    found = japanese_day("2026-11-01 01:30", NEW_YORK, "sent")
    assert (found.on, found.remark) == (date(2026, 11, 1), "clock_back")


def test_an_hour_that_the_clocks_skipped_is_refused() -> None:
    with pytest.raises(Refused, match="did not exist in America/New_York"):
        japanese_day("2026-03-08 02:30", NEW_YORK, "sent")


@pytest.mark.parametrize("told", ["", "yesterday", "2026-13-01", "2026-06-01 25:00", "2026-02-30T10:00Z"])
def test_what_is_no_moment_is_refused(told: str) -> None:
    with pytest.raises(Refused):
        japanese_day(told, NEW_YORK, "sent")


def test_an_unknown_zone_is_refused_unless_the_text_has_its_offset() -> None:
    with pytest.raises(Refused, match="'Mars/Olympus' is not the name of a time zone"):
        japanese_day("2026-06-01 10:00", "Mars/Olympus", "sent")
    assert not zone_known("../../etc/passwd")
    assert japanese_day("2026-06-01T10:00:00Z", "Mars/Olympus", "sent").on == date(2026, 6, 1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2_000_000_000), st.integers(-12 * 60, 14 * 60))
def test_an_instant_has_one_japanese_date_whatever_offset_it_is_written_in(seconds: int, minutes: int) -> None:
    utc = datetime.fromtimestamp(seconds, UTC)
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    local = (utc + timedelta(minutes=minutes)).replace(tzinfo=None)
    written = f"{local.isoformat()}{offset}"
    assert japanese_day(written, NEW_YORK, "x").on == (utc + timedelta(hours=9)).date()
