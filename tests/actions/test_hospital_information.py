"""What a hospital reads: what is under embargo stands in no list, count or file until something tells this hospital."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.devices.start_patch import start_patch
from kizuki.actions.disclosure.hold_back import HoldBack, hold_back
from kizuki.actions.disclosure.parties import Turn, open_disclosure, record_party_turn, register_disclosure_party
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.hospitals.acknowledge_as_hospital import answer_measure_as_hospital
from kizuki.actions.measures.decide_measure import Decision, decide_measure
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.actions.measures.record_measure_reach import Reached, record_measure_reach
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from kizuki.store.models import Advisory, Match, Measure, MeasureTarget, Obligation, Release
from kizuki.store.queries.hospital_exports import sbom_of, vex_of
from kizuki.store.queries.hospital_information import HospitalInformation, hospital_information
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.hospital_cast import ON, Told
from tests.actions.office import PASSWORD
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

PAGE = Actor.program("hospital")
AT = datetime(2026, 6, 20, 3, tzinfo=UTC)
CVE = "CVE-2026-0007"


@pytest.fixture
def it() -> Told:
    return Told()


def page(hospital: int, at: datetime = AT) -> HospitalInformation:
    found = hospital_information(PROGRAM, hospital, ON, at)
    assert found is not None
    return found


def says(hospital: int, name: str = CVE, at: datetime = AT) -> bool:
    """Whether anything that leaves for a hospital names this: page or file."""
    return name in repr(page(hospital, at)) or name in json.dumps(vex_of(PROGRAM, hospital, ON, at))


def signers(it: Told) -> list[int]:
    return [int(one.code.removeprefix("user:")) for one in (it.office.sato, it.office.tanaka)]


def told_by_measure(it: Told, case: int, *hospitals: str) -> int:
    plan = Plan("information", plan="無線を止める。", residual_risk="低い。", hospitals=("north", "south"))
    measure = propose_measure(case, plan, password=PASSWORD, on=ON, actor=it.office.sato)
    decision = Decision(True, "確認した。", Measure.objects.get(pk=measure).sha256)
    decide_measure(measure, decision, password=PASSWORD, on=ON, actor=it.office.tanaka)
    if hospitals:
        sent = Reached(hospitals, "sent", ON, channel="email", reference="M-1")
        record_measure_reach(measure, sent, on=ON, actor=it.office.sato)
    return measure


def test_a_hospital_reads_of_its_own_units_and_of_no_others(it: Told) -> None:
    north, south = page(it.north), page(it.south)
    assert [unit.serial for device in north.devices for unit in device.units] == ["N-1", "N-2"]
    assert [unit.serial for device in south.devices for unit in device.units] == ["S-1"]
    assert (north.devices[0].current, south.devices[0].current) == (False, True)
    assert "N-1" not in repr(south)
    assert "北病院" not in repr(south)


def test_a_day_that_nobody_told_is_not_a_day_that_is_not_planned(it: Told) -> None:
    set_milestone("pump", "eol", None, actor=TESTER)
    set_milestone("pump", "eos", date(2031, 3, 31), actor=TESTER)
    days = page(it.north).devices[0].milestones
    assert days == {"eol": None, "eos": date(2031, 3, 31)}


def test_what_nobody_judged_is_under_investigation_and_what_a_person_said_stands(it: Told) -> None:
    (row,) = page(it.north).vex
    assert (row.name, row.version, row.state, row.components) == (CVE, "1.0", "under_investigation", ("jinja2 2.10",))
    assert page(it.south).vex == ()
    keys = [(Match.objects.get().pk, Release.objects.get(version="1.0").pk)]
    entry = TriageEntry("affected", "ログインの前に届く")
    triage_findings(keys, entry, token=preview(keys)[1], on=ON, actor=TESTER)
    assert [row.state for row in page(it.north).vex] == ["affected"]
    assert [row["analysis"]["state"] for row in vex_of(PROGRAM, it.north, ON, AT)["vulnerabilities"]] == [
        "exploitable"
    ]


def test_a_patch_that_runs_closes_a_hole_unless_a_person_says_of_this_release_that_it_is_affected(it: Told) -> None:
    patch = start_patch("pump", "p1", fixes=[CVE], release="1.0", on=date(2026, 5, 1), actor=TESTER)
    for state in ("validated", "shipped"):
        move_patch(patch, state, on=date(2026, 5, 10), actor=TESTER)
    assert [row.state for row in page(it.north).vex] == ["fixed"]
    keys = [(Match.objects.get().pk, Release.objects.get(version="1.0").pk)]
    entry = TriageEntry("affected", "更新後も再現した")
    triage_findings(keys, entry, token=preview(keys)[1], on=ON, actor=TESTER)
    assert [row.state for row in page(it.north).vex] == ["affected"]


def test_a_case_under_embargo_silences_its_vulnerability_in_every_list_count_and_file(it: Told) -> None:
    assert says(it.north)
    case = it.case()
    set_embargo(f"case:{case}", True, signers(it), "調整中", actor=it.office.sato)
    assert not says(it.north)
    assert page(it.north).vex == ()
    assert vex_of(PROGRAM, it.north, ON, AT)["vulnerabilities"] == []
    set_embargo(f"case:{case}", False, [], "公表した", actor=it.office.sato)
    assert says(it.north)


def test_a_measure_that_was_sent_tells_its_hospital_and_no_other_and_one_that_is_only_planned_tells_nobody(
    it: Told,
) -> None:
    case = it.case()
    set_embargo(f"case:{case}", True, signers(it), "調整中", actor=it.office.sato)
    told_by_measure(it, case)
    assert not says(it.north)
    assert page(it.north).measures == ()
    measure = Measure.objects.get().pk
    sent = Reached(["south"], "sent", ON, channel="email", reference="M-1")
    record_measure_reach(measure, sent, on=ON, actor=it.office.sato)
    assert not says(it.north)
    assert [row.vulnerabilities for row in page(it.south).measures] == [(CVE,)]
    record_measure_reach(
        measure, Reached(["north"], "sent", ON, channel="email", reference="M-2"), on=ON, actor=it.office.sato
    )
    assert says(it.north)


def test_an_embargo_that_was_agreed_with_parties_silences_until_its_hour_and_a_proposal_does_not(it: Told) -> None:
    case = it.case()
    disclosure = open_disclosure(case, "AMBER", actor=it.office.sato)
    until = datetime.fromisoformat("2026-06-21T09:00")
    hold_back(disclosure, HoldBack("proposed", "提案", until, "Asia/Tokyo"), actor=it.office.sato)
    assert says(it.north)
    hold_back(disclosure, HoldBack("accepted", "合意", until, "Asia/Tokyo"), actor=it.office.sato)
    assert not says(it.north)
    assert not says(it.north, at=datetime(2026, 6, 20, 23, 59, tzinfo=UTC))
    assert says(it.north, at=datetime(2026, 6, 21, 0, 0, tzinfo=UTC))


def test_an_entry_of_the_party_that_is_this_hospital_tells_it_and_no_other(it: Told) -> None:
    case = it.case()
    disclosure = open_disclosure(case, "AMBER", actor=it.office.sato)
    hold_back(
        disclosure,
        HoldBack("accepted", "合意", datetime.fromisoformat("2026-09-01T09:00"), "Asia/Tokyo"),
        actor=it.office.sato,
    )
    register_disclosure_party("north", "hospital", "北病院", actor=it.office.sato)
    record_party_turn(disclosure, Turn("north", "not_answered", "not_yet", ON), on=ON, actor=it.office.sato)
    assert not says(it.north)
    record_party_turn(disclosure, Turn("north", "not_answered", "told", ON), on=ON, actor=it.office.sato)
    assert says(it.north)
    register_disclosure_party("south", "vendor", "南病院ではない者", actor=it.office.sato)
    record_party_turn(disclosure, Turn("south", "not_answered", "told", ON), on=ON, actor=it.office.sato)
    assert case not in page_told(it.south)


def page_told(hospital: int) -> frozenset[int]:
    from kizuki.store.hospitals.withheld import withheld_from

    return withheld_from(hospital, AT).told_cases


def test_a_hole_of_our_own_under_embargo_is_silent_by_its_public_names_too(it: Told) -> None:
    entry = VulnerabilityEntry(
        "固定パスワード", "component", ON, maker="", product="jinja2", versions="< 2.11", details="公開されていない"
    )
    number = enter_vulnerability(entry, on=ON, actor=it.office.sato)
    hole = Advisory.objects.get(identifier=number).pk
    case = it.case()
    link_vulnerabilities(case, [number], actor=TESTER)
    set_embargo(f"advisory:{hole}", True, signers(it), "調整中", actor=it.office.sato)
    from kizuki.store.hospitals.withheld import withheld_from

    held = withheld_from(it.north, AT)
    assert number in held.names
    assert hole in held.advisories
    assert CVE not in held.names


def test_a_list_is_taken_out_by_the_hospital_at_which_its_release_runs_and_is_valid(it: Told) -> None:
    first, second = (Release.objects.get(version=version).pk for version in ("1.0", "2.0"))
    document = sbom_of(PROGRAM, it.north, first, AT)
    assert document is not None
    read = read_sbom(json.dumps(document).encode())
    assert read.valid, read.errors
    assert [row.purl for row in read.components] == ["pkg:pypi/jinja2@2.10"]
    assert sbom_of(PROGRAM, it.north, second, AT) is None
    assert sbom_of(PROGRAM, it.south, first, AT) is None
    assert sbom_of(PROGRAM, it.north, 10**9, AT) is None


def test_the_last_hospitals_answer_on_its_page_ends_what_was_owed_of_a_measure(it: Told) -> None:
    told_by_measure(it, it.case(), "north", "south")
    north, south = (MeasureTarget.objects.get(hospital=pk).pk for pk in (it.north, it.south))
    link = it.link()
    with pytest.raises(Refused, match="no such measure for this hospital"):
        answer_measure_as_hospital(link, south, "read", "山田", on=ON, actor=PAGE)
    answer_measure_as_hospital(link, north, "read", "山田", on=ON, actor=PAGE)
    owed = Obligation.objects.get(kind="hospital_acknowledgement")
    assert owed.state == "owed"
    answer_measure_as_hospital(it.link("south"), south, "done", "佐々木", on=ON, actor=PAGE)
    owed.refresh_from_db()
    assert (owed.state, owed.ended_by) == ("ended", "answer_measure_as_hospital")
    with pytest.raises(Refused):
        answer_measure_as_hospital(link, north, "sent", "山田", on=ON, actor=PAGE)


def test_a_measure_that_was_not_sent_is_answered_by_nobody(it: Told) -> None:
    told_by_measure(it, it.case(), "south")
    with pytest.raises(Refused, match="no such measure"):
        answer_measure_as_hospital(
            it.link(), MeasureTarget.objects.get(hospital=it.north).pk, "read", "山田", on=ON, actor=PAGE
        )
