"""The texts that Kizuki holds: every item a rule, periods that meet, days before them refused."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import pytest

from kizuki.core.facts import read_case
from kizuki.core.law.provisions import AMENDED, FIRST_TEXT, all_provisions, provisions_on
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from kizuki.core.reporting.items import item_row
from tests.shared import shared_data

# Counted by hand on the printed article (text of 2026-05-01).
NOW = ["1-イ", "1-ロ", "1-ハ", "1-ニ", "1-ホ", "1-ヘ", "1-ト", "1-チ", "2-イ", "2-ロ", "2-ハ", "3-イ", "3-ロ", "3-ハ"]
BEFORE = [*NOW[:4], "1-ヘ", "1-ト", "1-チ", "1-リ", "1-serious-foreign", *NOW[8:]]


def test_every_item_of_the_text_in_force_is_a_rule() -> None:
    assert [row.item for row in provisions_on(AMENDED)] == NOW


def test_every_outcome_of_the_earlier_text_is_a_rule() -> None:
    assert [row.item for row in provisions_on(FIRST_TEXT)] == BEFORE


def test_the_items_are_those_of_the_official_text() -> None:
    path = shared_data("law") / "enforcement-regulation-228-20-paragraph-2.toml"
    official = tomllib.loads(path.read_text(encoding="utf-8"))["provision"]
    with_letters = {row["address"] for row in official if row["address"][-1] in "イロハニホヘトチリ"}
    assert {row.address for row in provisions_on(AMENDED)} == with_letters


def test_the_two_texts_meet_without_gap_or_overlap() -> None:
    periods = {(row.in_force.first, row.in_force.end) for row in all_provisions()}
    assert periods == {(FIRST_TEXT, AMENDED), (AMENDED, None)}


def test_the_awareness_day_chooses_the_text() -> None:
    assert {row.law for row in provisions_on(AMENDED - timedelta(days=1))} == {"2024-01-15"}
    assert {row.law for row in provisions_on(AMENDED)} == {"2026-05-01"}


def test_a_day_before_the_first_text_is_refused() -> None:
    with pytest.raises(Refused, match="no text of the law is held"):
        provisions_on(date(2024, 1, 14))
    case = read_case({"kind": "case", "aware_on": "2024-01-14", "harm": "death"})
    with pytest.raises(Refused, match=r"matters\.0\.learned_on"):
        assess(case)


def test_every_provision_has_a_period_a_form_and_a_paraphrase_in_both_languages() -> None:
    for row in all_provisions():
        assert item_row(row.law, row.item).form in (8, 9, 10, 11, 12)
        japanese, _, english = row.paraphrase.partition("\n\n")
        assert japanese.endswith("。"), row.item
        assert english.strip(), row.item
