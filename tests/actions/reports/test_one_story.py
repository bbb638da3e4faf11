"""One death in Japan: its sheet, its incomplete form 8, the follow-up and the completion, read back from their PDFs."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pypdf
import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.verb import Actor
from kizuki.store.models import Report
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.reports import printed_report
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.clock import JAPAN
from tests.actions.office import filled_case, person
from tests.actions.test_six_examples import sent

pytestmark = pytest.mark.django_db

DEATH = "death-infusion-pump-icu"
FAXED = datetime(2026, 11, 19, 15, 0, tzinfo=JAPAN)
ARRIVED = datetime(2026, 11, 19, 15, 20, tzinfo=JAPAN)
FIRST, SECOND, LAST = date(2026, 12, 3), date(2026, 12, 24), date(2027, 2, 25)
PROMISED, PROMISED_AGAIN = "2026年12月25日", "2027年2月26日"
NEWS = date(2026, 12, 22)
FOUND = "通信基板の未知のプログラムは、CVE-2024-1086を使って権限を得た遠隔操作型のマルウェアであった。"
CAUSE = "マルウェアが制御基板への通信を占有し、監視時計の作動により送液が停止した。死亡との因果関係は否定できない。"


def test_the_sheet_the_report_the_follow_up_and_the_completion_read_as_one_story() -> None:
    sheet, first, second, last = told = papers()
    for text in told:
        for common in ("ミホン輸液ポンプMIP-300", "00000BZX99999901", "MM-2026-0016", "2026年11月19日"):
            assert common in text, common
    for text in told:
        assert pages_are_numbered(text)
    # The sheet announces the form, and the form tells of the sheet, as its dispatch was recorded.
    assert "様式第8期限2026年12月4日" in sheet
    assert "攻撃の疑いあり" in sheet
    for text in (first, second, last):
        assert "第一報：2026年11月19日15時00分" in text
    # The day of the information that is new moves; the first day is on every report.
    assert ["2026年12月22日" in text for text in (first, second, last)] == [False, True, True], "it never goes back"
    # Each report has its number, leads to the next by its day, and names the receipt of the one before.
    assert [heading(text) for text in (first, second, last)] == [
        "初回報告第1回未完了",
        "追加報告第2回未完了",
        "追加報告第3回完了",
    ]
    assert (PROMISED in first, PROMISED_AGAIN in second) == (True, True)
    days = ("2026年12月3日", "2026年12月24日", "2027年2月25日")
    assert [day in text for day, text in zip(days, (first, second, last), strict=True)] == [True] * 3
    assert [numbers(text) for text in (first, second, last)] == [
        ("（PMDAの付番後に記載）", ""),
        ("1001AB", "1001AB"),
        ("1001AB", "1002AB"),
    ]
    assert ("追加報告予定" in first, "追加報告予定" in second, "追加報告予定" in last) == (True, True, False)
    # What was found is told when it was found, and the last word has nothing left to investigate.
    assert (FOUND in first, FOUND in second) == (False, True)
    assert "調査中" in first
    assert CAUSE in last
    assert ("改修" in first.split("措置区分")[1].split("今後の対応")[0], "改修" in last.split("措置区分")[1]) == (
        False,
        True,
    )
    assert "調査中" not in last
    assert "次回報告予定日" in last
    assert PROMISED_AGAIN not in last


def papers() -> tuple[str, str, str, str]:
    """The four, each as it was sent; every step by the verb that people use."""
    writer, signer = person("kaku", "safety_officer"), person("shomei", "safety_manager")
    case_id = filled_case(DEATH, on=date(2026, 11, 19), steps=2)
    sheet = faxed(case_id, writer)
    reported(case_id, FIRST)
    first = sent(case_id, FIRST, writer, signer, number="1001AB")
    told_of_the_malware(case_id, writer)
    start_follow_up(
        first,
        status="incomplete",
        reason="通信基板の解析結果を追加した。停止の機序の検証を続ける。",
        next_report_on=date(2027, 2, 26),
        reported_on=SECOND,
        news_on=NEWS,
        actor=writer,
    )
    second = sent(case_id, SECOND, writer, signer, number="1002AB")
    told_of_the_cause(case_id, writer)
    start_follow_up(second, status="complete", reason="調査を終え、改修を決めた。", reported_on=LAST, actor=writer)
    last = sent(case_id, LAST, writer, signer, number="1003AB")
    assert [report.state for report in Report.objects.order_by("number")] == ["submitted"] * 3
    return sheet, *(printed(report) for report in (first, second, last))  # type: ignore[return-value] # three


def faxed(case_id: int, writer: Actor) -> str:
    """The sheet on the day of the call, sent and arrived by its record alone."""
    attachment = draft_first_sheet(case_id, actor=writer)
    kept = attached_document(PROGRAM, case_id, attachment)
    assert kept is not None
    (owed,) = (row for row in live_of(case_id) if row.kind == "first_report")
    told = FirstSheet([owed.kept_as], "fax", "PMDA", FAXED, delivered=True)
    record_first_report(case_id, told, now=ARRIVED, actor=writer)
    return text_of(kept.content)


def reported(case_id: int, on: date) -> None:
    """The sample tells of a report whose day is not yet known."""
    part = {**parts_of(case_id)["report"], "reported_on": on.isoformat()}
    describe(case_id, {"report": part}, actor=person("kinyu", "safety_officer"))


def told_of_the_malware(case_id: int, writer: Actor) -> None:
    investigation = parts_of(case_id)["investigation"]
    describe(case_id, {"investigation": {**investigation, "result": FOUND + "停止の機序を調査中。"}}, actor=writer)


def told_of_the_cause(case_id: int, writer: Actor) -> None:
    """The cause, what is done about it, and every term judged."""
    event: dict[str, Any] = parts_of(case_id)["event"]
    impacts = [{**row, "causality": "suspected"} for row in event["health_impacts"]]
    found = {"result": FOUND + CAUSE, "terms": [{"code": "C1007", "term": "ソフトウェアのセキュリティの脆弱性"}]}
    decided = {
        "categories": ["information", "correction"],
        "future": "更新3.2.2による改修を2027年3月末までに終える。",
    }
    measures = {**parts_of(case_id)["measures"], **decided}
    parts: Mapping[str, Any] = {
        "event": {**event, "health_impacts": impacts, "current_state": "returned"},
        "investigation": found,
        "measures": measures,
    }
    describe(case_id, parts, actor=writer)


def printed(report: int) -> str:
    found = printed_report(PROGRAM, report)
    assert found is not None
    return text_of(found.content)


def text_of(pdf: bytes) -> str:
    """The text of every page without white space; each page ends with a form feed."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\f".join("".join(page.extract_text().split()).replace("\u200b", "") for page in pages)


def heading(text: str) -> str:
    found = re.search(r"MM-2026-0016((?:初回|追加)報告第\d回(?:未完了|完了))", text)
    assert found is not None
    return found[1]


def numbers(text: str) -> tuple[str, str]:
    """PMDA's number of the case, and its receipt of the report before."""
    control = re.search(r"管理番号_管理番号(（PMDAの付番後に記載）|\w{6})", text)
    before = re.search(r"前回報告時受理番号_番号※(\d{4}[A-Z]{2})?", text)
    assert control is not None
    assert before is not None
    return control[1], before[1] or ""


def pages_are_numbered(text: str) -> bool:
    pages = text.split("\f")
    return all(f"{at}/{len(pages)}" in page for at, page in enumerate(pages, 1))
