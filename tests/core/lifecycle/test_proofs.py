"""What proves that a case need not be reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.glossary import all_words
from kizuki.core.lifecycle.no_report import Hole, Watched
from kizuki.core.lifecycle.proofs import RECORD, Ruled, _ground, claims_of, documents, grounds, require_evidence
from kizuki.core.refusal import Refused
from kizuki.core.refusals import reason_in

HOLE = Hole("CVE-2026-0001", known_exploited=False, vector="CVSS:3.1/AV:N", pips=(), assessed_on=date(2026, 6, 2))
UNREAD = Hole("CVE-2026-0001", known_exploited=False)
NOW = Watched(
    facts="a",
    facts_on=date(2026, 6, 5),
    outcome="no_report",
    holes=(HOLE,),
    units_done=12,
    units_total=12,
    units_from="record",
)
EVERYTHING = frozenset(RECORD)
RULED = Ruled("no_report", claims=EVERYTHING)
PROOFS = {
    "component_not_used": ("sbom", "design"),
    "not_attackable": ("attack_paths",),
    "no_effect_on_function": ("function",),
    "removed_or_reduced": ("measure",),
    "harm_not_to_be_feared": ("harm",),
    "causality_ruled_out": ("causality",),
    "outside_every_item": (),
    "device_of_another_maker": ("maker",),
}


def refusal(reason: str, now: Watched = NOW, ruled: Ruled = RULED, proofs: tuple[str, ...] | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        require_evidence(reason, now, ruled, PROOFS[reason] if proofs is None else proofs)
    return refused.value


@pytest.mark.parametrize("reason", sorted(PROOFS))
def test_every_reason_passes_with_what_proves_it(reason: str) -> None:
    require_evidence(reason, NOW, RULED, PROOFS[reason])


def test_every_reason_names_what_proves_it_and_each_proof_has_its_word() -> None:
    assert set(grounds()) == set(PROOFS)
    for code, ground in grounds().items():
        assert ground.needs, code
        assert "items" in ground.record, code
        assert f"record.value.reason.{code}" in all_words()
    for code in (*documents(), *RECORD, "reading"):
        assert f"register.proof.{code}" in all_words(), code


@pytest.mark.parametrize("reason", sorted(reason for reason, proofs in PROOFS.items() if proofs))
def test_without_the_document_that_proves_it_a_reason_is_refused(reason: str) -> None:
    assert refusal(reason, proofs=()).place == "evidence"
    assert refusal(reason, proofs=("other", "other")).place == "evidence", (
        "some document is not the one that proves it"
    )


@pytest.mark.parametrize("reason", sorted(PROOFS))
def test_only_where_the_rules_answer_no_report_and_leave_nothing_open(reason: str) -> None:
    for outcome in ("report", "open", "human_judgement", ""):
        assert refusal(reason, ruled=replace(RULED, outcome=outcome)).place == "outcome"
    assert "2-ロ" in str(refusal(reason, ruled=replace(RULED, open=("2-ロ",))))


@pytest.mark.parametrize("reason", sorted(PROOFS))
def test_an_answer_that_nobody_proved_stops_every_reason(reason: str) -> None:
    found = refusal(reason, ruled=replace(RULED, evidence_missing=("matters.0.component_present",)))
    assert (found.place, "matters.0.component_present" in str(found)) == ("evidence_missing", True)


@pytest.mark.parametrize("reason", sorted(set(PROOFS) - {"component_not_used", "device_of_another_maker"}))
def test_a_vulnerability_that_nobody_read_for_the_clinic_stops_it(reason: str) -> None:
    assert refusal(reason, replace(NOW, holes=(HOLE, replace(UNREAD, name="CVE-2026-0002")))).place == "assessment"
    assert refusal(reason, replace(NOW, holes=(replace(HOLE, returned=True),))).place == "assessment"
    assert refusal(reason, replace(NOW, holes=(replace(HOLE, pips=("XIT",), open_pips=("XIT",)),))).place == "hazards"


def test_an_absent_component_needs_no_reading_only_where_two_documents_prove_it() -> None:
    unread = replace(NOW, holes=(UNREAD,))
    require_evidence("component_not_used", unread, RULED, ("sbom", "design"))
    for proofs in (("sbom",), ("design",), ("sbom", "other"), ("design", "design")):
        assert refusal("component_not_used", unread, proofs=proofs).place == "assessment"
    require_evidence("component_not_used", NOW, RULED, ("sbom",))


def test_another_makers_device_needs_no_reading() -> None:
    require_evidence("device_of_another_maker", replace(NOW, holes=(UNREAD,)), RULED, ("maker",))


@pytest.mark.parametrize(
    ("reason", "claim"),
    [
        ("component_not_used", "absent"),
        ("not_attackable", "not_attackable"),
        ("no_effect_on_function", "no_effect"),
        ("removed_or_reduced", "mitigated"),
        ("causality_ruled_out", "ruled_out"),
        ("device_of_another_maker", "not_ours"),
    ],
)
def test_a_reason_that_the_facts_do_not_say_is_refused_so_that_no_exception_is_chosen_freely(
    reason: str, claim: str
) -> None:
    found = refusal(reason, ruled=replace(RULED, claims=EVERYTHING - {claim}))
    assert (found.place, claim in str(found)) == ("reason", True)


def facts(**matter: Any) -> dict[str, Any]:
    return {
        "device": {"own": True},
        "matters": [{"kind": "vulnerability", "learned_on": "2026-06-01", "locus": "domestic", **matter}],
    }


def test_what_the_facts_say_is_said_of_every_vulnerability_of_the_case() -> None:
    absent = facts(component_present=False)
    assert claims_of(read_case(absent)) == {"absent"}
    two = {**absent, "matters": [*absent["matters"], *facts(component_present=True, attackable=False)["matters"]]}
    assert claims_of(read_case(two)) == frozenset()
    assert claims_of(read_case(facts(attackable=False, affects_function=False))) == {"not_attackable", "no_effect"}
    assert claims_of(read_case({**facts(), "device": {"own": False}})) == {"not_ours"}


@pytest.mark.parametrize(
    ("state", "said"), [("none", False), ("available", False), ("reduced", True), ("removed", True)]
)
def test_only_a_mitigation_that_took_hold_is_said_to_mitigate(state: str, said: bool) -> None:
    assert ("mitigated" in claims_of(read_case(facts(mitigation={"state": state})))) is said


def test_where_nothing_was_determined_the_refusal_says_so() -> None:
    assert "nothing yet" in str(refusal("outside_every_item", ruled=replace(RULED, outcome="")))
    assert "human_judgement" in str(refusal("outside_every_item", ruled=replace(RULED, outcome="human_judgement")))


@pytest.mark.parametrize("row", [{"said": "4(3)"}, {"record": ["items", "hope"], "said": "4(3)"}])
def test_a_reason_that_names_no_proof_or_one_that_the_record_cannot_show_is_no_reason(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="outside"):
        _ground("outside", row)


def test_a_reason_may_rest_on_everything_that_the_record_can_show() -> None:
    assert _ground("outside", {"record": list(RECORD), "said": "4(3)"}).record == RECORD


@pytest.mark.parametrize(("done", "total"), [(11, 12), (None, 12), (0, None), (0, 0), (None, None)])
def test_mitigation_counts_only_on_every_unit_in_use(done: int | None, total: int | None) -> None:
    assert refusal("removed_or_reduced", replace(NOW, units_done=done, units_total=total)).place == "units"


def test_ninety_six_of_ninety_six_typed_is_refused_where_the_record_counts_two() -> None:
    found = refusal("removed_or_reduced", replace(NOW, units_done=0, units_total=2, told_done=96, told_total=96))
    assert found.place == "units_differ"
    assert "96 of 96" in str(found)
    assert "0 of 2" in str(found)
    assert reason_in(found.reason, "ja") == (
        "事実では稼働 96 台のうち対策済み 96 台ですが、登録では稼働 2 台のうち対策済み 0 台です"
    )


def test_a_typed_count_is_taken_only_where_the_record_holds_no_unit_and_then_with_its_document() -> None:
    told = replace(NOW, units_from="told", units_done=96, units_total=96, told_done=96, told_total=96)
    require_evidence("removed_or_reduced", told, RULED, ("measure",))
    assert refusal("removed_or_reduced", told, proofs=()).place == "evidence"
