"""GVP省令第16条: how long, from which day, and what keeps a record whose end is not known."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.lifecycle.retention import period_of


@pytest.mark.parametrize(
    ("categories", "ended_on", "until"),
    [
        ([], date(2026, 3, 31), date(2031, 3, 31)),
        (["general"], date(2026, 6, 1), date(2031, 6, 1)),
        (["biological"], date(2026, 6, 1), date(2036, 6, 1)),
        (["installation"], date(2026, 6, 1), date(2041, 6, 1)),
        (["installation", "specified_biological"], date(2026, 6, 1), date(2056, 6, 1)),
        (["general"], date(2024, 2, 28), date(2029, 2, 28)),
        (["general"], date(2027, 12, 31), date(2032, 12, 31)),
    ],
)
def test_the_longest_period_counts_from_the_day_after_the_end_of_use(
    categories: list[str], ended_on: date, until: date
) -> None:
    period = period_of(categories, ended_on)
    assert period.until == until
    assert not period.has_passed(until)
    assert period.has_passed(date.fromordinal(until.toordinal() + 1))


@pytest.mark.parametrize(
    ("categories", "ended_on"),
    [(None, date(1990, 1, 1)), (["unheard_of"], date(1990, 1, 1)), (["general"], None), (None, None)],
)
def test_what_is_not_known_keeps_the_record(categories: list[str] | None, ended_on: date | None) -> None:
    assert not period_of(categories, ended_on).has_passed(date(9999, 1, 1))
