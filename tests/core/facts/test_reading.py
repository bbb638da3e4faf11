"""What is refused, by which name, and how the shorthand becomes the full form."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.refusal import Refused

EVENT: dict[str, Any] = {"kind": "event", "learned_on": "2026-06-01", "locus": "domestic"}


def full(**matter: Any) -> dict[str, Any]:
    return {"device": {"own": True}, "matters": [EVENT | matter]}


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ([], "the facts must be one object"),
        ({"matters": []}, "matters: at least one matter"),
        ({"matters": {}}, "matters: must be a list, not an object"),
        ({"device": {"ownn": True}, "matters": [EVENT]}, "device.ownn: unknown key"),
        ({"device": {"own": "yes"}, "matters": [EVENT]}, "device.own: must be true, false or null, not a text"),
        ({"device": {"cycle_months": 13}, "matters": [EVENT]}, "device.cycle_months: a cycle has at most 12"),
        (full(kid="event"), "matters.0.kid: unknown key"),
        (full(kind="case"), "matters.0.kind: 'case' is not one of: event, vulnerability"),
        (full(learned_on=None), "matters.0.learned_on: the day on which"),
        (full(learned_on="2026-6-1"), "matters.0.learned_on: '2026-6-1' is not a day"),
        (full(learned_on="9999-12-31"), "matters.0.learned_on: 9999-12-31 is not between 1900-01-01 and 2199-12-31"),
        (full(learned_on="20260601"), "matters.0.learned_on: '20260601' is not a day"),
        (full(learned_on="2026-W23-1"), "matters.0.learned_on: '2026-W23-1' is not a day"),
        (full(learned_on="２０２６-06-01"), "matters.0.learned_on: '２０２６-06-01' is not a day"),
        (full(harms=[None]), "matters.0.harms.0: must be an object, not null"),
        (full(research=["serious_risk", None]), "matters.0.research.1: must not be null"),
        (full(harms=[{"severity": "death", "earlier": [None]}]), "harms.0.earlier.0: must be an object, not null"),
        (full(not_applicable=False, component_present="not_applicable"), "cannot be not_applicable where"),
        (full(evidence={"likelyhood": "x"}), "matters.0.evidence.likelyhood: unknown key"),
        (full(mitigation={"proven_by": True}), "mitigation.proven_by: must be a text"),
        (
            full(kind=None, locus=None, identical=False, measure={"covers_identical": True}),
            "matters.0.measure.covers_identical: the measure is said to cover the identical device",
        ),
        ({"device": {"status": "trial"}, "matters": [EVENT]}, "device.status: 'trial' is not one of: approved"),
        (full(harms=[{"severity": "grave"}]), "matters.0.harms.0.severity: 'grave' is not one of"),
        (full(harms=[{"severity": "serious", "criterion": 6}]), "harms.0.criterion: the criteria"),
        (full(harms=[{"severity": "death", "criterion": 2}]), "harms.0.criterion: only a serious harm"),
        (full(harms=[{"severity": "death", "causality": "ruled_out"}]), "causality is ruled_out only with a reason"),
        (full(harms=[{"severity": "death"}], potential="serious"), "matters.0.potential: serious is below the harm"),
        (full(kind="vulnerability", exploited="here"), "matters.0.exploited: exploited here is an event"),
        (full(kind="vulnerability", harms=[{"severity": "death"}]), "matters.0.harms.0: somebody was harmed"),
        (full(kind="foreign_measure"), "matters.0.locus: a foreign_measure is of the foreign device"),
        (full(identical=False), "matters.0.identical: asks only of a foreign device"),
        (full(mitigation={"units_done": 3, "units_total": 2}), "mitigation.units_done: 3 units done of 2"),
        (full(mitigation={"units_done": -1}), "mitigation.units_done: must be at least 0"),
        (full(rate={"observed": True}), "rate.observed: must be a number"),
        (full(component_present="maybe"), "component_present: must be true, false, null or not_applicable"),
        ({"aware_on": "2026-06-01", "harmm": "death"}, "harmm: unknown key"),
        ({"aware_on": "2026-06-01", "harm": "dead"}, "harm: 'dead' is not one of"),
        ({"kind": "case"}, "aware_on: the day on which"),
        ({"aware_on": "2026-06-01", "harm": "none", "causality": "bogus"}, "causality: 'bogus' is not one of"),
        ({"aware_on": "2026-06-01", "kind": "case", "hazard_prevention": "yes"}, "hazard_prevention: must be true"),
    ],
)
def test_an_input_that_cannot_be_used_is_refused_by_name(value: Any, line: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_case(value)
    assert line in str(refusal.value)


def test_a_potential_below_a_harm_whose_causality_is_ruled_out_is_no_contradiction() -> None:
    harm = {"severity": "death", "causality": "ruled_out", "causality_reason": "log"}
    assert read_case(full(harms=[harm], potential="none")).matters[0].potential.known


@pytest.mark.parametrize(
    "reason", ["", " \u3000\t", "\u200b", "\u2060\ufeff", "-", "—――", "ーｰ", "\u3164", "…", "\u00ad"]
)
def test_a_reason_that_says_nothing_is_none(reason: str) -> None:
    harm = {"severity": "death", "causality": "ruled_out", "causality_reason": reason}
    with pytest.raises(Refused, match="causality is ruled_out only with a reason"):
        read_case(full(harms=[harm]))


@pytest.mark.parametrize("reason", ["剖検", "log 3", "①", "A", "ログ"])
def test_a_reason_that_says_something_is_taken(reason: str) -> None:
    harm = {"severity": "death", "causality": "ruled_out", "causality_reason": reason}
    assert read_case(full(harms=[harm])).matters[0].harms[0].causality.known


def test_evidence_is_kept_for_the_facts_that_it_proves() -> None:
    matter = read_case(full(evidence={"attackable": "pentest P-3", "component_present": "\u200b", "potential": None}))
    assert matter.matters[0].evidence == {"attackable"}


def test_no_proof_and_another_scope_are_known_answers() -> None:
    matter = read_case(full(mitigation={"proven_by": False}, rate={"scope": "all"})).matters[0]
    assert matter.mitigation.proven.value is False
    assert matter.rate.counted_as_the_law_counts.value is False


def test_absent_and_null_are_both_not_yet_known() -> None:
    absent = read_case(full()).matters[0]
    null = read_case(full(potential=None, harms=None, exploited=None)).matters[0]
    assert absent == null
    assert not absent.potential.known
    assert not absent.harms_known


def test_an_empty_list_of_harms_is_known_to_be_nobody() -> None:
    assert read_case(full(harms=[])).matters[0].harms_known


def test_the_defaults_are_those_of_the_contract() -> None:
    matter = read_case(full(harms=[{}])).matters[0]
    assert matter.identical.value is True
    assert matter.harms[0].causality.reason().code == "causality=presumed"


def test_predictable_of_the_shorthand_answers_for_case_and_malfunction_and_says_so() -> None:
    matter = read_case({"kind": "case", "aware_on": "2026-06-01", "harm": "serious", "predictable": True}).matters[0]
    assert matter.harms[0].predictable.value is True
    assert matter.malfunction_predictable.value is True
    assert matter.notes == ("predictable_sets_both",)


def test_malfunction_predictable_of_the_shorthand_stands_on_its_own() -> None:
    flat = {"kind": "case", "aware_on": "2026-06-01", "harm": "serious"}
    matter = read_case(flat | {"predictable": True, "malfunction_predictable": False}).matters[0]
    assert (matter.harms[0].predictable.value, matter.malfunction_predictable.value) == (True, False)
    assert matter.notes == ()


def test_an_answer_given_before_the_kind_is_known_is_kept() -> None:
    matter = read_case({"aware_on": "2026-06-01", "locus": "foreign", "hazard_prevention": True}).matters[0]
    assert matter.measure.for_hazard.value is True
