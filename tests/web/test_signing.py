"""Reports and no-report decisions as people move them in the browser's forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from importlib import resources
from typing import Any

import pytest
from django.test import Client

from kizuki.store.models import NoReportDecision, Report
from tests.actions.office import ON, PASSWORD, Office, filled_case
from tests.actions.register.test_register import not_used_case
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, date], Client]:
    """Signs somebody of the office in, on a day."""

    def sign_in(name: str, on: date = ON) -> Client:
        for module in ("report", "decision", "propose", "register", "work", "case", "home"):
            monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: on)
        client = Client()
        assert client.login(username=name, password=PASSWORD)
        return client

    return sign_in


def drafted() -> tuple[str, int]:
    from kizuki.actions.reports.draft_form import draft_form

    office, case_id = Office(), filled_case()
    report = draft_form(case_id, 8, actor=office.ito)
    return f"/cases/{case_id}/reports/{report}", report


def post(client: Client, path: str, step: str, report: int, **values: Any) -> Any:
    sha256 = Report.objects.get(pk=report).document_id
    return client.post(path, {"step": step, "sha256": sha256, "password": PASSWORD, **values})


def test_a_report_goes_from_hand_to_hand_and_each_sees_only_their_own_steps(as_person: Any) -> None:
    path, report = drafted()
    ito = as_person("ito")
    assert "確認を申請" in words(ito.get(path))
    assert post(ito, path, "request_review", report).status_code == 302
    page = words(ito.get(path))
    assert "引戻し" in page
    assert "パスワード（署名のため再入力）" not in page, "nobody signs what they wrote"
    sato = as_person("sato")
    assert "様式8（第1報）を確認する" in words(sato.get("/work"))
    assert post(sato, path, "review", report).status_code == 302
    tanaka = as_person("tanaka")
    assert post(tanaka, path, "approve", report).status_code == 302
    kato = as_person("kato")
    sent = post(
        kato, path, "submit", report, way="portal", sent_on=ON.isoformat(), sent_time="10:00", reference="E-1"
    )
    assert sent.status_code == 302
    answered = {"accepted": "yes", "received_on": ON.isoformat(), "receipt_year": "2026", "receipt_number": "12345AB"}
    assert post(kato, path, "record_receipt", report, **answered).status_code == 302
    page = words(kato.get(path))
    for part in ("提出済み", "受付サイト", "受理 2026 12345AB", "承認 tanaka", "確認 sato"):
        assert part in page
    assert "追加報告" in words(kato.get("/"))


def test_who_wrote_a_report_is_told_who_may_sign_it_and_gets_no_panel(as_person: Any) -> None:
    path, report = drafted()
    ito = as_person("ito")
    assert post(ito, path, "request_review", report).status_code == 302
    page = ito.get(path)
    shown = words(page)
    assert shown.count("確認できる人：") == 2, "once in the banner after handing it in, once where the report stands"
    names = page.context["page"].signers
    assert "sato" in names
    assert "ito" not in names, "nobody signs what they wrote"
    assert 'class="signature-bar"' not in page.content.decode(), (
        "there is nothing to sign, and 引戻し is their own step"
    )
    assert "引戻し" in shown
    assert words(ito.get(path)).count("確認できる人：") == 1
    post(as_person("sato"), path, "review", report)
    sato = as_person("sato").get(path)
    assert "tanaka" in sato.context["page"].signers
    assert "承認できる人：" in words(sato)
    assert "承認するか" not in words(sato), "who may not sign is not asked whether to sign"
    assert "承認するか" in words(as_person("tanaka").get(path))


def test_a_wrong_password_is_told_in_japanese_and_changes_nothing(as_person: Any) -> None:
    path, report = drafted()
    post(as_person("ito"), path, "request_review", report)
    answer = post(as_person("sato"), path, "review", report, password="chigau-0000")
    assert answer.status_code == 422
    assert "パスワードが違います。" in answer.content.decode()
    assert Report.objects.get(pk=report).state == "in_review"


def test_a_stale_page_is_told_that_somebody_else_moved_the_report_on(as_person: Any) -> None:
    path, report = drafted()
    post(as_person("ito"), path, "request_review", report)
    post(as_person("sato"), path, "review", report)
    answer = post(as_person("sato"), path, "review", report)
    assert "ほかの人が先に手続を進めました" in answer.content.decode()


def test_the_panel_of_signatures_stands_in_its_place_and_hovers_over_no_button() -> None:
    css = (resources.files("kizuki.web") / "static/kizuki/css/editor.css").read_text(encoding="utf-8")
    rules = re.findall(r"\.signature-bar \{([^}]*)\}", css)
    assert rules
    assert not any("position" in rule or "z-index" in rule for rule in rules)


def test_sending_before_approval_asks_for_a_reason_under_that_name(as_person: Any) -> None:
    path, report = drafted()
    due = Report.objects.get(pk=report).due_on
    assert due is not None
    page = as_person("kato", due).get(path).content.decode()
    step = page[page.index('id="do-submit_unapproved"') :]
    step = step[: step.index("</section>")]
    assert "理由を記入して提出できます" in step
    assert re.search(r'<label for="comment-submit_unapproved">理由</label>', step)
    assert "コメント" not in step


def test_a_report_says_in_one_line_why_it_is_due_on_its_day_as_its_case_does(as_person: Any) -> None:
    path, report = drafted()
    row = Report.objects.get(pk=report)
    shown = as_person("ito").get(path)
    because = shown.context["page"].because
    owed = {one.row.name: one.row for one in as_person("ito").get(path.partition("/reports")[0]).context["page"].owed}
    assert (because.due_on, because.learned_on) == (row.due_on, owed[because.name].learned_on)
    assert because.due_on == owed[because.name].due_on
    line = words(shown).partition("期限の根拠")[2][:120]
    for part in ("施行規則第228条の20第2項", because.name, "情報入手日", "報告期限"):
        assert part in line


def test_guessing_a_password_by_signing_is_stopped(as_person: Any) -> None:
    path, report = drafted()
    post(as_person("ito"), path, "request_review", report)
    sato = as_person("sato")
    for _ in range(10):
        post(sato, path, "review", report, password="chigau-0000")
    answer = post(sato, path, "review", report)
    assert "しばらく署名できません" in answer.content.decode()


def test_a_no_report_is_proposed_with_a_file_and_decided_by_somebody_else(as_person: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    Office()
    case_id = not_used_case()
    on = date(2026, 6, 10)
    ito = as_person("ito", on)
    assert "報告対象外として提案する" in words(ito.get(f"/cases/{case_id}"))
    form = {"reason": "component_not_used", "explanation": "当該機能は組み込まれていない"}
    refused = ito.post(f"/cases/{case_id}/no-report", form)
    assert "この理由には根拠資料が必要です" in refused.content.decode()
    assert "当該機能は組み込まれていない" in refused.content.decode(), "what was typed stays"
    form["proof.sbom"] = SimpleUploadedFile("sbom.json", b"{}", content_type="application/json")
    form["proof.design"] = SimpleUploadedFile("build.log", b"not linked", content_type="text/plain")
    made = ito.post(f"/cases/{case_id}/no-report", form)
    decision = NoReportDecision.objects.get()
    assert made["Location"] == f"/register/{decision.pk}"
    sato = as_person("sato", on)
    page = sato.get(f"/register/{decision.pk}").content.decode()
    assert "設計情報：部品がないこと" in page
    (read,) = re.findall(r'name="read_sha256" value="([0-9a-f]{64})"', page)
    unread = sato.post(f"/register/{decision.pk}", {"step": "agree", "password": PASSWORD, "read_sha256": "0" * 64})
    assert "もう一度読んでから署名してください" in unread.content.decode()
    answer = sato.post(f"/register/{decision.pk}", {"step": "agree", "password": PASSWORD, "read_sha256": read})
    assert answer.status_code == 302
    page = words(sato.get("/register"))
    assert "脆弱性のあるソフトウェアが使用されていない" in page
    assert "決定" in page


def test_a_set_is_proposed_from_the_page_of_a_case_and_its_page_lists_every_case(as_person: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.actions.register.test_sets import three

    _office, cases = three()
    on = date(2026, 6, 10)
    ito = as_person("ito", on)
    path = f"/cases/{cases[0]}/no-report"
    assert "同じ部品の案件をまとめて提案する" in words(ito.get(path))
    assert words(ito.get(f"{path}?component=jinja2")).count("停止") >= 2
    form = {
        "reason": "component_not_used",
        "explanation": "組み込まれていない",
        "component": "jinja2",
        "case": [str(number) for number in cases[1:]],
        "proof.sbom": SimpleUploadedFile("sbom.json", b"{}", content_type="application/json"),
        "proof.design": SimpleUploadedFile("build.log", b"not linked", content_type="text/plain"),
    }
    made = ito.post(path, form)
    assert made.status_code == 302, words(made)
    sato = as_person("sato", on)
    assert made["Location"] in sato.get("/work").content.decode(), "the task leads to the set"
    page = sato.get(made["Location"]).content.decode()
    for number in cases:
        assert f"/cases/{number}" in page
    assert "部品 jinja2（3件、ひとつの根拠とひとつの署名）" in page
    (read,) = re.findall(r'name="read_sha256" value="([0-9a-f]{64})"', page)
    assert (
        sato.post(made["Location"], {"step": "agree", "password": PASSWORD, "read_sha256": read}).status_code == 302
    )
    assert set(NoReportDecision.objects.values_list("state", flat=True)) == {"decided"}


def test_what_changed_and_decided_nothing_stands_on_the_page_for_the_review_day(as_person: Any) -> None:
    from tests.actions.register.holes import osv
    from tests.actions.register.test_what_reopens_it import standing

    decision = standing()
    osv("PYSEC-2026-1", "CVE-2026-0001")
    page = words(as_person("sato", date(2026, 6, 10)).get(f"/register/{decision}"))
    assert "再検討日に確かめること" in page
    assert "別の情報源の記載 PYSEC-2026-1" in page


def test_an_auditor_reads_everything_and_gets_no_form(as_person: Any) -> None:
    from tests.actions.office import person

    path, _report = drafted()
    person("kansa", "auditor")
    page = words(as_person("kansa").get(path))
    assert "様式8 初回報告" in page
    assert "確認を申請" not in page.split("これまでの手続")[1]


def test_a_report_of_another_case_is_not_found(as_person: Any) -> None:
    _path, report = drafted()
    assert as_person("ito").get(f"/cases/999/reports/{report}").status_code == 404
