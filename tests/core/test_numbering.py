"""Numbers that count within a year are given and sorted as numbers."""

from __future__ import annotations

from kizuki.core.numbering import number_order, numbers_after


def test_the_ten_thousandth_number_follows_the_one_before_it() -> None:
    assert numbers_after(["2026-9999"], "2026-", width=4) == ["2026-10000"]
    assert numbers_after(["2026-9999", "2026-10000"], "2026-", width=4) == ["2026-10001"]
    assert numbers_after(["I-2026-99998"], "I-2026-", width=5, count=3) == [
        *("I-2026-99999", "I-2026-100000", "I-2026-100001")
    ]


def test_numbers_of_other_years_and_words_do_not_count() -> None:
    assert numbers_after(["2025-0042", "2026-old", "I-2026-00007"], "2026-", width=4) == ["2026-0001"]
    assert numbers_after([], "E-2026-", width=4) == ["E-2026-0001"]


def test_numbers_stand_by_year_and_then_as_numbers() -> None:
    told = ["2027-0001", "2026-10000", "2026-2", "2026-9999", "2026-0010", "old"]
    assert sorted(told, key=number_order) == ["old", "2026-2", "2026-0010", "2026-9999", "2026-10000", "2027-0001"]
