"""What a person has judged is taken in as a fact: it settles the judgement, met or not met."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.facts.judged import CODES
from kizuki.core.glossary import all_words
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, determination_json

DEVICE = {"own": True, "designated": False}
EVENT = {"kind": "event", "locus": "domestic", "learned_on": "2026-06-01", "potential": "serious", "harms": []}
ABROAD = {"kind": "foreign_measure", "locus": "foreign", "learned_on": "2026-06-01", "also_in_domestic_units": False}
RECALL = ABROAD | {"measure": {"type": "recall", "for_hazard": False, "covers_identical": True}}
LIGHT = {"kind": "vulnerability", "locus": "domestic", "learned_on": "2026-06-01", "component_present": True}
LIGHT |= {"attackable": True, "affects_function": True, "mitigation": {"state": "none"}}
LIGHT |= {"potential": "non_serious", "malfunction_predictable": False}
PAPER = {"kind": "research", "locus": "foreign", "learned_on": "2026-06-01", "research": ["no_effect"]}
PAPER |= {"also_in_domestic_units": False}
RATE = {"kind": "rate", "locus": "domestic", "learned_on": "2026-06-01"}
RATE |= {"rate": {"observed": 0.2, "expected": 0.1, "scope": "all"}}
DESIGNATED = {"own": True, "designated": True}
EXPECTED = EVENT | {"expected_malfunction": True}
TRIAL = DEVICE | {"status": "clinical_trial"}


@pytest.mark.parametrize(
    ("code", "device", "matter", "item"),
    [
        ("named_measure_for_another_purpose", DEVICE, RECALL, "1-チ"),
        ("light_vulnerability_without_event", DEVICE, LIGHT, "3-ハ"),
        ("no_effect_shown_abroad", DEVICE, PAPER, "2-ハ"),
        ("rate_counted_otherwise", DESIGNATED, RATE, "1-ニ"),
        ("expected_malfunction_of_designated_device", DESIGNATED, EXPECTED, "2-ロ"),
        ("another_article", TRIAL, EVENT, "2-ロ"),
    ],
)
def test_an_item_that_waits_for_a_judgement_is_met_or_not_met_by_it(
    code: str, device: dict[str, Any], matter: dict[str, Any], item: str
) -> None:
    def found(said: str | None) -> tuple[str, set[str], tuple[str, ...]]:
        answer = assess(read_case({"device": device, "matters": [matter | {"judged": {code: said}}]}))
        rows = {duty.item: (duty.finding, duty.because) for duty in answer.duties}
        rows |= {row.item: ("not_met", row.because) for row in answer.not_met}
        state, because = rows[item]
        codes = tuple(reason.code for reason in because if reason.code.startswith("judged_"))
        return state, {judgement.code for judgement in answer.judgements}, codes

    assert found(None) == ("open", {code}, ())
    assert found("report") == ("met", set(), ("judged_report",))
    assert found("not_report") == ("not_met", set(), ("judged_not_report",))


def test_the_reason_names_the_question_that_was_judged() -> None:
    matter = LIGHT | {"judged": {"light_vulnerability_without_event": "report"}}
    shown = determination_json(assess(read_case({"device": DEVICE, "matters": [matter]})), "en")
    said = "Judged “yes (list in form 12)”: Is a vulnerability without an event"
    assert said in " ".join(shown["duties"][0]["because"])


def test_a_code_that_is_none_and_a_word_that_is_none_are_refused_by_name() -> None:
    for judged, line in (
        ({"light_vulnerability": "report"}, r"matters\.0\.judged\.light_vulnerability: no judgement has this code"),
        ({"who_reports": "yes"}, r"matters\.0\.judged\.who_reports: 'yes' is not one of: report, not_report"),
        (["who_reports"], r"matters\.0\.judged: must be an object"),
    ):
        with pytest.raises(Refused, match=line):
            read_case({"matters": [EVENT | {"judged": judged}]})


def test_every_code_has_its_question_default_and_decider() -> None:
    for code in CODES:
        assert {f"judgement.{code}.{part}" for part in ("question", "default", "who")} <= set(all_words()), code


def test_an_individual_case_goes_with_the_rate_only_where_a_person_said_so_and_the_rate_is_met() -> None:
    rate = RATE | {"rate": {"observed": 0.2, "expected": 0.1, "scope": "death_serious"}}
    left = EVENT | {"expected_malfunction": False, "judged": {"rate_and_individual_report": "not_report"}}
    both = assess(read_case({"device": DESIGNATED, "matters": [rate, left]}))
    assert [(duty.item, duty.matter) for duty in both.duties] == [("1-ニ", 0)]
    assert not both.judgements
    below = rate | {"rate": {"observed": 0.1, "expected": 0.1, "scope": "death_serious"}}
    alone = assess(read_case({"device": DESIGNATED, "matters": [below, left]}))
    assert [(duty.item, duty.matter) for duty in alone.duties] == [("2-ロ", 1)]


def test_a_light_harm_is_left_to_form_8_only_where_a_person_said_so() -> None:
    light = EVENT | {"harms": [{"severity": "non_serious", "predictable": False}]}
    asked = assess(read_case({"device": DEVICE, "matters": [light]}))
    assert [(row.code, row.person) for row in asked.judgements] == [("light_harm_on_both_forms", 0)]
    judged = light | {"judged": {"light_harm_on_both_forms": "not_report"}}
    assert assess(read_case({"device": DEVICE, "matters": [judged]})).forms == (8,)


def test_the_hole_in_japan_is_settled_by_its_own_matter_only_with_the_word_of_a_person() -> None:
    abroad = {"kind": "event", "locus": "foreign", "learned_on": "2026-06-01", "harms": [], "potential": "none"}
    abroad |= {"also_in_domestic_units": True, "malfunction_predictable": True}

    def codes(said: str | None, *others: dict[str, Any]) -> set[str]:
        matter = abroad | {"judged": {"domestic_units_have_it_too": said}}
        answer = assess(read_case({"device": DEVICE, "matters": [matter, *others]}))
        return {judgement.code for judgement in answer.judgements}

    assert codes(None, EVENT) == {"domestic_units_have_it_too"}
    assert codes("report") == {"domestic_units_have_it_too"}
    assert codes("report", EVENT) == set()
    assert codes("not_report") == set()


def test_the_hole_in_japan_is_asked_of_the_malfunction_that_may_harm_and_a_person_harmed_of_no_item() -> None:
    measure = ABROAD | {"measure": {"type": "recall", "for_hazard": True, "covers_identical": True}}
    measure |= {"also_in_domestic_units": True, "harms": [{"severity": "serious"}]}
    raised = assess(read_case({"device": DEVICE, "matters": [measure]})).judgements
    assert [(row.code, row.item) for row in raised] == [
        ("domestic_units_have_it_too", "2-ロ"),
        ("harm_in_a_matter_of_another_kind", ""),
    ]


def test_a_judgement_names_its_matter_and_person() -> None:
    harms = [{"severity": "non_serious", "predictable": False, "id": "p1"}]
    answer = assess(read_case({"device": DEVICE, "matters": [EVENT | {"id": "m1", "harms": harms}]}))
    shown = determination_json(answer)["judgements"][0]
    assert (shown["matter_id"], shown["person"], shown["person_id"]) == ("m1", 0, "p1")
