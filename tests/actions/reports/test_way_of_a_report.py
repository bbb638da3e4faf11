"""A report on its way: written, reviewed, approved, sent, answered, followed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.close_case import close_case
from kizuki.actions.cases.determine import determine
from kizuki.actions.obligations.end_obligation import end_obligation
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.escalate import escalate
from kizuki.actions.reports.pull_back import pull_back
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.send_back import send_back
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report, submit_unapproved
from kizuki.actions.verb import Actor
from kizuki.core.clocks import next_business_day
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Narrative, Report, ReportStep, StoredDocument, Task
from kizuki.store.obligations.ledger import live_of
from tests.actions.office import ON, PASSWORD, Office, filled_case, investigated, read, sending
from tests.actions.record import DEATH_IN_JAPAN, TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

ACCEPTED = Answered(True, ON, receipt_year="2026", receipt_number="012345AB", registration_no="R-77")


def drafted(office: Office, case_id: int) -> int:
    return draft_form(case_id, 8, actor=office.ito)


def reviewed(office: Office, report: int) -> None:
    request_review(report, on=ON, actor=office.ito)
    review_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.sato)


def sent(office: Office, report: int) -> None:
    reviewed(office, report)
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.tanaka)
    submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)


def settled_beside(case_id: int, office: Office) -> None:
    """What is owed beside the report: measures were taken, and the hospital's own report agrees."""
    for row in live_of(case_id):
        said = {"how": "measure", "measure": "使用停止を依頼"} if row.kind == "beside" else {"state": "agreed"}
        act = "decide_beside" if row.kind == "beside" else "align"
        end_obligation(case_id, [row.kept_as], act, said, reason="記録による", actor=office.sato)


def clock(case_id: int) -> tuple[str, date | None]:
    case = Case.objects.get(pk=case_id)
    return case.clock, case.clock_on


def test_a_report_goes_over_two_signatures_to_pmda_and_the_clock_turns_to_the_follow_up() -> None:
    office, case_id = Office(), filled_case()
    assert clock(case_id) == ("class_confirmation", date(2026, 7, 21)), "fifteen days until somebody has confirmed"
    report = drafted(office, case_id)
    sent(office, report)
    record_receipt(report, ACCEPTED, on=ON, actor=office.kato)
    assert clock(case_id) == ("follow_up", date(2026, 11, 30))
    steps = ReportStep.objects.filter(report_id=report).order_by("position")
    assert [(step.move, step.person.sign_in_name) for step in steps] == [
        ("request_review", "ito"),
        ("review", "sato"),
        ("approve", "tanaka"),
        ("submit", "kato"),
    ]
    assert not Task.objects.filter(case_id=case_id, state="open").exists()


def test_what_is_signed_is_printed_for_good_and_says_draft_nowhere() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    draft = read(report)
    request_review(report, on=ON, actor=office.ito)
    assert read(report) != draft
    with pytest.raises(Refused, match="document changed"):
        review_report(report, read_sha256=draft, password=PASSWORD, on=ON, actor=office.sato)


def test_a_follow_up_carries_the_receipt_and_completes_the_case() -> None:
    office, case_id = Office(), filled_case()
    sent(office, report := drafted(office, case_id))
    record_receipt(report, ACCEPTED, on=ON, actor=office.kato)
    with pytest.raises(Refused, match=r"still owed: .*follow_up"):
        close_case(case_id, "reported", "完了", actor=office.sato)
    number = start_follow_up(report, status="complete", reason="調査を終えた", reported_on=ON, actor=office.ito)
    assert number == 2
    investigated(case_id, office.ito)
    second = drafted(office, case_id)
    boxes = {field["id"]: field["value"] for field in Report.objects.get(pk=second).fields}
    assert (boxes["prev_year"], boxes["prev_number"]) == ("2026", "012345AB")
    sent(office, second)
    record_receipt(second, ACCEPTED, on=ON, actor=office.kato)
    assert {row.kind for row in live_of(case_id)} <= {"beside", "alignment"}
    settled_beside(case_id, office)
    assert clock(case_id) == ("", None)
    close_case(case_id, "reported", "完了", actor=office.sato)
    assert Case.objects.get(pk=case_id).state == "closed"


def test_nothing_that_was_sent_is_ever_edited() -> None:
    office, case_id = Office(), filled_case()
    sent(office, report := drafted(office, case_id))
    with pytest.raises(Refused, match="has been submitted"):
        draft_form(case_id, 8, actor=office.ito)
    for rows in (Report.objects.filter(pk=report), ReportStep.objects.filter(report_id=report)):
        with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
            rows.update(**({"pages": 9} if rows.model is Report else {"move": "x"}))


def test_a_rejected_report_is_sent_again_under_its_number_and_its_duty_is_back_on_the_clock() -> None:
    office, case_id = Office(), filled_case()
    sent(office, report := drafted(office, case_id))
    record_receipt(report, Answered(False, ON), on=ON, actor=office.kato)
    assert {row.due_on for row in live_of(case_id) if row.kind == "item" and row.state == "owed"} == {
        date(2026, 8, 5)
    }
    again = drafted(office, case_id)
    row = Report.objects.get(pk=again)
    assert (row.number, row.attempt) == (1, 2)


def test_facts_that_change_after_approval_stop_the_submission() -> None:
    office, case_id = Office(), filled_case()
    reviewed(office, report := drafted(office, case_id))
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.tanaka)
    known = newest_facts(case_id)
    matter = {**known.facts["matters"][0], "potential": "death"}
    answer_facts(case_id, {**known.facts, "matters": [matter]}, revision=known.revision, on=ON, actor=office.ito)
    determine(case_id, on=ON, actor=TESTER)
    with pytest.raises(Refused, match="facts changed"):
        submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)
    send_back(report, "draft", "死亡のおそれが判明", on=ON, actor=office.kato)
    assert Report.objects.get(pk=report).state == "draft"


def test_the_author_signs_nothing_and_a_wrong_password_signs_nothing() -> None:
    office, case_id = Office(), filled_case()
    report = draft_form(case_id, 8, actor=office.sato)
    request_review(report, on=ON, actor=office.sato)
    with pytest.raises(Refused, match="four eyes"):
        review_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.sato)
    with pytest.raises(Refused, match="password: is wrong"):
        review_report(report, read_sha256=read(report), password="hibari-0472", on=ON, actor=office.kato)
    assert Report.objects.get(pk=report).state == "in_review"


def test_of_two_who_approve_the_second_is_told_that_it_is_approved() -> None:
    office, case_id = Office(), filled_case()
    reviewed(office, report := drafted(office, case_id))
    seen = read(report)
    approve_report(report, read_sha256=seen, password=PASSWORD, on=ON, actor=office.tanaka)
    with pytest.raises(Refused, match="is approved"):
        approve_report(report, read_sha256=seen, password=PASSWORD, on=ON, actor=office.sato)


def test_a_report_is_sent_back_with_words_that_the_audit_does_not_hold() -> None:
    office, case_id = Office(), filled_case()
    reviewed(office, report := drafted(office, case_id))
    send_back(report, "in_review", "患者の年齢を確認してください", on=ON, actor=office.tanaka)
    step = ReportStep.objects.get(report_id=report, move="send_back")
    assert step.comment is not None
    assert step.comment.body == "患者の年齢を確認してください"
    assert set(Task.objects.filter(case_id=case_id, state="open").values_list("kind", flat=True)) == {"review_report"}
    with pytest.raises(Refused, match="only the author"):
        pull_back(report, on=ON, actor=office.kato)
    pull_back(report, on=ON, actor=office.ito)
    assert Report.objects.get(pk=report).state == "draft"


def test_on_the_last_day_it_goes_out_unapproved_and_is_approved_afterwards() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    left = sending("fax", date(2026, 8, 5), read(report))
    values = {"password": PASSWORD, "comment": "承認者不在"}
    with pytest.raises(Refused, match="approval can still be had until 2026-08-05"):
        submit_unapproved(report, sending("fax", ON, read(report)), on=ON, actor=office.kato, **values)
    submit_unapproved(report, left, on=date(2026, 8, 5), actor=office.kato, **values)
    assert clock(case_id) == ("formal_sending", date(2026, 8, 6)), "a FAX goes ahead; the formal report follows"
    assert Task.objects.filter(kind="approve_afterwards", state="open").count() == 1
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=date(2026, 8, 6), actor=office.tanaka)
    assert not Task.objects.filter(kind="approve_afterwards", state="open").exists()
    with pytest.raises(Refused, match="approved already"):
        approve_report(report, read_sha256=read(report), password=PASSWORD, on=date(2026, 8, 6), actor=office.sato)


def test_a_deputy_signs_for_somebody_who_is_away_and_the_step_names_both() -> None:
    today = timezone.localdate()
    office, case_id = Office(), filled_case()
    tanaka, kato = (int(actor.code.split(":")[1]) for actor in (office.tanaka, office.kato))
    reviewed(office, report := drafted(office, case_id))
    with pytest.raises(Refused, match="may not approve_report"):
        approve_report(report, read_sha256=read(report), password=PASSWORD, on=today, actor=office.kato)
    delegate(tanaka, kato, begins_on=today, ends_on=today, reason="出張", actor=office.tanaka)
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=today, actor=office.kato)
    step = ReportStep.objects.get(report_id=report, move="approve")
    assert (step.person_id, step.on_behalf_of_id) == (kato, tanaka)


def test_nobody_makes_themselves_the_deputy_of_another() -> None:
    office = Office()
    tanaka, ito = (int(actor.code.split(":")[1]) for actor in (office.tanaka, office.ito))
    with pytest.raises(Refused, match="only the person concerned"):
        delegate(tanaka, ito, begins_on=ON, ends_on=ON, reason="出張", actor=office.ito)


def test_one_person_alone_signs_in_the_documented_mode_and_every_step_says_so() -> None:
    office, case_id = Office(), filled_case()
    today = timezone.localdate()
    later = next_business_day(today + timedelta(days=1))
    set_single_person_mode(today, later, "ほかの2名が不在", "absence", actor=office.tanaka)
    report = draft_form(case_id, 8, actor=office.sato)
    request_review(report, on=today, actor=office.sato)
    values = {"password": PASSWORD, "actor": office.sato}
    with pytest.raises(Refused, match="a comment says"):
        review_report(report, read_sha256=read(report), on=later, **values)
    with pytest.raises(Refused, match=f"comes from {later} on"):
        review_report(report, read_sha256=read(report), comment="自己確認", on=today, **values)
    review_report(report, read_sha256=read(report), comment="チェックリストで自己確認", on=later, **values)
    approve_report(report, read_sha256=read(report), comment="翌日に再読", on=later, **values)
    assert set(ReportStep.objects.exclude(move="request_review").values_list("single_person", flat=True)) == {True}


def test_what_waits_unread_goes_up_to_the_general_manager() -> None:
    office, case_id = Office(), filled_case()
    request_review(drafted(office, case_id), on=ON, actor=office.ito)
    Task.objects.update(due_on=None)
    today = timezone.localdate()
    assert escalate(on=today, actor=TESTER) == 0
    later = date.fromordinal(today.toordinal() + 14)
    assert escalate(on=later, actor=TESTER) == 1
    assert escalate(on=later, actor=TESTER) == 0, "it goes up once"
    assert Task.objects.get(kind="unread_report").owner_role == "general_manager"


def test_near_its_due_day_a_report_goes_up_at_once() -> None:
    office, case_id = Office(), filled_case()
    request_review(drafted(office, case_id), on=ON, actor=office.ito)
    assert escalate(on=ON, actor=TESTER) == 1


def test_a_first_report_that_arrived_stops_its_clock_and_one_that_failed_does_not() -> None:
    office = Office()
    company_and_pump()
    case_id = opened_case(facts=DEATH_IN_JAPAN)
    determine(case_id, on=date(2026, 6, 20), actor=TESTER)
    assert clock(case_id) == ("first_report", date(2026, 6, 1))
    at = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    (first,) = (row for row in live_of(case_id) if row.kind == "first_report")
    sheet = FirstSheet([first.kept_as], "fax", "PMDA 医療機器安全対策課", at, delivered=False)
    record_first_report(case_id, sheet, now=at, actor=office.kato)
    assert clock(case_id) == ("first_report", date(2026, 6, 1))
    arrived = replace(sheet, delivered=True, sheet=b"%PDF-1.7 sheet")
    record_first_report(case_id, arrived, now=at, actor=office.kato)
    assert clock(case_id) == ("item", date(2026, 6, 16))
    assert StoredDocument.objects.count() == 1
    with pytest.raises(Refused, match="is ended already"):
        record_first_report(case_id, arrived, now=at, actor=office.kato)


def test_a_report_with_gaps_is_not_handed_in_and_a_program_hands_in_nothing() -> None:
    office = Office()
    company_and_pump()
    case_id = opened_case(facts=DEATH_IN_JAPAN)
    determine(case_id, on=date(2026, 6, 20), actor=TESTER)
    report = draft_form(case_id, 8, actor=TESTER)
    with pytest.raises(Refused, match="required boxes have no value"):
        request_review(report, on=date(2026, 6, 20), actor=office.ito)
    filled = draft_form(filled_case(), 8, actor=TESTER)
    with pytest.raises(Refused, match="only a person"):
        request_review(filled, on=ON, actor=Actor.program("worker"))
    assert not Narrative.objects.filter(kind="report_comment").exists()


def test_a_day_that_lies_ahead_is_no_day_of_sending() -> None:
    office, case_id = Office(), filled_case()
    reviewed(office, report := drafted(office, case_id))
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.tanaka)
    with pytest.raises(Refused, match="lies after today"):
        submit_report(report, sending("portal", date(2026, 8, 4), read(report)), on=ON, actor=office.kato)


def test_what_is_no_longer_reportable_cannot_be_said_while_a_duty_is_met() -> None:
    office, case_id = Office(), filled_case()
    sent(office, report := drafted(office, case_id))
    with pytest.raises(Refused, match="2-ロ"):
        start_follow_up(report, status="complete", reason="対象外", purpose="not_reportable", actor=office.ito)
