"""Sent, with its proof: by another way when the portal is down, answered, asked about, corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.record_hospital_report import record_hospital_report
from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.obligations.end_obligation import end_obligation
from kizuki.actions.reports.answer_inquiry import (
    AnswerSent,
    approve_inquiry_answer,
    draft_inquiry_answer,
    send_inquiry_answer,
)
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.explain_difference import explain_difference
from kizuki.actions.reports.record_inquiry import Asked, record_inquiry
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.record_transmission import record_transmission
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report
from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Hospital, InquiryAnswer, Receipt, Report, SubmissionCheck, Transmission
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.checking import check_of
from kizuki.store.queries.inquiries import inquiries_of
from kizuki.store.queries.obligations import obligations_of
from kizuki.store.queries.sending import sending_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.clock import JAPAN
from tests.actions.office import ON, PASSWORD, Office, filled_case, investigated, read, sending
from tests.actions.record import TESTER
from tests.planted import planted

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)
TEN = datetime(2026, 8, 3, 10, tzinfo=JAPAN)
ACCEPTED = Answered(True, ON, receipt_year="2026", receipt_number="012345AB", registration_no="R-77")


def approved(office: Office, case_id: int) -> int:
    report = draft_form(case_id, 8, actor=office.ito)
    request_review(report, on=ON, actor=office.ito)
    review_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.sato)
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.tanaka)
    return report


def sent(office: Office, case_id: int) -> int:
    report = approved(office, case_id)
    submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)
    record_receipt(report, ACCEPTED, on=ON, actor=office.kato)
    return report


def owed(case_id: int, kind: str) -> list[Obligation]:
    return [row for row in live_of(case_id) if row.kind == kind]


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        (None, "what proves it"),
        (Proof(TEN), "names the number"),
        (Proof(TEN, reference=" ー "), "names the number"),
        (Proof(TEN.replace(tzinfo=None), reference="1"), "time zone"),
        (Proof(TEN - timedelta(days=1), reference="1"), "is not on 2026-08-03"),
        (Proof(datetime(2126, 8, 3, tzinfo=JAPAN), reference="1"), "not ahead of now"),
    ],
)
def test_without_way_instant_and_proof_nothing_was_submitted(proof: Proof | None, why: str) -> None:
    office, case_id = Office(), filled_case()
    report = approved(office, case_id)
    with pytest.raises(Refused, match=why):
        submit_report(report, Sending("portal", ON, read(report), proof), on=ON, actor=office.kato)
    assert Report.objects.get(pk=report).state == "approved"
    assert not Transmission.objects.exists()


def test_what_was_found_is_kept_with_the_submission_and_what_matters_later_is_owed() -> None:
    office, case_id = Office(), filled_case()
    report = approved(office, case_id)
    before = check_of(PROGRAM, report, ON)
    assert before is not None
    assert before.refusal is None, "a check keeps no report back"
    submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)
    kept = SubmissionCheck.objects.get(report_id=report).findings
    assert {row["code"] for row in kept} == {finding.code for finding in before.findings}
    assert kept, "the sample's case has points to be found"
    assert not any("name" in row or "values" in row for row in kept), "no words that may name a person"
    assert {row.item for row in owed(case_id, "sent_gap")} == {one.code for one in before.findings if one.owed}


def test_what_a_report_was_sent_with_ends_with_the_next_one_or_by_a_persons_word() -> None:
    office, case_id = Office(), filled_case()
    told = parts_of(case_id)["measures"]
    describe(case_id, {"measures": told | {"done": f"{told['done']} ito が連絡"}}, actor=office.ito)
    report = approved(office, case_id)
    submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)
    record_receipt(report, ACCEPTED, on=ON, actor=office.kato)
    assert "names_a_person" in {row.item for row in owed(case_id, "sent_gap")}
    start_follow_up(report, status="incomplete", reason="氏名を削除", next_report_on=date(2026, 9, 1),
                    reported_on=ON, actor=office.ito)  # fmt: skip
    describe(case_id, {"measures": told}, actor=office.ito)
    second = approved(office, case_id)
    submit_report(second, sending("portal", ON, read(second)), on=ON, actor=office.kato)
    left = owed(case_id, "sent_gap")
    assert "names_a_person" not in {row.item for row in left}
    for row in left:
        end_obligation(case_id, [row.kept_as], "settle_gap", {}, reason="別送した", actor=office.sato)
    assert not owed(case_id, "sent_gap")


def test_the_portal_is_down_so_a_fax_goes_ahead_and_the_formal_report_follows_the_next_morning() -> None:
    office, case_id = Office(), filled_case()
    for entry in (
        AddresseeEntry("pmda_portal", "受付サイト", account="KZ-1"),
        AddresseeEntry("pmda_reports", "PMDA", fax="03-0000-0000"),
    ):
        register_addressee(entry, from_on=date(2026, 4, 1), actor=TESTER)
    report = approved(office, case_id)
    down = Proof(TEN - timedelta(hours=1), document=b"%PDF-screen")
    record_transmission(report, "portal", down, went=False, what="接続できない", now=NOW, actor=office.kato)
    assert Report.objects.get(pk=report).state == "approved", "a failure submits nothing"
    checked = check_of(PROGRAM, report, ON)
    assert checked is not None
    assert {"way_is_down", "no_other_way"} <= {finding.code for finding in checked.findings}
    submit_report(report, sending("fax", ON, read(report)), on=ON, actor=office.kato)
    (formal,) = owed(case_id, "formal_sending")
    assert formal.due_on == date(2026, 8, 4)
    attempts = sending_of(PROGRAM, report).attempts
    assert [(row.way, row.went, row.formal) for row in attempts] == [("portal", False, False), ("fax", True, False)]
    assert attempts[1].instead_of == attempts[0].id
    assert attempts[0].what == "接続できない"
    morning = Proof(TEN + timedelta(days=1), reference="E-2")
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(Refused, match="fax is not formal"):
        record_transmission(report, "fax", morning, went=True, now=tomorrow, actor=office.kato)
    record_transmission(report, "portal", morning, went=True, now=tomorrow, actor=office.kato)
    assert not owed(case_id, "formal_sending")


def test_pmdas_word_on_a_fax_makes_the_formal_report_needless() -> None:
    office, case_id = Office(), filled_case()
    report = approved(office, case_id)
    submit_report(report, sending("fax", ON, read(report)), on=ON, actor=office.kato)
    answer = replace(ACCEPTED, message="20260803-0001", document=b'{"accepted": true}')
    record_receipt(report, answer, on=ON, actor=office.kato)
    assert not owed(case_id, "formal_sending")
    kept = Receipt.objects.get(report_id=report)
    assert kept.message == "20260803-0001"
    assert bytes(kept.document.content) == b'{"accepted": true}'


def test_an_inquiry_is_owed_like_a_follow_up_and_leads_to_one() -> None:
    office, case_id = Office(), filled_case()
    report = sent(office, case_id)
    at = datetime(2026, 8, 7, 12, tzinfo=JAPAN)
    asked = Asked("安全対策課 山本", ON, ["攻撃の経路は。", "他施設は。"], date(2026, 8, 7), at, "S-12", report)
    inquiry = record_inquiry(case_id, asked, on=ON, actor=office.kato)
    (row,) = owed(case_id, "inquiry")
    assert (row.due_on, row.target_at) == (date(2026, 8, 7), at)
    assert (Case.objects.get(pk=case_id).clock, Case.objects.get(pk=case_id).clock_on) == (
        "inquiry",
        date(2026, 8, 7),
    )
    draft_inquiry_answer(inquiry, b"%PDF-1", "application/pdf", actor=office.kato)
    answer = draft_inquiry_answer(inquiry, b"%PDF-2", "application/pdf", actor=office.ito)
    sha256 = InquiryAnswer.objects.get(pk=answer).document_id
    left = AnswerSent("mail", Proof(TEN, reference="M-1"), "follow_up", "経路が判明", date(2026, 9, 1))
    with pytest.raises(Refused, match="not approved yet"):
        send_inquiry_answer(answer, left, on=ON, now=NOW, actor=office.kato)
    with pytest.raises(Refused, match="four eyes"):
        approve_inquiry_answer(answer, read_sha256=sha256, password=PASSWORD, on=ON, actor=office.ito)
    with pytest.raises(Refused, match="changed since it was read"):
        approve_inquiry_answer(answer, read_sha256="0" * 64, password=PASSWORD, on=ON, actor=office.tanaka)
    approve_inquiry_answer(answer, read_sha256=sha256, password=PASSWORD, on=ON, actor=office.tanaka)
    weekend = replace(left, next_report_on=date(2026, 9, 5))
    with pytest.raises(Refused, match="no business day"):
        send_inquiry_answer(answer, weekend, on=ON, now=NOW, actor=office.kato)
    send_inquiry_answer(answer, left, on=ON, now=NOW, actor=office.kato)
    assert not owed(case_id, "inquiry")
    (follow_up,) = owed(case_id, "follow_up")
    assert follow_up.due_on == date(2026, 9, 1), "sooner than the day that the report had promised"
    (shown,) = inquiries_of(PROGRAM, case_id)
    assert shown.points == ("攻撃の経路は。", "他施設は。")
    assert shown.answer is not None
    assert (shown.answer.state, shown.answer.leads_to, shown.answer.reason) == ("sent", "follow_up", "経路が判明")
    with pytest.raises(Refused, match="answered already"):
        draft_inquiry_answer(inquiry, b"%PDF-3", "application/pdf", actor=office.ito)


@pytest.mark.parametrize(("day", "late"), [(7, 0), (8, 1)])
def test_an_answer_behind_the_day_by_which_pmda_wanted_it_owes_the_record_of_the_delay(day: int, late: int) -> None:
    office, case_id = Office(), filled_case()
    asked = Asked("安全対策課 山本", ON, ["攻撃の経路は。"], date(2026, 8, 7), None, "S-12", sent(office, case_id))
    inquiry = record_inquiry(case_id, asked, on=ON, actor=office.kato)
    answer = draft_inquiry_answer(inquiry, b"%PDF-2", "application/pdf", actor=office.ito)
    sha256 = InquiryAnswer.objects.get(pk=answer).document_id
    approve_inquiry_answer(answer, read_sha256=sha256, password=PASSWORD, on=ON, actor=office.tanaka)
    at = datetime(2026, 8, day, 10, tzinfo=JAPAN)
    left = AnswerSent("mail", Proof(at, reference="M-1"), "nothing", "回答した")
    send_inquiry_answer(answer, left, on=at.date(), now=at, actor=office.kato)
    assert not owed(case_id, "inquiry")
    rows = owed(case_id, "late")
    assert [row.due_on for row in rows] == [date(2026, 8, 7)] * late
    shown = [row.name for row in obligations_of(PROGRAM, case_id) if row.kind == "late"]
    assert [name.startswith("PMDAの照会への回答の遅延の理由") for name in shown] == [True] * late


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"asked_on": date(2026, 8, 4)}, "asked_on"),
        ({"wanted_on": date(2026, 8, 2)}, "wanted_on"),
        ({"points": ["　"]}, "points"),
        ({"asked_by": " "}, "asked_by"),
        ({"wanted_at": datetime(2026, 8, 8, 1, tzinfo=JAPAN)}, "wanted_at"),
        ({"report": 99_999}, "report"),
    ],
)
def test_an_inquiry_that_cannot_be_is_refused_by_name(changes: dict[str, object], place: str) -> None:
    office, case_id = Office(), filled_case()
    asked = replace(Asked("山本", ON, ["問"], date(2026, 8, 7)), **changes)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        record_inquiry(case_id, asked, on=ON, actor=office.kato)
    assert refusal.value.place == place


def test_a_correction_after_acceptance_marks_the_box_and_why() -> None:
    office, case_id = Office(), filled_case()
    report = sent(office, case_id)
    with pytest.raises(Refused, match="is no box"):
        start_follow_up(report, status="incomplete", reason="訂正", next_report_on=date(2026, 9, 1),
                        corrects={"colour": "誤記"}, actor=office.ito)  # fmt: skip
    start_follow_up(
        report,
        status="incomplete",
        reason="型式を訂正",
        next_report_on=date(2026, 9, 1),
        reported_on=ON,
        corrects={"model": "別型式を記載していた"},
        actor=office.ito,
    )
    device = parts_of(case_id).get("device", {})
    describe(case_id, {"device": device | {"model": "MX-9"}}, actor=office.ito)
    second = draft_form(case_id, 8, actor=office.ito)
    checked = check_of(PROGRAM, second, ON)
    assert checked is not None
    corrected = {one.field: one for one in checked.changes if one.kind == "corrected"}
    assert corrected["model"].after == "MX-9"
    assert corrected["model"].why == "別型式を記載していた"
    assert "count" not in {one.field for one in checked.changes}, "what changes in every report is no change"


def test_a_late_report_goes_without_its_reason_which_is_then_owed() -> None:
    late = date(2026, 8, 6)
    office, case_id = Office(), filled_case()
    report = approved(office, case_id)
    codes = {one.code for one in check_of(PROGRAM, report, late).findings}  # type: ignore[union-attr]
    assert {"late", "late_reason_missing", "late_prevention_missing"} <= codes
    describe(case_id, {"delay": {"reason": "休日の見落とし"}}, actor=office.ito)
    submit_report(report, sending("portal", late, read(report)), on=late, actor=office.kato)
    assert owed(case_id, "late"), "the delay is told to PMDA by an act of its own"
    assert {"late_reason_missing", "late_prevention_missing"} & {row.item for row in owed(case_id, "sent_gap")} == {
        "late_prevention_missing"
    }


def test_a_complete_report_waits_until_a_difference_from_the_hospital_is_explained() -> None:
    office, case_id = Office(), filled_case()
    first = sent(office, case_id)
    register_hospital(key="central", name="中央病院", actor=TESTER)
    with planted():
        Case.objects.filter(pk=case_id).update(hospital=Hospital.objects.get())
    record_hospital_report(case_id, "reported", on=ON, told={"brand": "別の機器"}, actor=office.kato)
    start_follow_up(first, status="complete", reason="調査を終えた", reported_on=ON, actor=office.ito)
    investigated(case_id, office.ito)
    report = approved(office, case_id)
    left = sending("portal", ON, read(report))
    with pytest.raises(Refused, match="the same text goes as 未完了"):
        submit_report(report, left, on=ON, actor=office.kato)
    explain_difference(report, "医療機関が別機器の名称を記載", actor=office.sato)
    submit_report(report, left, on=ON, actor=office.kato)
    assert Report.objects.get(pk=report).state == "submitted"
