"""What proves an answer may name a person: it stands among the sealed texts and never on the clear sheet."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.actions.cases.fact_sheets import keep_facts, subject_of
from kizuki.actions.verb import verb
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.texts import join_texts, split_texts
from kizuki.store.models import Case, FactSheet, Narrative
from tests.actions.record import TESTER, company_and_pump, opened_case

NAME = "山田花子"
PROVEN: dict[str, Any] = {
    "matters": [
        {
            "kind": "vulnerability",
            "learned_on": "2026-06-01",
            "component_present": False,
            "evidence": {"component_present": f"{NAME}による2026-05-02の部品表", "attackable": ["設計書", NAME]},
        }
    ]
}


def test_the_sheet_keeps_which_answers_are_proven_and_none_of_the_proof() -> None:
    sheet, texts = split_texts(PROVEN)
    assert NAME not in json.dumps(sheet, ensure_ascii=False)
    assert set(sheet["matters"][0]["evidence"]) == {"component_present", "attackable"}
    assert set(texts) == {"matters.0.evidence.component_present", "matters.0.evidence.attackable"}
    assert join_texts(sheet, texts, "erased") == PROVEN


def test_proof_that_was_erased_leaves_its_answer_proven_by_words_that_say_so() -> None:
    sheet, _ = split_texts(PROVEN)
    assert join_texts(sheet, {}, "消去済み")["matters"][0]["evidence"] == {
        "component_present": "消去済み",
        "attackable": "消去済み",
    }


def test_a_sheet_of_before_that_kept_a_whole_value_in_one_text_is_joined_as_it_was() -> None:
    sheet = {"notes": {"$text": "notes"}, "references": {"$text": "references"}}
    joined = join_texts(sheet, {"notes": '"電話"', "references": '["A","B"]'}, "erased")
    assert joined == {"notes": "電話", "references": ["A", "B"]}


@pytest.mark.django_db
def test_a_planted_name_stands_in_no_fact_sheet_and_in_no_readable_column() -> None:
    company_and_pump()
    case_id = opened_case()
    with verb("answer_facts", actor=TESTER, of=()) as act:
        sheet = keep_facts(act, Case.objects.get(pk=case_id), PROVEN, 2)
        act.record(subjects=[f"case:{case_id}", subject_of(sheet)], payload={"facts": 2})
    assert not [row for row in FactSheet.objects.all() if NAME in row.facts]
    kept = Narrative.objects.filter(case_id=case_id, kind="facts", revision=2)
    assert {row.place for row in kept} == {
        "matters.0.evidence.component_present",
        "matters.0.evidence.attackable",
    }
    assert newest_facts(case_id).facts == PROVEN
