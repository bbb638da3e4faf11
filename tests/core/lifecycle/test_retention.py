"""How long records are kept: GVP省令第16条 for the years, 民法第140条 and 第143条 for the last day."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.lifecycle.retention import YEARS, period_of

ENDED = date(2020, 3, 31)


@pytest.mark.parametrize(
    ("categories", "years"),
    [
        ((), 5),
        (("general",), 5),
        (("biological",), 10),
        (("installation",), 15),
        (("specified_maintenance",), 15),
        (("specified_biological",), 30),
        (("installation", "biological"), 15),
        (("biological", "specified_biological", "general"), 30),
        (("general", "biological", "installation", "specified_maintenance", "specified_biological"), 30),
    ],
)
def test_the_longest_of_its_categories_says_how_many_years(categories: tuple[str, ...], years: int) -> None:
    period = period_of(categories, ENDED)
    assert (period.years, period.until) == (years, date(2020 + years, 3, 31))


def test_those_are_all_the_categories_there_are() -> None:
    assert set(YEARS) == {"general", "biological", "installation", "specified_maintenance", "specified_biological"}


@pytest.mark.parametrize(
    ("ended", "until"),
    [
        (date(2020, 4, 1), date(2025, 4, 1)),
        (date(2020, 12, 31), date(2025, 12, 31)),
        (date(2020, 2, 28), date(2025, 2, 28)),  # Runs from 29 February; 2025 has none: the last day of that month.
        (date(2020, 2, 29), date(2025, 2, 28)),  # Runs from 1 March: the day before the anniversary.
        (date(2019, 2, 28), date(2024, 2, 29)),  # Runs from 1 March as well, and 2024 has its 29th.
    ],
)
def test_the_first_day_does_not_count_and_the_period_ends_before_the_anniversary(ended: date, until: date) -> None:
    assert period_of((), ended).until == until


def test_on_its_last_day_a_record_is_still_kept_and_on_the_next_it_may_go() -> None:
    period = period_of((), ENDED)
    assert not period.has_passed(date(2025, 3, 31))
    assert period.has_passed(date(2025, 4, 1))


def test_what_nobody_knows_keeps_the_record() -> None:
    far = date(2999, 1, 1)
    for categories in (None, ("biological", "organic")):
        period = period_of(categories, ENDED)
        assert (period.years, period.until, period.has_passed(far)) == (None, None, False)
    in_use = period_of(("biological",), None)
    assert (in_use.years, in_use.until, in_use.has_passed(far)) == (10, None, False)
