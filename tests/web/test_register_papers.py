"""A no-report decision and the register as documents: printed whole, of a period, without what is hidden."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.signing import person_of
from kizuki.actions.register.reopen_no_report import reopen_no_report
from kizuki.core.glossary import say
from kizuki.core.lifecycle.no_report import STATES
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, DecisionEvidence, DecisionSignature, NoReportDecision, Reading
from kizuki.store.record import clock
from tests.actions.office import PASSWORD, Office
from tests.actions.record import TESTER, opened_case
from tests.actions.register.test_register import EVIDENCE, NOT_USED, ON, decide, decided, not_used_case, proposed
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

DECISION = "報告不要の判断の記録"


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def paper(response: Any) -> str:
    """The words of a PDF without spaces, which a line of it may be broken at."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return re.sub(r"[\s\u200b]+", "", text)


def cells(response: Any) -> list[list[str]]:
    assert response.status_code == 200
    (sheet,) = load_workbook(io.BytesIO(response.content)).worksheets
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_a_decision_is_printed_with_facts_items_documents_reasons_and_both_signatures() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    decide(decision, comment="設計書と照合した", actor=office.sato)
    client = signed_in("ito")
    assert f"/register/{decision}.pdf" in client.get(f"/register/{decision}").content.decode()
    response = client.get(f"/register/{decision}.pdf")
    assert Case.objects.get(pk=case_id).number in response["Content-Disposition"]
    told = paper(response)
    made = NoReportDecision.objects.get(pk=decision)
    signed = DecisionSignature.objects.get(decision=decision)
    for said in (
        *(DECISION, "当該機能は組み込まれていない", "設計書と照合した", "CVE-2026-0001", "SBOMof3.2.1"),
        *("ito", "sato", signed.read_sha256, made.sha256, made.review_on.isoformat(), "第1号", "第228条の20"),
        *DecisionEvidence.objects.filter(decision=decision).values_list("document_id", flat=True),
        f"{clock.today().isoformat()}",
    ):
        assert said in told, said
    assert "再開の記録なし" in told
    history = told[told.index("経過（監査記録）") :]
    assert history.index("報告対象外の結論を提案") < history.index("報告対象外の提案を判断")


def test_the_print_of_a_reopened_decision_says_why_and_from_which_day_it_counts() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    known = newest_facts(case_id)
    del known.facts["matters"][0]["component_present"]
    answer_facts(case_id, known.facts, revision=known.revision, on=ON, actor=office.ito)
    assert reopen_no_report(decision, on=ON, actor=office.ito)
    client = signed_in("sato")
    shown = words(client.get(f"/register/{decision}"))
    assert say("record.value.causes.facts_changed", "ja") in shown
    told = paper(client.get(f"/register/{decision}.pdf"))
    assert "再開の記録なし" not in told
    assert clock.today().isoformat() in told[told.index("再開の記録") :]


def test_the_same_decision_in_english_has_no_words_in_japanese_but_those_that_people_typed() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    client = signed_in("sato")
    client.post("/language", {"language": "en"})
    told = paper(client.get(f"/register/{decision}.pdf"))
    assert "Recordofano-reportdecision" in told
    for word in ("提案", "根拠資料", "該当しない", "再検討日", "監査記録"):
        assert word not in told, word


def test_what_is_under_embargo_is_printed_for_those_who_are_named_and_listed_for_nobody_else() -> None:
    office, case_id = Office(), not_used_case()
    decision, number = decided(office, case_id), Case.objects.get(pk=case_id).number
    named = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{case_id}", True, named, "調整中", actor=office.sato)
    assert [signed_in(name).get(f"/register/{decision}.pdf").status_code for name in ("ito", "sato")] == [404, 200]
    for name, listed in (("ito", False), ("sato", True)):
        client = signed_in(name)
        assert (number in paper(client.get("/register.pdf"))) is listed
        assert any(number in row for row in cells(client.get("/register.xlsx"))) is listed
        assert ("（1件）" in paper(client.get("/register.pdf"))) is listed, "what is hidden is not counted"
    assert Client().get("/register.pdf").status_code == 302


def test_who_printed_a_decision_is_kept_as_a_reading() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    before = Reading.objects.count()
    signed_in("kato").get(f"/register/{decision}.pdf")
    assert Reading.objects.count() > before


def test_the_list_is_of_the_period_state_and_case_that_stand_on_the_page() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    number, client, today = Case.objects.get(pk=case_id).number, signed_in("sato"), clock.today()
    tomorrow = today + timedelta(days=1)
    for query, listed in (
        ("", True),
        (f"?from={today}&to={today}", True),
        (f"?from={today.year}年{today.month}月{today.day}日", True),
        (f"?from={tomorrow}", False),
        (f"?to={today - timedelta(days=1)}", False),
        ("?state=decided", True),
        ("?state=proposed", False),
        (f"?number={number}", True),
        ("?number=1999-0001", False),
    ):
        assert (number in paper(client.get(f"/register.pdf{query}"))) is listed, query
        page = words(client.get(f"/register{query}"))
        assert ("当該機能" in str(cells(client.get(f"/register.xlsx{query}")))) is listed, query
        assert ("該当する判断はありません" not in page) is listed, query
    shown = client.get(f"/register?from={today}&state=decided").content.decode()
    assert f"/register.pdf?state=decided&amp;from={today}" in shown


def test_a_day_that_is_none_is_said_and_stays_as_it_was_typed() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    client = signed_in("sato")
    page = client.get("/register?from=去年")
    assert page.status_code == 422
    assert 'value="去年"' in page.content.decode()
    assert Case.objects.get(pk=case_id).number in page.content.decode()
    for paper_of in ("/register.pdf", "/register.xlsx"):
        assert client.get(f"{paper_of}?from=去年", follow=True).redirect_chain[0][0].startswith("/register?from=")


def test_the_workbook_has_explanation_signatures_and_the_digest_of_each_document() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    rows = cells(signed_in("sato").get("/register.xlsx"))
    head = next(row for row in rows if row[0] == "案件")
    told = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    made = NoReportDecision.objects.get(pk=decision)
    assert told["理由の説明"] == "当該機能は組み込まれていない"
    assert told["署名の対象（ハッシュ値）"] == DecisionSignature.objects.get(decision=decision).read_sha256
    digests = list(DecisionEvidence.objects.filter(decision=decision).values_list("document_id", flat=True))
    assert len(digests) == len(EVIDENCE)
    assert all(digest in told["根拠資料（SHA-256）"] for digest in digests)
    assert made.review_on.isoformat() in told["再検討日"]
    assert ON.isoformat() in told["決定"]
    assert set(STATES) >= {made.state}
    assert date.fromisoformat(told["提案"].split("\n")[1][:10]) == clock.today()


def test_the_list_asks_no_more_for_more_decisions() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    client, asked = signed_in("sato"), []
    for key in ("", "second", "third"):
        if key:
            another = opened_case(key, facts=NOT_USED)
            link_vulnerabilities(another, ["CVE-2026-0001"], actor=TESTER)
            determine(another, on=ON, actor=TESTER)
            decided(office, another)
        client.get("/register.xlsx")
        with CaptureQueriesContext(connection) as found:
            client.get("/register.xlsx")
        asked.append(len(found))
    assert asked == asked[:1] * 3
