"""Boxes that persons write: kept as theirs through every draft, never over words that were not read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.company.register_company_name import register_company_name
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.filling_now import ground_of_report, newest_determination
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.write_box import write_box
from kizuki.core.refusal import Refused
from kizuki.store.models import AuditEntry, Narrative, Report
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.reports.standing import rests_on_newest
from tests.actions.office import ON, Office, filled_case, read
from tests.actions.reports.test_way_of_a_report import drafted, sent

pytestmark = pytest.mark.django_db


def tag(report: int, key: str) -> str:
    """The tag of what stands at a key now."""
    row = Report.objects.get(pk=report)
    return ground_of_report(PROGRAM, row, newest_determination(row.case_id)[1]).tag(key)


def says(report: int, box: str) -> Any:
    """What a box of the drafted report says."""
    return next(row["value"] for row in Report.objects.get(pk=report).fields if row["id"] == box)


def source(report: int, box: str) -> Any:
    return next(row["source"] for row in Report.objects.get(pk=report).fields if row["id"] == box)


def test_what_a_person_wrote_stands_in_every_draft_though_the_case_is_described_anew() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    write_box(report, "situation", "14時に停止した。", read=tag(report, "event.situation"), actor=office.ito)
    assert not rests_on_newest(Report.objects.get(pk=report)), "the print says what was before"
    draft_form(case_id, 8, actor=office.ito)
    assert says(report, "situation") == "14時に停止した。"
    assert rests_on_newest(Report.objects.get(pk=report))
    described = Narrative.objects.filter(case_id=case_id, kind="event").order_by("revision").last()
    assert described is not None
    event = json.loads(described.body)
    describe(case_id, {"event": event | {"situation": "別の文"}}, actor=office.sato)
    draft_form(case_id, 8, actor=office.sato)
    assert says(report, "situation") == "14時に停止した。"
    write_box(report, "situation", None, read=tag(report, "event.situation"), actor=office.ito)
    draft_form(case_id, 8, actor=office.ito)
    assert says(report, "situation") == "別の文", "taken back, the case speaks again"


def test_nobody_writes_over_what_they_did_not_read() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    seen = tag(report, "event.treatment")
    write_box(report, "treatment", "手動換気に切り替えた。", read=seen, actor=office.ito)
    with pytest.raises(Refused) as refused:
        write_box(report, "treatment", "別の機器に交換した。", read=seen, actor=office.sato)
    assert refused.value.place == "read"
    # Who writes the very same thing writes over nobody.
    write_box(report, "treatment", "手動換気に切り替えた。", read=seen, actor=office.sato)
    write_box(report, "treatment", "別の機器に交換した。", read=tag(report, "event.treatment"), actor=office.sato)
    draft_form(case_id, 8, actor=office.ito)
    assert says(report, "treatment") == "別の機器に交換した。"


@pytest.mark.parametrize(
    ("box", "said", "place"),
    [
        ("report_date", "あした", "report.reported_on"),
        ("status", "たぶん", "report.status"),
        ("occurrence_date", "2026-13-01", "event.occurred_on"),
        ("situation", "長" * 100_001, "event.situation"),
        ("report_class", "DB 国内不具合", "report_class"),
        ("count", "4", "count"),
        ("no_such_box", "x", "box"),
    ],
)
def test_what_a_box_cannot_hold_is_refused_by_name_and_nothing_is_kept(box: str, said: str, place: str) -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused) as refused:
        write_box(report, box, said, read="", actor=office.ito)
    assert refused.value.place == place
    assert not Narrative.objects.filter(kind="box").exists()
    assert AuditEntry.objects.count() == entries


def test_days_rows_and_choices_are_read_as_people_write_them_and_the_audit_holds_no_words() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    for box, key, said in (
        ("report_date", "report.reported_on", "令和8年7月10日"),
        ("action_category", "measures.categories", ["information", "correction", ""]),
        ("device_problem", "event.device_problems", [{"code": "A110502", "risk": "occurred"}, {"code": ""}]),
        ("age", "patient.age", "76"),
    ):
        write_box(report, box, said, read=tag(report, key), actor=office.ito)
    draft_form(case_id, 8, actor=office.ito)
    assert says(report, "report_date") == "2026-07-10"
    assert says(report, "action_category") == ["情報提供", "改修"]
    (row,) = says(report, "device_problem")
    assert (row["code"], row["risk"]) == ("A110502", "発生")
    assert says(report, "age") == "76歳"
    told = [json.loads(entry.payload) for entry in AuditEntry.objects.filter(verb="write_box")]
    assert len(told) == 4
    assert {frozenset(payload) for payload in told} == {frozenset({"form", "number", "box", "revision"})}


def test_what_is_on_its_way_is_not_written_in_and_what_was_written_goes_to_the_signers() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    write_box(report, "remarks", "事業者の備考", read=tag(report, "remarks"), actor=office.ito)
    request_review(report, on=ON, actor=office.ito)
    assert "事業者の備考" in says(report, "remarks"), "handed in is what stands, drawn up again or not"
    kept = Narrative.objects.get(kind="report_handed_in", place=f"{report}|{read(report)}")
    assert json.loads(kept.body) == Report.objects.get(pk=report).fields
    with pytest.raises(Refused, match="only a draft"):
        write_box(report, "remarks", "後から", read=tag(report, "remarks"), actor=office.ito)


def test_a_follow_up_keeps_the_words_and_asks_its_own_day_again() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    write_box(report, "usage", "連続使用中。", read=tag(report, "event.usage"), actor=office.ito)
    write_box(report, "report_date", ON.isoformat(), read=tag(report, "report.reported_on"), actor=office.ito)
    draft_form(case_id, 8, actor=office.ito)
    sent(office, report)
    record_receipt(report, Answered(True, ON, receipt_year="2026", receipt_number="1AB"), on=ON, actor=office.kato)
    start_follow_up(
        report, status="incomplete", reason="調査の続き", next_report_on=date(2026, 12, 1), actor=office.ito
    )
    follow_up = drafted(office, case_id)
    assert follow_up != report
    assert says(follow_up, "usage") == "連続使用中。"
    assert says(follow_up, "report_date") is None, "the day of the report before is not that of this one"


def test_a_report_is_of_the_company_as_it_is_called_on_the_day_that_a_person_writes() -> None:
    office, case_id = Office(), filled_case()
    report = drafted(office, case_id)
    register_company_name("新社名株式会社", from_on=ON + timedelta(days=1), actor=office.sato)
    draft_form(case_id, 8, actor=office.ito)
    assert "新社名株式会社" not in str(says(report, "submitter"))
    day = (ON + timedelta(days=1)).isoformat()
    write_box(report, "report_date", day, read=tag(report, "report.reported_on"), actor=office.ito)
    draft_form(case_id, 8, actor=office.ito)
    assert "新社名株式会社" in str(says(report, "submitter"))
