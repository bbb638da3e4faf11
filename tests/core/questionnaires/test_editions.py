"""Editions are data: what was seen is complete, what was not seen answers nothing, and every fact has an owner."""

from __future__ import annotations

import pytest

from kizuki.core.questionnaires import EDITIONS, edition_of
from kizuki.core.questionnaires.catalogue import DERIVED, asked_of, catalogue
from kizuki.core.questionnaires.correcting import wrong_boxes
from kizuki.core.refusal import Refused
from kizuki.store.queries.derived_facts import _READERS


def test_two_editions_are_at_hand_with_all_their_items() -> None:
    assert {one.id: len(one.items) for one in EDITIONS.values() if one.loaded} == {
        "mhlw_checklist_vendor_r7": 16,
        "mds2_2019": 240,
    }
    r7 = [item.no for item in edition_of("mhlw_checklist_vendor_r7").items]
    assert r7 == ["1①", *(f"2{sign}" for sign in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬"), "3", "4"]


@pytest.mark.parametrize("sheet", [one.id for one in EDITIONS.values() if not one.loaded])
def test_an_edition_whose_items_were_not_seen_answers_nothing(sheet: str) -> None:
    with pytest.raises(Refused, match="items not loaded"):
        edition_of(sheet)


def test_the_form_of_nema_keeps_its_ids_as_they_are_printed() -> None:
    numbers = {item.no for item in edition_of("mds2_2019").items}
    assert "SHAD-15" in numbers
    assert "SAHD-15" not in numbers
    assert len({number.partition("-")[0] for number in numbers} - {"SHAD"}) == 23


def test_every_item_has_words_in_both_languages_and_a_fact() -> None:
    for edition in EDITIONS.values():
        for item in edition.items:
            assert item.ja
            assert item.en.isascii()
            assert item.facts


def test_every_fact_is_told_by_somebody_or_by_the_record() -> None:
    told = {fact.name for owner in ("company", "device", "release", "hospital") for fact in asked_of(owner)}  # type: ignore[arg-type]
    assert set(catalogue()) <= told | DERIVED
    assert set(_READERS) == DERIVED


def test_a_box_that_says_the_same_on_another_day_is_not_wrong_and_a_changed_answer_is() -> None:
    sent = [{"no": "1", "answer": "yes", "state": "filled", "target_on": None, "fact": "a", "as_of": "2026-04-01"}]
    assert wrong_boxes(sent, [{**sent[0], "as_of": "2026-06-01"}]) == ()
    (wrong,) = wrong_boxes(sent, [{**sent[0], "answer": None, "state": "open"}])
    assert (wrong.no, wrong.sent, wrong.now) == ("1", "yes", "open")
    assert [one.no for one in wrong_boxes(sent, [])] == ["1"]


def test_the_number_and_day_of_the_paper_itself_make_nothing_wrong() -> None:
    sent = [{"no": "DOC-7", "answer": "2026-04-01", "state": "filled", "target_on": None, "fact": "sheet.issued_on"}]
    assert wrong_boxes(sent, [{**sent[0], "answer": "2026-06-01"}]) == ()
