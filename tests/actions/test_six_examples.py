"""The six examples of notification 4(2), each from the first information to a submitted follow-up, by two people."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.company.set_report_chain import set_report_chain
from kizuki.actions.devices.register_device import register_device
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.obligations.confirm_class import confirm_class
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report
from kizuki.actions.verb import Actor
from kizuki.gateways.typst import print_binder
from kizuki.sample.load import _company, case_entry, device_entry
from kizuki.sample.reading import learned_on, read_portfolio
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Case, Report, ReportStep
from kizuki.store.obligations.classes import class_shown
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.binder import binder_of
from kizuki.store.queries.viewer import Viewer
from tests.actions.office import PASSWORD, person, sending
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

PORTFOLIO = read_portfolio()
EXAMPLES = [case for case in PORTFOLIO.cases if case["key"].startswith("event-")]


def test_there_are_six_examples() -> None:
    assert len(EXAMPLES) == 6


@pytest.mark.parametrize("told", EXAMPLES, ids=lambda told: told["key"])
def test_an_example_goes_from_information_to_a_submitted_follow_up(told: dict[str, Any]) -> None:
    writer, signer = person("kaku", "safety_officer"), person("shomei", "safety_manager")
    case_id = from_information(told, writer)
    known = date.fromisoformat(learned_on(told))
    reported = told["record"].get("report", {}).get("reported_on")
    sent_on = date.fromisoformat(str(reported)) if reported else known + timedelta(days=10)
    if not reported:
        # Two of the examples are told before their first report: the writer fills what it still lacks.
        part = {
            **told["record"].get("report", {}),
            "number": 1,
            "status": "incomplete",
            "status_reason": "調査を継続しているため。",
            "reported_on": sent_on.isoformat(),
            "next_report_on": (sent_on + timedelta(days=45)).isoformat(),
        }
        describe(case_id, {"report": part}, actor=writer)
    determine(case_id, on=sent_on, actor=writer)
    case = Case.objects.get(pk=case_id)
    expected = told["expected"]
    assert (case.outcome, case.primary_item) == (expected["outcome"], expected["primary"])
    assert known <= sent_on
    assert case.due_on is None or sent_on <= case.due_on, "the sample tells of a report in time"

    first = sent(case_id, sent_on, writer, signer, number="1001AB")
    confirmed(case_id, signer)
    next_on = Report.objects.get(case_id=case_id, number=1).next_report_on
    assert Case.objects.get(pk=case_id).clock_on == next_on
    follow_up_on = (next_on or sent_on) - timedelta(days=1)
    start_follow_up(
        first,
        status="incomplete",
        reason="侵入の起点を特定した。再発防止策の検証を続ける。",
        next_report_on=follow_up_on + timedelta(days=60),
        reported_on=follow_up_on,
        actor=writer,
    )
    sent(case_id, follow_up_on, writer, signer, number="1002AB")

    assert Case.objects.get(pk=case_id).clock_on == follow_up_on + timedelta(days=60)
    assert list(Report.objects.filter(case_id=case_id).order_by("number").values_list("number", "state")) == [
        (1, "submitted"),
        (2, "submitted"),
    ]
    assert signed_by_others_than_the_author(case_id)
    assert verify_record().intact
    assert_binder_tells_it(case_id)


def from_information(told: dict[str, Any], writer: Actor) -> int:
    """The hospital's call becomes a case on our device, about the vulnerability that was used."""
    _company(PORTFOLIO)
    set_report_chain(2, actor=TESTER)
    device = next(row for row in PORTFOLIO.devices if row["key"] == told["device"])
    register_device(device_entry(device), actor=TESTER)
    entry = case_entry(told)
    known_on = date.fromisoformat(learned_on(told))
    information = receive_information(
        InformationEntry(
            source="hospital",
            receipts=(ReceiptEntry(known_on, user=int(writer.code.split(":")[1]), channel="phone"),),
            texts={"summary": told["title"]["ja"]},
            device=told["device"],
        ),
        on=known_on,
        actor=writer,
    )
    case_id = become_case(information, replace(entry, release=None, hospital=None), on=None, actor=writer)
    if told.get("cves"):
        link_vulnerabilities(case_id, told["cves"], actor=writer)
    return case_id


def confirmed(case_id: int, manager: Actor) -> None:
    """What form 8 does not name (an item of form 12 that is still open) leaves the class to the safety manager."""
    for row in live_of(case_id):
        if row.kind == "class_confirmation":
            read = class_shown(case_id, row.matter, row.person).sha256
            confirm_class(case_id, row.matter, row.person, read_sha256=read, actor=manager)


def sent(case_id: int, on: date, writer: Actor, signer: Actor, *, number: str) -> int:
    """Draft, approval, submission and receipt in two steps: one writes and sends, another signs. Returns its id."""
    report = draft_form(case_id, 8, actor=writer)
    read = request_review(report, on=on, actor=writer)
    approve_report(report, read_sha256=read, password=PASSWORD, on=on, actor=signer)
    submit_report(report, sending("portal", on, read), on=on, actor=writer)
    taken = Answered(True, on, receipt_year=str(on.year), receipt_number=number, registration_no="R-1")
    record_receipt(report, taken, on=on, actor=writer)
    return report


def signed_by_others_than_the_author(case_id: int) -> bool:
    steps = ReportStep.objects.filter(report__case_id=case_id, move="approve")
    return steps.count() == 2 and all(step.person_id != step.report.author_id for step in steps)


def assert_binder_tells_it(case_id: int) -> None:
    """The binder holds the story by steps and both reports as they were sent, page by page."""
    binder = binder_of(Viewer(None, "program", "ja"), case_id)
    assert binder is not None
    papers = [(paper.title, paper.sha256, paper.content) for paper in binder.papers]
    data = msgspec.to_builtins(binder) | {"papers": []}
    printed = print_binder(data, papers, on=date(2027, 1, 5), by="査察", lang="ja")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed.pdf)).pages)
    # Which glyphs of a subset font are read back with a zero-width space depends on the digests that are printed.
    told = "".join(text.split()).replace("\u200b", "")
    for part in ("安全管理情報", "第1報", "第2報", "1001AB", "1002AB", "kaku", "shomei"):
        assert part in told, part
    assert AuditEntry.objects.filter(subject_rows__subject=f"case:{case_id}", verb="submit_report").count() == 2
