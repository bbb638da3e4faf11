"""When the malfunctions of a month ask for a person's look."""

from __future__ import annotations

from datetime import date

from kizuki.core.trends import ALL_TERMS, Baseline, Month, look_at
from kizuki.core.trends.naming import item_of, parted

MAY = date(2026, 5, 1)
SIX_IN_A_THOUSAND = Baseline("A070909", 6, 1000)


def month(count: int, *, term: str = "A070909", year: int = 0, before: int = 0, in_use: int | None = 400) -> Month:
    return Month(term, MAY, count, max(year, count), before, in_use)


def test_a_month_in_which_nothing_happened_asks_nothing() -> None:
    assert look_at(month(0, year=9), [SIX_IN_A_THOUSAND]) is None


def test_a_year_above_the_rate_known_beforehand_asks() -> None:
    # 6 / 1,000 of 400 units are 2.4 a year.
    found = look_at(month(1, year=3), [SIX_IN_A_THOUSAND])
    assert found is not None
    assert (found.code, found.expected) == ("above", 2.4)


def test_a_year_within_the_rate_known_beforehand_asks_nothing_of_a_single_event() -> None:
    assert look_at(month(1, year=2), [SIX_IN_A_THOUSAND]) is None


def test_a_month_that_is_unlikely_at_the_known_rate_asks_before_the_year_is_above_it() -> None:
    # 24 a year are 2 a month; 6 and more come once in sixty months (0.0166).
    found = look_at(month(6, in_use=4000), [SIX_IN_A_THOUSAND])
    assert found is not None
    assert found.code == "unusual"
    assert found.chance is not None
    assert round(found.chance, 4) == 0.0166


def test_what_cannot_be_compared_is_asked_and_never_taken_for_no_trend() -> None:
    found = look_at(month(1, in_use=None), [SIX_IN_A_THOUSAND])
    assert found is not None
    assert found.code == "not_comparable"


def test_a_term_without_a_known_rate_is_held_against_the_twelve_months_before() -> None:
    assert look_at(month(1, term="A14"), [SIX_IN_A_THOUSAND]) is None
    assert look_at(month(2, term="A14", before=12), [SIX_IN_A_THOUSAND]) is None
    found = look_at(month(2, term="A14", before=0), [SIX_IN_A_THOUSAND])
    assert found is not None
    assert found.code == "unusual"


def test_a_single_rate_stands_for_all_terms_together() -> None:
    known = [Baseline(ALL_TERMS, 8, 1000)]
    found = look_at(month(1, term=ALL_TERMS, year=4), known)
    assert found is not None
    assert (found.code, found.expected) == ("above", 3.2)


def test_the_ledger_calls_a_question_by_code_and_month_and_never_by_words() -> None:
    assert item_of("A070909", MAY) == "A070909@2026-05"
    assert parted(item_of(ALL_TERMS, MAY)) == ("all", "2026-05")
    assert item_of("流量の低下", MAY).startswith("own-")
