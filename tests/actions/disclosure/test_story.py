"""From a finder's mail to a form 8: one vulnerability, one case, one page that tells the whole of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kizuki.core.refusal import Refused
from kizuki.gateways.csaf.validating import faults_of
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Case, NoReportDecision, Obligation, Report, SafetyInformation, Task
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.information import information_page
from kizuki.store.queries.viewer import Viewer
from kizuki.web.pages.case import case_page as shown
from tests.actions.disclosure import story as told
from tests.actions.disclosure.story import Story, number, on

pytestmark = pytest.mark.django_db


def test_a_vulnerability_goes_from_a_finders_mail_to_a_form_8_and_the_case_tells_the_whole_of_it() -> None:
    it = Story()
    outsider = Viewer(number(it.kato), "regulatory")

    it.finder_writes()
    kept = SafetyInformation.objects.get()
    assert (kept.source, kept.awareness_on) == ("finder", told.ARRIVED)
    assert information_page(outsider, it.information) is None, "confidential from its arrival"
    assert information_page(Viewer(number(it.sato), "safety_manager"), it.information) is not None
    owed = Obligation.objects.get(kind="finder_acknowledgement")
    assert (owed.owner, owed.due_on, owed.state) == (
        f"information:{it.information}",
        kept.awareness_on.replace(day=10),
        "owed",
    )

    it.finder_is_answered_and_a_case_opened()
    owed.refresh_from_db()
    assert (owed.state, owed.ended_by) == ("ended", "acknowledge_finder")
    assert not Task.objects.filter(kind="acknowledge_finder", state="open").exists()
    assert case_page(outsider, it.case) is None, "what comes from something secret is as secret"

    it.day_of_publication_is_agreed()
    it.hole_is_assessed()
    assert Case.objects.get(pk=it.case).outcome == "no_report"
    it.is_not_reported()
    it.patch_is_shipped()
    it.hospitals_are_told_and_answer()
    assert not Obligation.objects.filter(kind="hospital_acknowledgement", state__in=("owed", "open")).exists()
    it.hole_gets_its_number()

    statements = it.statements_are_drawn_up()
    with on(told.HELD), pytest.raises(Refused, match="held back until 2026-09-28"):
        it.published(statements[0])
    with on(told.PUBLIC):
        documents = [it.published(one) for one in statements]
        it.embargo_ends()
    csaf, openvex = documents[:2], documents[2:]
    assert [faults_of(one, "2.0") for one in csaf] == [(), ()]
    assert [one["document"]["lang"] for one in csaf] == ["ja", "en"]
    assert csaf[0]["vulnerabilities"][0]["cve"] == told.CVE
    assert {one["status"] for one in openvex[0]["statements"]} == {"affected", "fixed"}
    assert case_page(outsider, it.case) is not None

    it.exploitation_is_listed()
    assert NoReportDecision.objects.get(pk=it.decision).state == "reopened"
    it.form_8_is_sent()
    case = Case.objects.get(pk=it.case)
    assert (case.outcome, case.primary_item, case.due_on) == ("report", "2-ロ", told.DUE)
    report = Report.objects.get(pk=it.report)
    assert (report.form, report.state) == ("8", "submitted")
    assert case.due_on >= told.REPORTED
    assert verify_record().intact
    the_head_tells_the_same_clock(it)
    for lang, words in TOLD.items():
        page = case_page(Viewer(number(it.kato), "regulatory", lang), it.case)
        assert page is not None
        lines = [row.said(lang) for row in page.timeline]
        assert [row.verb for row in page.timeline] == [verb for verb, *_ in STEPS]
        for line, sentence in zip(lines, words, strict=True):
            assert line.startswith(sentence)
            assert not re.search(r"[a-z]_[a-z]", line), "every code is said in words"


def the_head_tells_the_same_clock(it: Story) -> None:
    """After the last day, while the report that went in time waits for PMDA: nothing is called late, and the days on
    the page count from the exploitation, not from what was found not to be reportable before."""
    page = shown(Viewer(number(it.kato), "regulatory", "ja"), it.case, told.DUE + timedelta(days=1))
    assert page is not None
    assert page.headline.countdown.kind != "over"
    assert all(line.countdown.kind != "over" for line in page.owed)
    days = {stop.code: stop.on for stop in page.rail}
    assert (days["learned"], days["thirty"]) == (told.EXPLOITED, told.DUE)


STEPS = (
    ("receive_finder_report", "発見者の報告を受領（I-2026-00001", "Finder's report received (I-2026-00001"),
    ("acknowledge_finder", "発見者へ受領を連絡（電子メール", "Receipt acknowledged to finder (e-mail"),
    (
        "become_case",
        "安全管理情報 I-2026-00001 から案件",
        "Case 2026-0001 registered from safety information I-2026-00001",
    ),
    ("enter_vulnerability", "", ""),
    (
        "link_vulnerabilities",
        "関係する脆弱性を登録（KZK-2026-0001）",
        "Related vulnerabilities registered (KZK-2026-0001)",
    ),
    ("open_disclosure", "開示の調整を開始（TLP:AMBER）", "Disclosure coordination started (TLP:AMBER)"),
    (
        "record_party_turn",
        "関係者の状況を記録（発見者：伝えた、調査中",
        "Party status recorded (Finder: informed, investigating",
    ),
    (
        "record_party_turn",
        "関係者の状況を記録（JPCERT/CC：伝えた、調査中",
        "Party status recorded (JPCERT/CC: informed",
    ),
    ("hold_back", "公表時期の調整（提案、2026-09-28（月）", "Embargo (proposed, until 2026-09-28 (Mon))"),
    ("hold_back", "公表時期の調整（合意、2026-09-28", "Embargo (agreed, until 2026-09-28 (Mon))"),
    ("triage_findings", "", ""),
    ("assess_vulnerability", "", ""),
    ("confirm_assessment", "", ""),
    ("state_no_hazard", "", ""),
    ("answer_facts", "事実を更新（第 2 版）", "Facts updated (revision 2)"),
    ("propose_no_report", "報告対象外の結論を提案", "No-report conclusion proposed"),
    ("decide_no_report", "報告対象外の提案を判断：決定", "No-report proposal: decided"),
    ("start_patch", "", ""),
    ("move_patch", "", ""),
    ("move_patch", "", ""),
    (
        "propose_measure",
        "措置案を提出（医療機関への情報提供、2施設）",
        "Measure proposed (Information to hospitals, 2 hospitals)",
    ),
    (
        "decide_measure",
        "措置を決定（医療機関への情報提供：承認）",
        "Measure decided (Information to hospitals: approved)",
    ),
    ("draft_letter", "文書を起案（医療機関へのお知らせ）", "Document drafted (Notice to hospitals)"),
    ("sign_letter", "文書に署名（医療機関へのお知らせ）", "Document signed (Notice to hospitals)"),
    ("send_letter", "文書の送付を記録（医療機関へのお知らせ）", "Document dispatch recorded (Notice to hospitals)"),
    (
        "record_measure_reach",
        "医療機関への到達を記録（到達、1施設",
        "Delivery to hospitals recorded (received, 1 hospital",
    ),
    (
        "record_measure_reach",
        "医療機関への到達を記録（確認（了知）、1施設",
        "Delivery to hospitals recorded (acknowledged, 1 hospital",
    ),
    (
        "answer_measure_as_hospital",
        "医療機関が措置に回答（確認（了知）、連絡日 2026-09-10",
        "Hospital replied to a measure (acknowledged, ",
    ),
    ("record_patch_on_units", "", ""),
    ("join_own_number", "", ""),
    *(("draft_statement", "公表・提供する文書を作成（CSAF 2.0、公表）", "Statement drawn up (CSAF 2.0, public)"),)
    * 2,
    *(("draft_statement", "公表・提供する文書を作成（OpenVEX、公表）", "Statement drawn up (OpenVEX, public)"),) * 2,
    *(
        (
            "publish_statement",
            "文書を公表・提供（CSAF 2.0、公表）",
            "Statement published or provided (CSAF 2.0, public)",
        ),
    )
    * 2,
    *(
        (
            "publish_statement",
            "文書を公表・提供（OpenVEX、公表）",
            "Statement published or provided (OpenVEX, public)",
        ),
    )
    * 2,
    ("set_embargo", "閲覧者の限定を変更（解除）", "Embargo changed (lifted)"),
    ("set_embargo", "閲覧者の限定を変更（解除）", "Embargo changed (lifted)"),
    (
        "reopen_no_report",
        "報告対象外の結論を再開（悪用の確認（KEV）",
        "No-report decision reopened (confirmed exploitation (KEV)",
    ),
    ("answer_facts", "事実を更新（第 3 版）", "Facts updated (revision 3)"),
    ("describe", "記載を更新", "Description updated"),
    ("draft_form", "様式8 の案を作成", "Form 8 drafted"),
    ("request_review", "様式8（第1報）の確認を申請", "Review requested: form 8 (report 1)"),
    ("approve_report", "様式8（第1報）を承認", "Form 8 (report 1): approved"),
    ("submit_report", "様式8（第1報）をPMDAへ提出", "Form 8 (report 1) submitted to PMDA"),
)
"""The story as the page of its case tells it: what was done, in Japanese and in English."""

TOLD = {"ja": [ja for _, ja, _ in STEPS], "en": [en for *_, en in STEPS]}
