"""The clock of triage, against a calendar counted by hand and by every day in turn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.core.clocks.triage import in_time_since, triage_due_on


@pytest.mark.parametrize(
    ("found_on", "limit", "due_on"),
    [
        (date(2026, 6, 1), 0, date(2026, 6, 1)),
        (date(2026, 6, 1), 3, date(2026, 6, 4)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # found on a Friday
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # and on the Saturday after it
        (date(2026, 4, 28), 3, date(2026, 5, 7)),  # 昭和の日, then Thursday and Friday, then the run to 6 May
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
    ],
)
def test_only_business_days_count_and_the_day_of_the_match_does_not(found_on: date, limit: int, due_on: date) -> None:
    assert triage_due_on(found_on, limit) == due_on


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_earliest_match_that_is_still_in_time_is_the_first_of_which_that_holds(limit: int) -> None:
    """Looked for from a month before, on every day of a year with its holidays."""
    for more in range(365):
        on = date(2026, 1, 1) + timedelta(days=more)
        days = [on - timedelta(days=back) for back in range(31, -1, -1)]
        assert in_time_since(on, limit) == next(day for day in days if triage_due_on(day, limit) >= on)
