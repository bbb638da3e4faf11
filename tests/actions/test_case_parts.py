"""What stands beside the facts of a case: classification, precedents, the hospital's report, who was told what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from kizuki.actions.cases.classify_case import classify_case
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.record_cause import record_cause
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.cases.record_hospital_report import record_hospital_report
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.models import AuditEntry, CaseTrait
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.hospital_report import hospital_comparison
from kizuki.store.queries.similar import similar_cases
from kizuki.store.queries.told import told_matrix
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 2, 3, tzinfo=UTC)


def learned(day: str) -> dict[str, Any]:
    return {"matters": [DEATH_IN_JAPAN["matters"][0] | {"learned_on": day}]}


def test_a_similar_case_says_why_and_the_most_alike_comes_first() -> None:
    company_and_pump()
    register_device(DeviceEntry(key="other", brand="別", facts={"own": True}), actor=TESTER)
    same_device = opened_case("same-device")
    alike = opened_case("alike")
    this = opened_case("this")
    classify_case(this, {"malfunctions": ["failure"], "effects": ["spread"]}, actor=TESTER)
    classify_case(alike, {"effects": ["spread"]}, actor=TESTER)
    for case in (this, alike):
        link_vulnerabilities(case, ["CVE-2026-0001"], actor=TESTER)
    found = similar_cases(PROGRAM, this)
    assert [(row.id, row.reasons) for row in found] == [
        (alike, ("device", "effect:spread", "vulnerability:CVE-2026-0001")),
        (same_device, ("device",)),
    ]


def test_a_new_classification_is_a_revision_and_is_found_by_what_it_says_now() -> None:
    company_and_pump()
    case = opened_case()
    assert classify_case(case, {"effects": ["spread"]}, actor=TESTER) == 1
    before = head().seq
    assert classify_case(case, {"effects": ["spread"]}, actor=TESTER) == 1
    assert head().seq == before
    assert classify_case(case, {"effects": ["data_lost"]}, actor=TESTER) == 2
    assert list(CaseTrait.objects.values_list("trait", flat=True)) == ["effect:data_lost"]


def test_what_the_hospital_reports_is_asked_for_kept_apart_and_held_against_ours() -> None:
    company_and_pump()
    case = opened_case(parts={"event": {"occurred_on": "2026-05-30"}, "patient": {"age": 67}})
    assert hospital_comparison(PROGRAM, case).state == "unknown"
    record_hospital_report(case, "asked", on=TODAY, actor=TESTER)
    assert hospital_comparison(PROGRAM, case).state == "asked"
    told = {"occurred_on": "2026-05-31", "age": 67, "harm": "death", "brand": "ポンプ"}
    record_hospital_report(case, "reported", on=TODAY, told=told, actor=TESTER)
    found = hospital_comparison(PROGRAM, case)
    states = {row.field.id: row.state for row in found.fields}
    assert (states["occurred_on"], states["age"], states["harm"], states["brand"]) == (
        *("differs", "agreed", "agreed", "agreed"),
    )
    assert [row.field.id for row in found.to_settle] == ["occurred_on"]
    assert hospital_comparison(PROGRAM, case, first_report=True).to_settle == ()
    # The age as a value; a digest may hold these two signs.
    told_to_all = " ".join(AuditEntry.objects.values_list("payload", flat=True))
    assert not re.search(r"(?<![0-9a-f])67(?![0-9a-f])", told_to_all)


def test_a_report_that_was_made_is_never_unmade_and_fields_without_one_are_refused() -> None:
    company_and_pump()
    case = opened_case()
    with pytest.raises(Refused, match="goes with reported"):
        record_hospital_report(case, "asked", told={"age": 67}, actor=TESTER)
    record_hospital_report(case, "reported", on=TODAY, actor=TESTER)
    with pytest.raises(Refused, match="is reported"):
        record_hospital_report(case, "not_reported", on=TODAY, actor=TESTER)


def test_a_root_cause_that_was_found_has_its_evidence_and_not_found_is_an_answer() -> None:
    company_and_pump()
    case = opened_case()
    with pytest.raises(Refused, match=r"root_cause\.evidence"):
        record_cause(case, root_cause={"found": True, "cause": "既定の認証情報"}, actor=TESTER)
    assert record_cause(case, root_cause={"found": False}, actor=TESTER) == ["root_cause"]
    assert record_cause(case, self_check={"asked": "手順は守られたか", "result": "一部不備"}, actor=TESTER) == [
        "self_check"
    ]
    assert parts_of(case)["root_cause"] == {"found": False}
    assert parts_of(case)["self_check"]["result"] == "一部不備"


def test_the_matrix_names_who_was_told_what_and_who_was_not() -> None:
    company_and_pump()
    register_hospital(key="kakuu", name="架空病院", actor=TESTER)
    case = opened_case()
    incident = open_incident(IncidentEntry("event", "攻撃", DAY, members=[f"case:{case}"]), on=TODAY, actor=TESTER)
    told_by_phone = CommunicationEntry(
        *("hospital_device_safety", "phone", NOON, "使用を止める"),
        person="臨床工学　次郎",
        case=case,
        hospital="kakuu",
    )
    record_communication(told_by_phone, actor=TESTER)
    record_communication(CommunicationEntry("pmda", "fax", NOON, "第一報", incident=incident), actor=TESTER)
    of_case = {row.party: row.told for row in told_matrix(PROGRAM, case_id=case)}
    of_incident = {row.party: row.told for row in told_matrix(PROGRAM, incident_id=incident)}
    assert (len(of_case["hospital_device_safety"]), len(of_case["pmda"])) == (1, 0)
    assert (len(of_incident["hospital_device_safety"]), len(of_incident["pmda"])) == (1, 1)
    told = of_case["hospital_device_safety"][0]
    assert (told.what, told.person, told.hospital) == ("使用を止める", "臨床工学　次郎", "架空病院")
    assert of_case["patient"] == ()
    assert not AuditEntry.objects.filter(payload__contains="次郎").exists()


DAY = NOON.date()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"party": "press"}, "is not one of"),
        ({"channel": "pigeon"}, "is not one of"),
        ({"at": datetime.fromisoformat("2026-06-02T12:00")}, "offset from UTC"),
        ({"at": datetime(2099, 1, 1, tzinfo=UTC)}, "lies ahead"),
        ({"what": ""}, "must not be empty"),
        ({"case": None}, "about a case, an incident or both"),
        ({"party": "hospital_device_safety"}, "must be named"),
    ],
)
def test_a_communication_that_cannot_have_been_is_refused(changed: dict[str, Any], why: str) -> None:
    company_and_pump()
    told: dict[str, Any] = {"party": "pmda", "channel": "fax", "at": NOON, "what": "第一報", "case": opened_case()}
    with pytest.raises(Refused, match=why):
        record_communication(CommunicationEntry(**(told | changed)), actor=TESTER)
