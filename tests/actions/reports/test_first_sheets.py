"""The sheet of a first report: printed and kept with its case; what was sent stands in the documents from its record."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.determine import determine
from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.core.refusal import Refused
from kizuki.store.models import Attachment, AuditEntry, Report
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import Office
from tests.actions.record import DEATH_IN_JAPAN, TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

SENT = datetime(2026, 6, 1, 5, 20, tzinfo=UTC)


def death() -> int:
    """A death in Japan of which one sentence is known."""
    company_and_pump()
    case_id = opened_case(facts=DEATH_IN_JAPAN)
    determine(case_id, on=date(2026, 6, 20), actor=TESTER)
    return case_id


def text_of(case_id: int, attachment: int) -> str:
    found = attached_document(PROGRAM, case_id, attachment)
    assert found is not None
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(found.content)).pages)


def sent(case_id: int, office: Office, *, delivered: bool = True) -> None:
    (first,) = (row for row in live_of(case_id) if row.kind == "first_report")
    sheet = FirstSheet([first.kept_as], "fax", "PMDA", SENT, delivered=delivered)
    record_first_report(case_id, sheet, now=SENT, actor=office.kato)


def test_a_sheet_is_printed_from_one_sentence_kept_with_its_case_and_made_once() -> None:
    case_id = death()
    describe(case_id, {"event": {"situation": "ICUで輸液ポンプが警報なく停止した。"}}, actor=TESTER)
    before = AuditEntry.objects.count()
    kept = draft_first_sheet(case_id, actor=TESTER)
    text = text_of(case_id, kept)
    assert "第一報連絡票" in text
    assert "ICUで輸液ポンプが警報なく停止した。" in text
    assert "（送信後に記録）" in text
    assert "確認中" in text
    assert draft_first_sheet(case_id, actor=TESTER) == kept
    assert AuditEntry.objects.count() == before + 1
    assert Attachment.objects.get(pk=kept).name.startswith("第一報連絡票_")


def test_without_a_sentence_it_says_what_it_lacks_and_keeps_nothing() -> None:
    case_id = death()
    describe(case_id, {"event": {}}, actor=TESTER)
    with pytest.raises(Refused, match="facts"):
        draft_first_sheet(case_id, actor=TESTER)
    assert not Attachment.objects.exists()


def test_a_form_says_that_a_sheet_was_sent_only_once_its_dispatch_is_recorded() -> None:
    office, case_id = Office(), death()
    remarks = {
        field["id"]: field["value"] for field in Report.objects.get(pk=draft_form(case_id, 8, actor=TESTER)).fields
    }
    assert "第一報" not in (remarks["remarks"] or "")
    sent(case_id, office, delivered=False)
    failed = {f["id"]: f["value"] for f in Report.objects.get(pk=draft_form(case_id, 8, actor=TESTER)).fields}
    assert "第一報" not in (failed["remarks"] or ""), "a transmission that failed told nobody"
    sent(case_id, office)
    told = {f["id"]: f["value"] for f in Report.objects.get(pk=draft_form(case_id, 8, actor=TESTER)).fields}
    assert "第一報：2026年6月1日 14時20分 FAX送信（着信は未確認）" in told["remarks"]


def test_a_name_for_whom_no_first_report_is_asked_is_refused() -> None:
    case_id = death()
    with pytest.raises(Refused, match="is none of"):
        draft_first_sheet(case_id, matters=["m99"], actor=TESTER)
