"""The check, the sending, inquiries and known terms as people meet them in the browser's forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.cases.describe import describe
from kizuki.actions.devices.record_precaution import record_precaution
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.core.devices.listed import EntryTerm
from kizuki.store.models import Case, Inquiry, InquiryAnswer, ListedTerm, Precaution, Report, Transmission
from kizuki.store.queries.cases import parts_of
from tests.actions.office import ON, PASSWORD, Office, filled_case
from tests.web.test_pages import words
from tests.web.test_signing import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    """Signs somebody of the office in on the Monday."""

    def sign_in(name: str, on: date = ON) -> Client:
        for module in ("report", "report_check", "inquiries", "known_terms", "case", "home"):
            monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: on)
        client = Client()
        assert client.login(username=name, password=PASSWORD)
        return client

    return sign_in


def sent(as_person: Any) -> tuple[Client, int, int]:
    """A report that went out by the portal and was accepted, seen by `kato`."""
    office, case_id = Office(), filled_case(steps=2)
    report = draft_form(case_id, 8, actor=office.ito)
    path = f"/cases/{case_id}/reports/{report}"
    post(as_person("ito"), path, "request_review", report)
    post(as_person("tanaka"), path, "approve", report)
    kato = as_person("kato")
    left = {"way": "portal", "sent_on": ON.isoformat(), "sent_time": "10:00"}
    proof = SimpleUploadedFile("receipt.png", b"\x89PNG", "image/png")
    assert post(kato, path, "submit", report, **left, proof=proof).status_code == 302
    record_receipt(report, Answered(True, ON, "2026", "012345AB"), on=ON, actor=office.kato)
    return kato, case_id, report


def test_the_check_names_each_point_with_a_way_to_it(as_person: Any) -> None:
    office, case_id = Office(), filled_case()
    report = draft_form(case_id, 8, actor=office.ito)
    answer = as_person("ito").get(f"/cases/{case_id}/reports/{report}/check")
    assert answer.status_code == 200
    page = words(answer)
    assert "提出前確認" in page
    assert "まだ承認されていません。" in page
    assert f'href="/cases/{case_id}/reports/{report}"' in answer.content.decode()


def test_a_report_without_a_time_or_a_proof_is_not_submitted(as_person: Any) -> None:
    office, case_id = Office(), filled_case(steps=2)
    report = draft_form(case_id, 8, actor=office.ito)
    path = f"/cases/{case_id}/reports/{report}"
    post(as_person("ito"), path, "request_review", report)
    post(as_person("tanaka"), path, "approve", report)
    kato = as_person("kato")
    for values in ({"sent_time": ""}, {"sent_time": "10:00"}):
        answer = post(kato, path, "submit", report, way="portal", sent_on=ON.isoformat(), **values)
        assert answer.status_code == 422
    assert Report.objects.get(pk=report).state == "approved"
    assert not Transmission.objects.exists()


def test_a_failure_and_a_follow_up_are_recorded_beside_the_check(as_person: Any) -> None:
    kato, case_id, report = sent(as_person)
    path = f"/cases/{case_id}/reports/{report}/check"
    left = {"sent_on": ON.isoformat(), "sent_time": "09:00", "reference": "X-1", "way": "portal"}
    assert kato.post(path, {"step": "failed", **left}).status_code == 422, "what went wrong is required"
    assert kato.post(path, {"step": "failed", **left, "what": "接続できない"}).status_code == 302
    page = words(kato.get(path))
    assert "接続できない" in page
    assert "提出時の指摘" in page
    begun = {"step": "follow_up", "status": "incomplete", "purpose": "report", "reason": "型式を訂正"}
    begun |= {"next_report_on": "2026-09-01", "corrected_box": "model", "corrected_why": "別型式"}
    early = kato.post(path, begun | {"news_on": "2020-01-01"})
    assert early.status_code == 422
    assert "第一報入手日より前" in early.content.decode(), "the day of the matter is the earliest knowledge of it"
    assert kato.post(path, begun | {"news_on": ON.isoformat()}).status_code == 302
    second = draft_form(case_id, 8, actor=_actor("ito"))
    page = words(kato.get(f"/cases/{case_id}/reports/{second}/check"))
    assert "前回報告からの変更" in page
    assert "訂正：別型式" in page


def test_an_inquiry_goes_from_hand_to_hand(as_person: Any) -> None:
    kato, case_id, report = sent(as_person)
    path = f"/cases/{case_id}/inquiries"
    asked = {"asked_by": "山本", "asked_on": ON.isoformat(), "wanted_on": "2026-08-07", "wanted_time": "12:00"}
    asked |= {"report": str(report), "points": "経路は\n他施設は", "number": "S-1"}
    assert kato.post(path, {"step": "record", **asked}).status_code == 302
    inquiry = Inquiry.objects.get()
    document = SimpleUploadedFile("answer.pdf", b"%PDF-answer", "application/pdf")
    assert kato.post(path, {"step": "draft", "inquiry": str(inquiry.pk), "document": document}).status_code == 302
    answer = InquiryAnswer.objects.get()
    tanaka = as_person("tanaka")
    signed = {"step": "approve", "answer": str(answer.pk), "sha256": answer.document_id}
    assert tanaka.post(path, {**signed, "password": "chigau"}).status_code == 422
    assert tanaka.post(path, {**signed, "password": PASSWORD}).status_code == 302
    left = {"step": "send", "answer": str(answer.pk), "way": "mail", "sent_on": ON.isoformat(), "sent_time": "11:00"}
    left |= {"reference": "M-1", "leads_to": "nothing", "reason": "報告の内容は変わらない"}
    assert as_person("kato").post(path, left).status_code == 302
    page = words(kato.get(path))
    for part in ("回答済み", "経路は", "追加報告なし", "報告の内容は変わらない"):
        assert part in page


def test_a_precaution_is_recorded_by_its_door_and_a_term_confirmed_on_its_page(as_person: Any) -> None:
    office, case_id = Office(), filled_case()
    ito = as_person("ito")
    path = f"/cases/{case_id}/known-terms"
    door = f"/devices/{Case.objects.get(pk=case_id).device_id}/do/record_precaution?case={case_id}"
    told = {
        "section": "重要な基本的注意",
        "body": "通信が途絶することがある。",
        "edition": "第3版",
        "dated_on": "2025-04-01",
        "as_measure": "no",
    }
    assert door in ito.get(path).content.decode()
    answer = ito.post(door, {**told, "terms": "imdrf|A110502|death\nown|通信の途絶"})
    assert (answer.status_code, answer["location"]) == (302, path)
    kept = Precaution.objects.order_by("terms__pk")
    assert list(kept.values_list("edition", "terms__code", "terms__words", "terms__up_to")) == [
        ("第3版", "A110502", "", "death"),
        ("第3版", "", "通信の途絶", ""),
    ]
    assert ito.post(door, {**told, "terms": "who|x"}).status_code == 422
    assert "既知・未知の確認" in words(ito.get(path))
    confirmed = {"step": "confirm", "line": "0", "answer": "not_listed", "reason": "読み比べた", "precaution": ""}
    assert ito.post(path, confirmed).status_code == 302
    assert ListedTerm.objects.get().answer == "not_listed"
    assert ito.post(path, confirmed | {"line": "99"}).status_code == 422
    assert ito.post(path, confirmed | {"term": "another"}).status_code == 422, (
        "a line that has moved is no other term"
    )
    assert office.ito


def test_what_the_terms_settle_stands_above_the_question_and_is_quoted_by_its_answer(as_person: Any) -> None:
    office, case_id = Office(), filled_case()
    event = parts_of(case_id)["event"]
    terms = [{"code": "A1105", "term": "通信の不具合"}, {"code": "A110201", "term": "別の不具合"}]
    event |= {"occurred_on": "2026-07-01", "device_problems": terms}
    describe(case_id, {"event": event}, actor=office.ito)
    case = Case.objects.get(pk=case_id)
    entry = record_precaution(
        case.device.key,
        "不具合",
        "通信が途絶することがある。",
        dated_on=date(2025, 4, 1),
        edition="第3版",
        terms=(EntryTerm("imdrf", "A1105"), EntryTerm("imdrf", "A110201")),
        actor=office.sato,
    )
    ito, path = as_person("ito"), f"/cases/{case_id}/known-terms"
    fact = f"/cases/{case_id}/do/answer?fact=matters.0.malfunction_predictable"
    known = {"step": "confirm", "answer": "listed", "precaution": str(entry), "reason": ""}
    assert ito.post(path, known | {"line": "0"}).status_code == 302
    half = ito.get(fact).content.decode()
    assert "既知・未知が未確認の用語があるため、案はありません。" in half, "one of two terms settles nothing"
    assert "第3版、2025-04-01 公表" not in half.partition("<textarea")[2], "what is not settled is not quoted"
    assert ito.post(path, known | {"line": "1"}).status_code == 302
    page = ito.get(fact)
    assert "すべて発生日の注意事項に記載があります" in words(page)
    quote = page.context["page"].shown.form["evidence"].value()
    assert f"「通信が途絶することがある。」（第3版、2025-04-01 公表、注意事項 {entry}、確認者 ito）" in quote
    told = {"answer": "true", "known_on": ON.isoformat(), "source": "own", "evidence": quote}
    told["revision"] = page.context["page"].shown.form["revision"].value()
    assert ito.post(fact, told).status_code == 302
    assert quote.splitlines()[0] in words(ito.get(f"/cases/{case_id}")), "the fact shows its sentence and its edition"
    contrary = {"step": "confirm", "line": "1", "answer": "not_listed", "precaution": "", "reason": "程度が異なる"}
    assert ito.post(path, contrary).status_code == 302
    assert "予測できない" in words(ito.get(path)), "as soon as one is not listed, it could not be foreseen"


def test_somebody_without_the_role_gets_no_form(as_person: Any) -> None:
    office, case_id = Office(), filled_case()
    report = draft_form(case_id, 8, actor=office.ito)
    page = words(as_person("tanaka").get(f"/cases/{case_id}/reports/{report}/check"))
    assert "送信の失敗を記録" not in page
    assert Client().get(f"/cases/{case_id}/inquiries").status_code == 302, "nobody reads it without signing in"


def _actor(name: str) -> Any:
    from kizuki.actions.verb import Actor
    from kizuki.store.models import User

    return Actor.user(User.objects.get(sign_in_name=name).pk)


def test_what_a_report_was_sent_with_is_told_in_words_each_once() -> None:
    from kizuki.web.pages.report_check import _when_sent

    kept = [{"weighs": "look", "code": "way_not_ready"}, {"weighs": "look", "code": "way_not_ready"}]
    assert _when_sent(kept, "ja") == (("要確認", "提出方法「…」の宛先・アカウントが登録されていません。 ×2"),)
    assert _when_sent(kept[:1], "en") == (
        ("to be checked", "No addressee or account is registered for submission by …."),
    )


def test_what_stays_owed_is_said_once_and_each_point_of_it_is_marked(as_person: Any) -> None:
    office, case_id = Office(), filled_case()
    pump = Case.objects.get(pk=case_id).device.key
    for at, edition in enumerate(("第1版", "第2版"), 1):
        on = date(2026, 1, at)
        record_precaution(pump, "警告", f"文{at}", dated_on=on, edition=edition, actor=office.kato)
    describe(case_id, {"report": {"number": 1, "status": "incomplete"}}, actor=office.ito)
    report = draft_form(case_id, 8, actor=office.ito)
    page = as_person("ito").get(f"/cases/{case_id}/reports/{report}/check")
    lines, shown = page.context["page"].lines, page.content.decode()
    assert sum(line.owed for line in lines) > 1
    assert shown.count("未了のまま提出した場合は、提出後も対応が必要な事項として残ります") == 1
    assert shown.count('<span class="chip">義務</span>') == 1 + sum(line.owed for line in lines)
    texts = [line.text for line in lines]
    assert len(texts) == len(set(texts))
    assert sum("次回報告予定日" in text for text in texts) == 1
    assert sum(("理由" in text and "未完了" in text) or "状態の理由" in text for text in texts) == 1
    of_the_day = [text for text in texts if "発生時に有効だった" in text]
    assert of_the_day == ["発生時に有効だった注意事項（第2版）が添付されていません。"]
