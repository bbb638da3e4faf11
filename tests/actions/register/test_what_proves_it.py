"""What a no-report needs before anybody may sign it, each path through the verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kizuki.actions.assessments.sign_assessment import return_assessment
from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.record_patch_on_units import record_patch_on_units
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import (
    Case,
    DecisionEvidence,
    DecisionSignature,
    Determination,
    FactSheet,
    NoReportDecision,
    Task,
)
from kizuki.store.record.canonical import canonical_json, digest_of, json_of
from kizuki.store.register.shown_decision import shown_sha256
from tests.actions.office import PASSWORD, Office, person
from tests.actions.record import TESTER, company_and_pump, opened_case
from tests.actions.register.holes import osv, read_for_the_clinic
from tests.actions.register.test_register import EVIDENCE, NOT_USED, ON, decide, not_used_case, proposed
from tests.actions.test_patches_and_units import shipped_patch

pytestmark = pytest.mark.django_db

MATTER: dict[str, Any] = NOT_USED["matters"][0]


def case_with(key: str = "case", **matter: Any) -> int:
    company_and_pump()
    case_id = opened_case(key, facts={**NOT_USED, "matters": [{**MATTER, **matter}]})
    link_vulnerabilities(case_id, ["CVE-2026-0001"], actor=TESTER)
    determine(case_id, on=ON, actor=TESTER)
    assert Case.objects.get(pk=case_id).outcome == "no_report"
    return case_id


def mitigated_case(done: int = 96, total: int = 96) -> int:
    mitigation = {"state": "removed", "units_done": done, "units_total": total, "proven_by": "適用確認記録"}
    return case_with(component_present=True, attackable=True, affects_function=True, mitigation=mitigation)


def refusal(case_id: int, reason: str, *proofs: Proof, office: Office) -> Refused:
    with pytest.raises(Refused) as refused:
        propose_no_report(case_id, Proposal(reason, "説明", proofs), on=ON, actor=office.ito)
    return refused.value


def proof(name: str) -> Proof:
    return Proof(name, f"proof of {name}".encode(), "text/plain")


def test_outside_every_item_needs_the_reading_of_what_the_case_names_and_then_stands_on_the_determination() -> None:
    office, case_id = Office(), case_with()
    osv("PYSEC-2026-1", "CVE-2026-0001")
    assert refusal(case_id, "outside_every_item", office=office).place == "assessment"
    made = read_for_the_clinic("CVE-2026-0001", None)
    assert refusal(case_id, "outside_every_item", office=office).place == "hazards"
    reviewer = office.sato
    from kizuki.actions.assessments.sign_assessment import state_no_hazard

    state_no_hazard(made, reason="影響なし", actor=reviewer)
    decision = propose_no_report(case_id, Proposal("outside_every_item", "説明"), on=ON, actor=office.ito)
    assert NoReportDecision.objects.get(pk=decision).determination == Determination.objects.latest("pk")


def test_a_reading_that_was_sent_back_is_none() -> None:
    office, case_id = Office(), case_with()
    osv("PYSEC-2026-1", "CVE-2026-0001")
    reviewer = office.sato
    made = read_for_the_clinic("CVE-2026-0001", reviewer)
    return_assessment(made, remark="根拠が足りない", actor=reviewer)
    assert refusal(case_id, "outside_every_item", office=office).place == "assessment"


def test_a_reading_under_another_name_of_the_same_vulnerability_counts() -> None:
    office, case_id = Office(), case_with()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001", "PYSEC-2026-1")
    osv("PYSEC-2026-1")
    read_for_the_clinic("PYSEC-2026-1", office.sato)
    assert propose_no_report(case_id, Proposal("outside_every_item", "説明"), on=ON, actor=office.ito)


def test_an_absent_component_is_proved_by_two_documents_else_it_is_read_for_the_clinic() -> None:
    office, case_id = Office(), not_used_case()
    assert refusal(case_id, "component_not_used", proof("sbom"), office=office).place == "assessment"
    assert refusal(case_id, "component_not_used", proof("other"), office=office).place == "evidence"
    same = replace(EVIDENCE[1], content=EVIDENCE[0].content)
    assert refusal(case_id, "component_not_used", EVIDENCE[0], same, office=office).place == "evidence_twice"
    empty = replace(EVIDENCE[1], content=b" \n")
    assert refusal(case_id, "component_not_used", EVIDENCE[0], empty, office=office).place == "evidence.1"
    decision = proposed(office, case_id)
    kept = DecisionEvidence.objects.filter(decision_id=decision).order_by("pk")
    assert list(kept.values_list("proves", flat=True)) == ["sbom", "design"]


def test_a_reason_that_the_facts_do_not_say_is_refused() -> None:
    office, case_id = Office(), not_used_case()
    assert refusal(case_id, "device_of_another_maker", proof("maker"), office=office).place == "reason"
    assert refusal(case_id, "not_attackable", proof("attack_paths"), office=office).place == "reason"


def test_ninety_six_of_ninety_six_in_the_facts_is_refused_with_both_numbers_where_the_record_has_two_units() -> None:
    office, case_id = Office(), mitigated_case()
    osv("PYSEC-2026-1", "CVE-2026-0001")
    read_for_the_clinic("CVE-2026-0001", office.sato)
    for version in ("1.0", "1.1"):
        register_release("pump", version, None, actor=TESTER)
    register_units("pump", [UnitEntry("U1", release="1.0"), UnitEntry("U2", release="1.0")], actor=TESTER)
    found = refusal(case_id, "removed_or_reduced", proof("measure"), office=office)
    assert found.place == "units_differ"
    assert "96 of 96" in str(found)
    assert "0 of 2" in str(found)
    patch = shipped_patch()
    record_patch_on_units(patch, ["U1"], "applied", on=date(2026, 6, 1), actor=TESTER)
    assert "1 of 2" in str(refusal(case_id, "removed_or_reduced", proof("measure"), office=office))
    record_patch_on_units(patch, ["U2"], "applied", on=date(2026, 6, 1), actor=TESTER)
    assert "2 of 2" in str(refusal(case_id, "removed_or_reduced", proof("measure"), office=office))
    answer(case_id, units_done=2, units_total=2)
    made = propose_no_report(
        case_id, Proposal("removed_or_reduced", "説明", [proof("measure")]), on=ON, actor=office.ito
    )
    rests_on = NoReportDecision.objects.get(pk=made).rests_on
    assert (rests_on["units_from"], rests_on["units_done"], rests_on["units_total"]) == ("record", 2, 2)


def answer(case_id: int, **mitigation: Any) -> None:
    known = newest_facts(case_id)
    matter = known.facts["matters"][0]
    facts = {**known.facts, "matters": [{**matter, "mitigation": {**matter["mitigation"], **mitigation}}]}
    answer_facts(case_id, facts, revision=known.revision, on=ON, actor=TESTER)
    determine(case_id, on=ON, actor=TESTER)


def test_a_typed_count_is_taken_only_where_the_record_holds_no_unit_of_the_device() -> None:
    office, case_id = Office(), mitigated_case()
    osv("PYSEC-2026-1", "CVE-2026-0001")
    read_for_the_clinic("CVE-2026-0001", office.sato)
    assert refusal(case_id, "removed_or_reduced", office=office).place == "evidence"
    assert propose_no_report(
        case_id, Proposal("removed_or_reduced", "説明", [proof("measure")]), on=ON, actor=office.ito
    )


def test_an_answer_without_proof_stops_the_proposal() -> None:
    office, case_id = Office(), case_with(evidence={})
    with pytest.raises(Refused, match=r"answers without proof: matters\.0\.component_present"):
        proposed(office, case_id)


def test_an_answer_whose_proof_is_missed_after_the_proposal_stops_the_signature_but_not_the_refusal() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    newest = Determination.objects.latest("pk")
    answer = {**json_of(newest.answer), "evidence_missing": ["matters.0.component_present"]}
    columns = [
        field.attname for field in Determination._meta.concrete_fields if field.attname not in ("id", "answer")
    ]
    Determination.objects.create(**{name: getattr(newest, name) for name in columns}, answer=canonical_json(answer))
    with pytest.raises(Refused, match=r"matters\.0\.component_present"):
        decide(decision, actor=office.sato)
    decide(decision, agreed=False, comment="根拠なし", actor=office.sato)


def test_a_death_told_a_moment_ago_carries_no_conclusion_though_no_worker_came() -> None:
    office, case_id = Office(), not_used_case()
    known = newest_facts(case_id)
    death = {"severity": "death", "causality": "suspected"}
    event = {"kind": "event", "learned_on": "2026-06-09", "locus": "domestic", "harms": [death], "potential": "death"}
    facts = {**known.facts, "matters": [*known.facts["matters"], event]}
    answer_facts(case_id, facts, revision=known.revision, on=ON, actor=TESTER)
    with pytest.raises(Refused, match="only no_report"):
        proposed(office, case_id)


def test_facts_that_nobody_determined_yet_carry_no_conclusion() -> None:
    office, case_id = Office(), not_used_case()
    newest = FactSheet.objects.filter(case_id=case_id).latest("revision")
    facts = newest.facts.replace('"none_known"', '"elsewhere"')
    FactSheet.objects.create(
        case_id=case_id, revision=newest.revision + 1, facts=facts, sha256=digest_of(facts), made_at=newest.made_at
    )
    with pytest.raises(Refused, match="not been determined"):
        proposed(office, case_id)


def test_the_second_person_signs_the_digest_of_what_was_shown_and_no_other() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    for read in ("", "0" * 64):
        with pytest.raises(Refused) as refused:
            decide_no_report(decision, agreed=True, read_sha256=read, password=PASSWORD, on=ON, actor=office.sato)
        assert refused.value.place == "read"
    read = shown_sha256(decision)
    decide(decision, actor=office.sato)
    signed = DecisionSignature.objects.get(decision_id=decision)
    assert (signed.read_sha256, signed.agreed, signed.by.sign_in_name) == (read, True, "sato")


@pytest.mark.parametrize("changed", ["documents", "owner", "proves"])
def test_what_is_signed_covers_the_documents_what_each_proves_and_who_owns_it(changed: str) -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    before = shown_sha256(decision)
    row = NoReportDecision.objects.get(pk=decision)
    if changed == "owner":
        NoReportDecision.objects.filter(pk=decision).update(owner_id=int(office.sato.code[5:]))
    else:
        document = NoReportDecision.objects.get(pk=decision).evidence.all()[0].document
        proves = "other" if changed == "documents" else "harm"
        other = case_with("other")
        made = NoReportDecision.objects.get(pk=proposed(office, other))
        DecisionEvidence.objects.create(decision=row, document=_another(document), proves=proves)
        assert made.pk != row.pk
    assert shown_sha256(decision) != before


def _another(document: Any) -> Any:
    from kizuki.actions.documents import keep_document

    return keep_document(document.content + b"+", "text/plain")[0]


@pytest.mark.parametrize(
    ("proposer", "role"),
    [("ito", "safety_manager"), ("sato", "general_manager"), ("kato", "safety_manager")],
)
def test_the_task_goes_to_somebody_who_may_sign_and_did_not_propose_it(proposer: str, role: str) -> None:
    office, case_id = Office(), not_used_case()
    propose_no_report(
        case_id, Proposal("component_not_used", "説明", EVIDENCE), on=ON, actor=getattr(office, proposer)
    )
    assert Task.objects.get(kind="decide_no_report").owner_role == role


def test_where_only_the_proposers_own_role_is_left_the_task_goes_to_their_colleague_in_it() -> None:
    office, case_id = Office(), not_used_case()
    from kizuki.store.models import User

    User.objects.exclude(role="safety_manager").update(is_active=False)
    person("suzuki", "safety_manager")
    propose_no_report(case_id, Proposal("component_not_used", "説明", EVIDENCE), on=ON, actor=office.sato)
    assert Task.objects.get(kind="decide_no_report").owner_role == "safety_manager"


def test_a_reading_that_touches_patient_safety_stands_in_what_the_decision_rests_on() -> None:
    office, case_id = Office(), not_used_case()
    osv("PYSEC-2026-1", "CVE-2026-0001")
    read_for_the_clinic("CVE-2026-0001", None, XIP="H")
    made = NoReportDecision.objects.get(pk=proposed(office, case_id))
    assert [hole["pips"] for hole in made.rests_on["holes"]] == [["XIP"]]
