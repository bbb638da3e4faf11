"""What stands on one day in one part of the house: in each scene something waits at every step of its chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate
from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.disclosure.parties import open_disclosure
from kizuki.actions.disclosure.publish_statement import Drafted, draft_statement, propose_override
from kizuki.actions.findings.start_match_run import start_match_run
from kizuki.actions.incidents.add_to_incident import add_to_incident
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.measures.write_letter import draft_letter
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.make_api_token import make_api_token
from kizuki.actions.people.second_factor import begin_second_factor
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.people.signing import person_of
from kizuki.actions.record.hold_records import hold_records
from kizuki.actions.reports.answer_inquiry import draft_inquiry_answer
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_inquiry import Asked as AskedByPmda
from kizuki.actions.reports.record_inquiry import record_inquiry
from kizuki.store.models import (
    Case,
    Device,
    DutyCall,
    DutyTurn,
    Erasure,
    Incident,
    InquiryAnswer,
    MatchRun,
    MeasureLetter,
    RecordUse,
    Report,
    SafetyInformation,
    Statement,
)
from kizuki.store.obligations.ledger import ledger_of
from tests.actions.measures.acting import Measures
from tests.actions.obligations.desk import NOW, Desk, event, harmed, owed
from tests.actions.obligations.desk import ON as DESK_DAY
from tests.actions.office import ON as MONDAY
from tests.actions.office import Office, filled_case, person
from tests.actions.record import TESTER, nothing_owed
from tests.asked_work import dead_letter
from tests.planted import planted


def office_scene() -> date:
    """The cast: cases, information, an incident, a device with its life; a call, a failed task, a stopped run."""
    from tests.web.cast import move_in
    from tests.web.conftest import TODAY
    from tests.web.portfolio_cast import move_in_portfolio
    from tests.web.test_doors import what_else_stands

    ids = {**move_in(TODAY, printed=True), **move_in_portfolio(TODAY), **what_else_stands()}
    tanaka = person("tanaka", "general_manager")
    kato = person("kato", "safety_officer")
    add_to_incident(ids["incident"], [f"case:{ids[key]}" for key in ("overdose", "death")], actor=kato)
    set_mail_address(person_of(person("hyoka", "reviewer")), "hyoka@example.test", actor=tanaka)
    far = InformationEntry(
        "foreign_maker",
        [ReceiptEntry(TODAY, name="田中")],
        {"summary": "pump stopped", "hospital": "Cape Clinic"},
        device="pump",
    )
    receive_information(far, on=TODAY, actor=kato)
    joined = receive_information(replace(far, texts={"summary": "the same pump"}), on=TODAY, actor=kato)
    join_case(joined, ids["unclear"], on=TODAY, actor=kato)
    confirm_alias(AliasEntry("jinja", "", purl="pkg:pypi/jinja2", cpe="", reason="同じ"), on=TODAY, actor=kato)
    delegate(person_of(tanaka), person_of(kato), begins_on=TODAY, ends_on=TODAY, reason="出張", actor=tanaka)
    start_match_run(actor=kato)
    make_api_token("table", ["read_cases"], date(2027, 1, 1), on=TODAY, actor=tanaka)
    begin_second_factor(person_of(kato), actor=kato)
    register_device(DeviceEntry(key="bare", brand="表のない品目"), actor=TESTER)
    register_units("bare", [UnitEntry(serial="B-1")], actor=TESTER)
    set_milestone("pump", "eos", date(2033, 9, 30), actor=TESTER)
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 3, tzinfo=UTC)
    dead_letter("match_release", {"release": 12})
    with planted():
        DutyCall.objects.create(case_id=ids["death"], number=1, called_at=noon)
        DutyCall.objects.create(information_id=ids["information"], number=1, called_at=noon)
        DutyTurn.objects.create(
            person_id=person_of(kato), begins_at=noon, ends_at=noon + timedelta(days=1), made_at=noon
        )
        SafetyInformation.objects.filter(pk=ids["information"]).update(translation="waiting")
    return TODAY


def ended_scene() -> date:
    """What has ended and can be taken up again: a run, an incident, a case."""
    desk = Desk()
    case = desk.open(event(harms=[]), key="ended")
    made = open_incident(
        IncidentEntry("event", "終わった事案", DESK_DAY, [f"case:{case}"]), on=DESK_DAY, actor=desk.office.sato
    )
    start_match_run(actor=desk.office.sato)
    nothing_owed(case)
    other = desk.open(event(harms=[]), key="held")
    hold_records("訴訟", case_id=other, actor=desk.office.sato)
    with planted():
        Device.objects.update(categories=["general"])
        RecordUse.objects.create(case_id=case, ended_on=date(2010, 1, 1), said_at=NOW)
        Erasure.objects.create(
            token="0" * 16, on=DESK_DAY, rows=[], proposed_by_id=person_of(desk.office.tanaka), proposed_at=NOW
        )
        Case.objects.filter(pk=case).update(state="closed")
        Incident.objects.filter(pk=made).update(state="closed")
        MatchRun.objects.update(state="cancelled")
    return DESK_DAY


def signatures_scene() -> date:
    """A loosened fact, a proposed end and a duplicate wait for a second person; a first report for its arrival."""
    desk = Desk()
    loosened = desk.open(event(harms=[harmed()]), key="loosened")
    desk.answer(loosened, lambda matters: matters[0].update(harms=[]))
    judged = desk.open(event(harms=[harmed("serious", predictable=False)]), key="judged")
    row = next(row for row in ledger_of(judged) if row.kind == "beside")
    propose_end(judged, [row.id or 0], "decide_beside", {"how": "none"}, reason="不要", actor=desk.office.ito)
    twin = desk.open(event(harms=[harmed()]), key="twin")
    mark_case_duplicate(twin, judged, "同じ事象", actor=desk.office.sato)
    faxed = desk.open(event(harms=[harmed()]), key="faxed")
    desk.fax(faxed, *owed(faxed, "first_report"), delivered=False)
    return DESK_DAY


def measures_scene() -> date:
    """Measures at every step, letters of every state, a disclosure with statements."""
    it = Measures()
    it.proposed()
    it.approved("recall", hospitals=("*",))
    it.instructed(it.approved())
    told = it.approved()
    it.instructed(told)
    it.handed_over(told)
    it.reached(told, "sent")
    it.reported(told)
    for kind in ("hospital_notice", "patient_notice"):
        letter = draft_letter(told, kind, {}, dated_on=MONDAY, on=MONDAY, actor=it.office.ito)
    with planted():
        MeasureLetter.objects.filter(pk=letter).update(state="signed")
    disclosure = open_disclosure(it.case, "AMBER", actor=it.office.sato)
    for words in ("one", "two"):
        content = f'{{"author": "{words}", "statements": []}}'.encode()
        drafted = Drafted(content, "application/json", "openvex", "public", ("affected",))
        statement = draft_statement(disclosure, drafted, actor=it.office.ito)
    read = str(Statement.objects.get(pk=statement).document_id)
    propose_override(statement, "急ぐ", read_sha256=read, actor=it.office.sato)
    return MONDAY


def reports_scene() -> date:
    """A report at every step of its way, and an inquiry of PMDA with an answer at each of its own."""
    office, case = Office(), filled_case()
    first = draft_form(case, 8, actor=office.ito)
    for number, state in enumerate(("in_review", "in_approval", "approved", "submitted"), 2):
        copied(first, number, state)
    copied(first, 6, "in_review", author_id=person_of(office.sato))
    copied(first, 7, "in_approval", due_on=MONDAY)
    for answers in range(3):
        asked = record_inquiry(
            case, AskedByPmda("山本", MONDAY, ["経路は"], MONDAY, report=first), on=MONDAY, actor=office.kato
        )
        if answers:
            answer = draft_inquiry_answer(asked, b"%PDF-1", "application/pdf", actor=office.kato)
        if answers == 2:
            with planted():
                InquiryAnswer.objects.filter(pk=answer).update(
                    approved_by_id=person_of(office.tanaka), approved_at=NOW
                )
    return MONDAY


def copied(report: int, number: int, state: str, **told: Any) -> None:
    """One more report of the case, as it stands in this state."""
    row = Report.objects.values().get(pk=report)
    with planted():
        Report.objects.create(**{**row, "id": None, "number": number, "state": state, **told})
