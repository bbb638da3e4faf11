"""What the text does not settle is judged by a person, with a second one where the answer is not to report."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, ObligationStep
from kizuki.store.record.canonical import json_of
from kizuki.store.record.clock import standing_at
from tests.actions.obligations.desk import Desk, clock, event, harmed, one, owed

pytestmark = pytest.mark.django_db

CODE = "light_vulnerability_without_event"
SENTENCES = {"intended_use": "持続注入", "body_site": "静脈", "likelihood": "遠隔から攻撃できない"}


def light(desk: Desk) -> int:
    """A vulnerability of which only lighter harm is to be feared."""
    return desk.open(
        {
            "kind": "vulnerability",
            "learned_on": "2026-06-01",
            "locus": "domestic",
            "component_present": True,
            "attackable": True,
            "affects_function": True,
            "mitigation": {"state": "none"},
            "exploited": "none_known",
            "potential": "non_serious",
            "malfunction_predictable": False,
        },
        cycle_anchor_on="2024-04-10",
    )


def test_a_judgement_is_owed_with_its_question_until_somebody_answers_it() -> None:
    desk = Desk()
    case = light(desk)
    assert Case.objects.get(pk=case).outcome == "human_judgement"
    assert one(case, "judgement", CODE).state == "open"


def test_to_report_is_judged_by_one_person_and_becomes_a_fact_with_its_source() -> None:
    desk = Desk()
    case = light(desk)
    desk.end(case, one(case, "judgement", CODE), "record_judgement", answer="report", **SENTENCES)
    assert newest_facts(case).facts["matters"][0]["judged"] == {CODE: "report"}
    assert verify_record().intact, "its sheet and its determination are named by the entry"
    assert Case.objects.get(pk=case).outcome == "report"
    assert one(case, "item", "3-ハ").state == "owed"


def test_not_to_report_is_judged_by_two() -> None:
    desk = Desk()
    case = light(desk)
    row = one(case, "judgement", CODE)
    with pytest.raises(Refused, match="second person"):
        desk.end(case, row, "record_judgement", answer="not_report", **SENTENCES)
    desk.end_by_two(case, [row], "record_judgement", answer="not_report", **SENTENCES)
    assert Case.objects.get(pk=case).outcome == "no_report"
    assert owed(case, "no_report_decision")


def test_a_vulnerability_is_judged_from_use_site_and_likelihood_together() -> None:
    desk = Desk()
    case = light(desk)
    with pytest.raises(Refused, match="body_site"):
        desk.end(
            case,
            one(case, "judgement", CODE),
            "record_judgement",
            answer="report",
            intended_use="持続注入",
            likelihood="低",
        )


def test_what_pmda_said_of_the_question_is_kept_with_the_judgement() -> None:
    desk = Desk()
    case = light(desk)
    told = {
        "at": "2026-06-10T10:00+09:00",
        "unit": "安全性情報",
        "person": "担当者",
        "question": "要否",
        "answer": "要",
    }
    row = one(case, "judgement", CODE)
    desk.end(case, row, "record_judgement", answer="report", pmda={**told, "reading": "報告する"}, **SENTENCES)
    words = ObligationStep.objects.get(obligation=row.id, act="end_obligation").reason
    assert words is not None
    assert json_of(words.body)["pmda"] == {**told, "reading": "報告する"}


def test_what_is_not_settled_is_asked_again_on_its_day_while_the_duty_runs() -> None:
    desk = Desk()
    case = light(desk)
    row = one(case, "judgement", CODE)
    with pytest.raises(Refused, match="next_on"):
        desk.end(case, row, "record_judgement", answer="not_settled")
    desk.end(case, row, "record_judgement", answer="not_settled", next_on="2026-06-20")
    assert one(case, "judgement", CODE).due_on == date(2026, 6, 20)
    desk.answer(case, lambda matters: matters[0].update(notes="PMDAに相談した"))
    assert one(case, "judgement", CODE).due_on == date(2026, 6, 20)
    assert owed(case, "class_confirmation")


@pytest.mark.parametrize(
    ("next_on", "why"),
    [("2026-06-15", "between today"), ("2026-07-02", "between today"), ("2027-01-01", "between today")],
)
def test_what_is_not_settled_is_put_off_to_no_day_that_is_gone_or_far(next_on: str, why: str) -> None:
    desk = Desk()
    case = light(desk)
    row = one(case, "judgement", CODE)
    with pytest.raises(Refused, match=why):
        desk.end(case, row, "record_judgement", answer="not_settled", next_on=next_on)
    assert one(case, "judgement", CODE).due_on == row.due_on


def test_what_is_not_settled_is_asked_again_by_the_last_day_of_the_conservative_duty() -> None:
    desk = Desk()
    case = light(desk)
    row = one(case, "judgement", CODE)
    with standing_at(date(2026, 6, 10)):
        with pytest.raises(Refused, match="and 2026-06-16"):
            desk.end(case, row, "record_judgement", answer="not_settled", next_on="2026-06-17")
        desk.end(case, row, "record_judgement", answer="not_settled", next_on="2026-06-12")
    assert one(case, "judgement", CODE).due_on == date(2026, 6, 12)


def test_a_judgement_is_recorded_with_its_reason_and_never_typed_among_the_facts() -> None:
    desk = Desk()
    case = light(desk)
    with pytest.raises(Refused, match="recorded as a judgement"):
        desk.answer(case, lambda matters: matters[0].update(judged={CODE: "not_report"}))
    with pytest.raises(Refused, match="recorded as a judgement"):
        desk.open({"kind": "event", "learned_on": "2026-06-01", "judged": {CODE: "not_report"}}, key="other")
    assert one(case, "judgement", CODE).state == "open"
    desk.end(case, one(case, "judgement", CODE), "record_judgement", answer="report", **SENTENCES)
    desk.answer(case, lambda matters: matters[0].update(notes="続報"))
    assert newest_facts(case).facts["matters"][0]["judged"] == {CODE: "report"}


BESIDE = "harm_in_a_matter_of_another_kind"


def counted(**values: object) -> dict[str, object]:
    """A rate below what is expected, beside which one person is lightly harmed."""
    rate = {"observed": 0.01, "expected": 0.05, "known_beforehand": True, "scope": "death_serious"}
    return {
        "kind": "rate",
        "learned_on": "2026-06-01",
        "locus": "domestic",
        "potential": "death",
        "rate": {**rate, "includes_deaths": False},
        "harms": [harmed("non_serious")],
        **values,
    }


def judged_not_to_be_reported(desk: Desk, case: int, code: str = BESIDE) -> None:
    desk.end_by_two(case, owed(case, "judgement", code), "record_judgement", answer="not_report")
    assert not owed(case, "judgement")


def test_who_dies_after_it_was_judged_that_nothing_is_reported_of_them_is_judged_anew() -> None:
    desk = Desk()
    case = desk.open(counted(), designated=True)
    judged_not_to_be_reported(desk, case)
    desk.answer(case, lambda matters: matters[0]["harms"][0].update(severity="death", learned_on="2026-06-10"))
    assert "judged" not in newest_facts(case).facts["matters"][0]
    assert [row.round for row in owed(case, "judgement", BESIDE)] == [2]
    assert Case.objects.get(pk=case).outcome == "human_judgement"


def test_a_death_beside_a_rate_asks_the_same_day_whether_it_is_a_matter_of_its_own() -> None:
    desk = Desk()
    case = desk.open(counted(harms=[harmed(learned_on="2026-06-10")]), designated=True)
    (person,) = desk.persons(case)
    asks = one(case, "settle_question", person=person)
    assert (asks.state, asks.due_on, asks.grave) == ("open", date(2026, 6, 10), True)
    assert clock(case)[1:] == (date(2026, 6, 10), 0)
    judged_not_to_be_reported(desk, case)
    assert one(case, "settle_question", person=person).state == "ended"


def test_a_death_beside_a_rate_may_be_told_at_once_and_one_abroad_or_of_another_cause_asks_nothing() -> None:
    desk = Desk()
    case = desk.open(counted(harms=[harmed()]), designated=True)
    desk.fax(case, one(case, "settle_question"))
    assert one(case, "settle_question").ended_by == "record_first_report"
    abroad = counted(locus="foreign", harms=[harmed()], also_in_domestic_units=False)
    other = counted(harms=[harmed(causality="ruled_out", causality_reason="剖検で別の死因と判明")])
    for key, matter in (("abroad", abroad), ("other", other)):
        assert not owed(desk.open(matter, key=key, designated=True), "settle_question")


def test_another_person_of_a_later_day_in_a_judged_matter_owes_the_judgement_and_not_only_asks_for_it() -> None:
    desk = Desk()
    case = desk.open(counted(), designated=True)
    judged_not_to_be_reported(desk, case)
    desk.answer(case, lambda matters: matters[0]["harms"].append(harmed(learned_on="2026-06-10")))
    assert Case.objects.get(pk=case).outcome == "human_judgement"
    assert [row.round for row in owed(case, "judgement", BESIDE)] == [2]


def test_a_graver_potential_asks_anew_whether_the_units_in_japan_are_a_matter_of_their_own() -> None:
    desk = Desk()
    code = "domestic_units_have_it_too"
    abroad = event(locus="foreign", potential="non_serious", harms=[], also_in_domestic_units=True)
    case = desk.open(abroad)
    judged_not_to_be_reported(desk, case, code)
    desk.answer(case, lambda matters: matters[0].update(notes="海外拠点からの続報"))
    assert not owed(case, "judgement"), "no item reads a note"
    desk.answer(case, lambda matters: matters[0].update(potential="death"))
    assert [row.state for row in owed(case, "judgement", code)] == ["open"]
