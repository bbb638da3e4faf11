"""Which documents the duties call for, and which duty goes with the form of another."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess
from kizuki.core.reporting.determination import Determination
from kizuki.core.reporting.documents import with_discharge

EVENT: dict[str, Any] = {"kind": "event", "locus": "domestic", "learned_on": "2026-06-12"}
EVENT |= {"potential": "death", "malfunction_predictable": False}
SERIOUS: dict[str, Any] = {"severity": "serious", "predictable": False}
FORESEEN = {"severity": "serious", "predictable": True, "trend_unpredictable": False, "trend_hazard": False}
LIGHT = {"severity": "non_serious", "predictable": False}


def answer_to(*harms: dict[str, Any], **matter: Any) -> Determination:
    device = {"own": True, "designated": False}
    return assess(read_case({"device": device, "matters": [EVENT | {"harms": list(harms)} | matter]}))


def documents(answer: Determination) -> list[tuple[int, int, int | None]]:
    return [(row.form, row.matter, row.person) for row in answer.reports]


def going_with(answer: Determination) -> dict[tuple[str, int | None], str | None]:
    return {(duty.item, duty.person): duty.discharged_with for duty in answer.duties}


def test_form_8_is_one_for_each_person_for_whom_one_of_its_items_is_met() -> None:
    assert documents(answer_to(SERIOUS, LIGHT, FORESEEN)) == [(8, 0, 0), (8, 0, 2), (12, 0, None)]


def test_form_8_is_of_the_matter_where_no_person_meets_one_of_its_items() -> None:
    assert documents(answer_to(LIGHT)) == [(8, 0, None), (12, 0, None)]
    assert documents(answer_to()) == [(8, 0, None)]


def test_form_12_counts_the_event_once_however_many_persons() -> None:
    answer = answer_to(LIGHT, LIGHT, potential="non_serious")
    assert documents(answer) == [(12, 0, None)]
    assert going_with(answer)[("3-ハ", None)] == "3-ロ"


def test_no_person_goes_with_the_form_of_another() -> None:
    assert going_with(answer_to(SERIOUS, FORESEEN)) == {
        ("1-ハ", 0): None,
        ("2-イ", 1): None,
        ("2-ロ", None): "1-ハ",
    }


def test_a_form_that_is_due_later_discharges_nothing_earlier() -> None:
    answer = answer_to(SERIOUS | {"learned_on": "2026-07-20"})
    assert going_with(answer) == {("1-ハ", 0): None, ("2-ロ", None): None}


def test_a_form_written_before_a_death_was_known_does_not_discharge_it() -> None:
    was = {"severity": "serious", "learned_on": "2026-06-12"}
    answer = answer_to({"severity": "death", "predictable": False, "learned_on": "2026-06-20", "earlier": [was]})
    assert going_with(answer) == {("1-イ", 0): None, ("1-ハ", 0): None, ("2-ロ", None): "1-イ"}


@pytest.mark.parametrize("undated", ["1-ハ", "2-ロ"])
def test_an_answer_stored_without_days_of_its_duties_says_all_the_same_what_goes_with_what(undated: str) -> None:
    stored = [
        replace(duty, discharged_with=None, learned_on=None if duty.item == undated else duty.learned_on)
        for duty in answer_to(SERIOUS).duties
    ]
    assert {duty.item: duty.discharged_with for duty in with_discharge(stored)} == {"1-ハ": None, "2-ロ": "1-ハ"}
