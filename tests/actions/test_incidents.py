"""Incidents above cases: opened, added to, split, merged, marked as duplicate; nothing gets lost on the way."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kizuki.actions import incidents
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.incidents.add_to_incident import add_to_incident
from kizuki.actions.incidents.close_incident import close_incident
from kizuki.actions.incidents.edit_playbook import edit_playbook
from kizuki.actions.incidents.join_person import join_person
from kizuki.actions.incidents.mark_duplicate import mark_duplicate
from kizuki.actions.incidents.merge_incidents import merge_incidents
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.incidents.open_incident_cases import open_incident_cases
from kizuki.actions.incidents.reopen_incident import reopen_incident
from kizuki.actions.incidents.split_incident import split_incident
from kizuki.actions.incidents.start_playbook import start_playbook
from kizuki.actions.obligations.close_task import close_task
from kizuki.core.refusal import Refused
from kizuki.store.models import (
    Case,
    CaseDuplicate,
    Determination,
    FactSheet,
    FirstReport,
    HarmedPerson,
    Incident,
    Report,
    Task,
    Unit,
)
from kizuki.store.queries.incidents import IncidentPage, incident_list, incident_page, incidents_of
from kizuki.store.queries.viewer import PROGRAM, Viewer
from tests.actions.record import TESTER, TODAY, company_and_pump

pytestmark = pytest.mark.django_db

JUNE_1 = date(2026, 6, 1)


def hospital_hit() -> tuple[int, list[str]]:
    """A pump and an infusion rack, three units; the units as members."""
    pump = company_and_pump()
    register_device(DeviceEntry(key="rack", brand="ラック", facts={"own": True}), actor=TESTER)
    register_units("pump", [UnitEntry(serial="P1"), UnitEntry(serial="P2")], actor=TESTER)
    register_units("rack", [UnitEntry(serial="R1")], actor=TESTER)
    return pump, [f"unit:{pk}" for pk in Unit.objects.order_by("serial").values_list("pk", flat=True)]


def opened(members: list[str], **values: Any) -> int:
    told: dict[str, Any] = {"kind": "event", "title": "架空病院のランサムウェア", "learned_on": JUNE_1}
    return open_incident(IncidentEntry(members=members, **(told | values)), on=TODAY, actor=TESTER)


def page(incident: int, viewer: Viewer = PROGRAM) -> IncidentPage:
    found = incident_page(viewer, incident)
    assert found is not None
    return found


def a_case(key: str, device: str = "pump", harms: int = 1) -> CaseEntry:
    matter = {"kind": "event", "learned_on": "2026-06-01", "harms": [{"severity": "serious"}] * harms}
    return CaseEntry(key=key, device=device, title="停止", facts={"matters": [matter]})


def test_one_ransomware_is_many_units_patients_and_makers_and_asks_for_its_cases() -> None:
    _pump, units = hospital_hit()
    incident = opened(units, other_makers="他社の監視装置 12台")
    found = page(incident)
    assert (found.row.number, found.row.members, found.other_makers) == (
        "E-2026-0001",
        {"unit": 3},
        "他社の監視装置 12台",
    )
    assert found.wanted.patients_missing is None
    assert len(found.wanted.devices_missing) == 2
    add_to_incident(incident, patients=2, actor=TESTER)
    cases = open_incident_cases(incident, [a_case("a"), a_case("b")], on=TODAY, actor=TESTER)
    found = page(incident)
    assert (found.wanted.patients_missing, len(found.wanted.devices_missing)) == (0, 1)
    open_incident_cases(incident, [a_case("c", "rack", harms=0)], on=TODAY, actor=TESTER)
    assert page(incident).wanted.complete
    assert [row.id for row in incidents_of(PROGRAM, "case", cases[0])] == [incident]


def test_a_person_told_of_in_two_cases_is_counted_once_when_somebody_joins_them() -> None:
    _, units = hospital_hit()
    incident = opened(units)
    add_to_incident(incident, patients=2, actor=TESTER)
    one, other, third = open_incident_cases(
        incident, [a_case("a"), a_case("b", "rack"), a_case("c")], on=TODAY, actor=TESTER
    )
    people = dict(HarmedPerson.objects.values_list("matter__case", "key"))
    with pytest.raises(Refused, match="reason"):
        join_person(incident, people[other], people[one], " ", actor=TESTER)
    join_person(incident, people[other], people[one], "同じ患者に二つの機器", actor=TESTER)
    assert page(incident).wanted.patients_missing == 0, "a and c are two patients"
    assert [row[:2] for row in page(incident).joined] == [(people[other], people[one])]
    with pytest.raises(Refused, match="joined already"):
        join_person(incident, people[other], people[third], "誤り", actor=TESTER)
    with pytest.raises(Refused, match="each case tells of a person once"):
        join_person(incident, people[third], people[third], "自分自身", actor=TESTER)
    add_to_incident(incident, patients=3, actor=TESTER)
    assert page(incident).wanted.patients_missing == 1, "the joined person is no second patient"


def test_two_patients_in_one_case_open_none_of_the_cases() -> None:
    _pump, units = hospital_hit()
    incident = opened(units)
    with pytest.raises(Refused, match="several harmed persons"):
        open_incident_cases(incident, [a_case("a"), a_case("b", harms=2)], on=TODAY, actor=TESTER)
    assert not Case.objects.exists()


def test_a_vulnerability_has_a_case_for_each_device_and_starts_no_later_than_it_was_learned() -> None:
    pump, _units = hospital_hit()
    incident = opened([f"device:{pump}"], kind="vulnerability", title="部品の脆弱性")
    matter = {"kind": "vulnerability", "learned_on": "2026-06-02"}
    entry = CaseEntry(key="v", device="pump", title="脆弱性", facts={"matters": [matter]})
    with pytest.raises(Refused, match="learned on 2026-06-01, before its case"):
        open_incident_cases(incident, [entry], on=TODAY, actor=TESTER)
    assert page(incident).wanted.devices_missing == (pump,)


@pytest.mark.parametrize(
    ("members", "values", "why"),
    [
        (["ward:1"], {}, "is not like unit:7"),
        (["unit:999999"], {}, "there is no unit:999999"),
        ([], {"kind": "storm"}, "is not one of: event, vulnerability"),
        ([], {"learned_on": date(2026, 6, 21)}, "is after"),
        ([], {"kind": "vulnerability", "patients": 1}, "harm is kind event"),
        ([], {"title": ""}, "must not be empty"),
    ],
)
def test_an_incident_that_cannot_be_is_refused(members: list[str], values: dict[str, Any], why: str) -> None:
    company_and_pump()
    with pytest.raises(Refused, match=why):
        opened(members, **values)
    assert not Incident.objects.exists()


def test_what_is_split_off_keeps_its_day_and_leads_back() -> None:
    _pump, units = hospital_hit()
    incident = opened(units, patients=3)
    other = split_incident(incident, units[2:], "別の攻撃", patients=None, patients_left=2, actor=TESTER)
    assert (page(incident).row.members, page(incident).row.patients) == ({"unit": 2}, 2)
    assert (page(other).split_from, page(other).row.learned_on, page(other).row.patients) == (incident, JUNE_1, None)
    with pytest.raises(Refused, match="nothing would stay"):
        split_incident(incident, units[:2], "空", patients=None, patients_left=None, actor=TESTER)
    with pytest.raises(Refused, match="does not belong"):
        split_incident(incident, units[2:], "他", patients=None, patients_left=None, actor=TESTER)


def test_what_is_merged_was_learned_on_the_earlier_day_and_counts_nobody_twice() -> None:
    _pump, units = hospital_hit()
    late = opened(units[:2], learned_on=date(2026, 6, 10), patients=2)
    early = opened(units[1:], patients=1)
    merge_incidents(early, late, patients=None, actor=TESTER)
    kept = page(late).row
    assert (kept.learned_on, kept.members, kept.patients) == (JUNE_1, {"unit": 3}, None)
    gone = page(early).row
    assert (gone.state, gone.kept_as, gone.members) == ("merged", late, {"unit": 2})
    assert [row.id for row in incident_list(PROGRAM)] == [late]
    with pytest.raises(Refused, match="is merged"):
        add_to_incident(early, patients=3, actor=TESTER)


def test_a_duplicate_is_never_the_one_that_was_learned_first_or_that_holds_something_alone() -> None:
    _pump, units = hospital_hit()
    first = opened(units)
    second = opened(units[:1], learned_on=date(2026, 6, 10))
    with pytest.raises(Refused, match="was learned later"):
        mark_duplicate(first, second, actor=TESTER)
    empty = opened([], learned_on=date(2026, 6, 5))
    with pytest.raises(Refused, match="alone; merge them"):
        mark_duplicate(second, empty, actor=TESTER)
    mark_duplicate(second, first, actor=TESTER)
    assert (page(second).row.state, page(second).row.kept_as) == ("duplicate", first)


def test_a_playbook_opens_a_task_for_each_step_with_owner_and_day() -> None:
    _pump, units = hospital_hit()
    incident = opened(units)
    count = start_playbook(incident, "ransomware", on=JUNE_1, actor=TESTER)
    tasks = page(incident).tasks
    assert len(tasks) == count == 9
    assert {task.due_on for task in tasks if task.first_hour} == {JUNE_1}
    assert {task.owner_role for task in tasks if task.first_hour} == {"safety_manager", "psirt", "safety_officer"}
    english = page(incident, Viewer(None, "program", "en")).tasks
    assert any("logs" in task.said for task in english)
    with pytest.raises(Refused, match="was started for"):
        start_playbook(incident, "ransomware", on=JUNE_1, actor=TESTER)
    with pytest.raises(Refused, match="there is no playbook"):
        start_playbook(incident, "panic", on=JUNE_1, actor=TESTER)
    assert Task.objects.count() == 9


def test_an_edited_playbook_is_what_is_started_and_nobodys_edit_is_overwritten() -> None:
    _pump, units = hospital_hit()
    step = {"key": "call", "role": "safety_manager", "within_days": 2, "ja": "電話する", "en": "Call"}
    body = {"ja": "ランサムウェア", "en": "Ransomware", "steps": [step]}
    assert edit_playbook("ransomware", body, revision=0, actor=TESTER) == 1
    with pytest.raises(Refused, match="edited by somebody else"):
        edit_playbook("ransomware", body, revision=0, actor=TESTER)
    incident = opened(units)
    start_playbook(incident, "ransomware", on=JUNE_1, actor=TESTER)
    assert [(task.said, task.due_on) for task in page(incident).tasks] == [("電話する", date(2026, 6, 3))]
    assert page(incident).playbooks == (("ransomware", 1, JUNE_1),)


def test_an_incident_is_closed_only_when_everybody_is_counted_has_a_case_and_nothing_waits() -> None:
    _pump, units = hospital_hit()
    incident = opened(units[:1])
    with pytest.raises(Refused, match="nobody has said how many"):
        close_incident(incident, "終息", actor=TESTER)
    add_to_incident(incident, patients=1, actor=TESTER)
    with pytest.raises(Refused, match="1 patients and 1 devices have no case"):
        close_incident(incident, "終息", actor=TESTER)
    open_incident_cases(incident, [a_case("a")], on=TODAY, actor=TESTER)
    start_playbook(incident, "ransomware", on=JUNE_1, actor=TESTER)
    with pytest.raises(Refused, match="9 tasks are open"):
        close_incident(incident, "終息", actor=TESTER)
    for task in Task.objects.filter(subject=f"incident:{incident}"):
        close_task(task.pk, "done", actor=TESTER)
    close_incident(incident, "終息", actor=TESTER)
    assert page(incident).row.state == "closed"
    reopen_incident(incident, "別の台でも発生", actor=TESTER)
    assert page(incident).row.state == "open"
    with pytest.raises(Refused, match="is open"):
        reopen_incident(incident, "別の台でも発生", actor=TESTER)


def untouched() -> list[Any]:
    """What is owed on every case as the record has it: facts, determinations, reports, clock."""
    return [
        *Case.objects.order_by("pk").values_list("pk", "number", "device", "state", "clock", "clock_on", "due_on"),
        *FactSheet.objects.order_by("pk").values_list("pk", "case", "revision", "sha256"),
        *Determination.objects.order_by("pk").values_list("pk", "case", "sha256"),
        *Report.objects.order_by("pk").values_list("pk", "case", "form", "number", "state"),
        *FirstReport.objects.order_by("pk").values_list("pk", "case"),
        *CaseDuplicate.objects.order_by("pk").values_list("pk", "case"),
    ]


def test_merging_splitting_and_marking_incidents_moves_nothing_that_a_case_owes_and_splits_no_case() -> None:
    _, members = hospital_hit()
    first, second = opened(members[:1]), opened(members[1:])
    (mine,) = open_incident_cases(first, [a_case("one", harms=1)], on=TODAY, actor=TESTER)
    (theirs,) = open_incident_cases(second, [a_case("two", "rack")], on=TODAY, actor=TESTER)
    for case in (mine, theirs):
        determine(case, on=TODAY, actor=TESTER)
    before = untouched()
    assert len(before) == 6
    part = split_incident(second, [f"case:{theirs}"], "別の原因", patients=1, patients_left=0, actor=TESTER)
    assert untouched() == before
    merge_incidents(part, first, patients=2, actor=TESTER)
    assert untouched() == before
    double = opened([f"case:{mine}"])
    mark_duplicate(double, first, actor=TESTER)
    assert untouched() == before
    reopen_incident(double, "やはり別の件", actor=TESTER)
    assert untouched() == before


def test_no_verb_on_incidents_writes_facts_reports_or_what_a_case_owes() -> None:
    """Whole cases belong to incidents: only opening new cases writes on a case, by the verb's one way to do so."""
    folder = Path(incidents.__file__).parent
    writing = re.compile(
        r"\b(FactSheet|Determination|Report|FirstReport|Submission|Obligation\w*|Matter|HarmedPerson|CaseDuplicate)\b"
        r"|keep_facts|refresh_clock|Case\.objects\.(create|update|bulk_)|case\.(state|save)"
    )
    found = {file.name for file in folder.glob("*.py") if writing.search(file.read_text(encoding="utf-8"))}
    assert found == set()
