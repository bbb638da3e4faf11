"""The saved record, its confirmation and its print; hazards and the severity table."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.asked_work import asked_of
from tests.web.cast import SATO
from tests.web.desk_cast import AUDITOR
from tests.web.test_desk import answer, part, path, pump, signed_in, suzuki  # noqa: F401
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(suzuki: Client, path: str) -> str:  # noqa: F811
    """The path of a saved revision."""
    answer(suzuki, path, XAVN="Y", XAVT="Y", XACL="Y", XIT="H")
    suzuki.post(path, {"evidence-XIT": "設計書 D-7", "keep": "1"})
    saved = suzuki.post(path, {"save": "1", "dissent": "低いという意見もある"})
    assert saved.status_code == 302
    return str(saved["Location"])


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_the_record_explains_every_number_and_says_that_it_follows(suzuki: Client, record: str) -> None:  # noqa: F811
    page = words(suzuki.get(record))
    assert "保存された回答から再計算して一致しました" in page
    assert "AV 攻撃元区分 ネットワーク (N) XAVN=はい、XAVT=はい 10-14" in page
    assert "設計書 D-7" in page
    assert "未回答（不明とした）" in page
    assert "低いという意見もある" in page
    assert "別の人の確認を待っています" in page


def test_another_person_confirms_and_the_print_names_both(suzuki: Client, record: str) -> None:  # noqa: F811
    refused = suzuki.post(record, {"act": "confirm"})
    assert refused.status_code == 422
    sato = signed_in(SATO)
    assert sato.post(record, {"act": "confirm", "remark": "妥当"}).status_code == 302
    printed = sato.get(f"{record}.pdf")
    assert printed["Content-Disposition"].startswith("attachment")
    assert printed.content == sato.get(f"{record}.pdf").content
    text = text_of(printed.content)
    for said in (
        "臨床再評価の記録",
        "鈴木健",
        "佐藤恵",
        "妥当",
        "XAVN=はい",
        "設計書D-7",
        "記録のSHA-256",
        "KEV",
        "SSVC",
    ):
        assert said in text, said
    sato.post("/language", {"language": "en", "next": "/"})
    english = text_of(sato.get(f"{record}.pdf").content)
    assert "Clinicalre-scoringrecord" in english
    assert "neverareasonnottoreport" in english


def test_a_returned_record_and_a_dissent_are_shown(suzuki: Client, record: str) -> None:  # noqa: F811
    sato = signed_in(SATO)
    assert sato.post(record, {"act": "return", "remark": ""}).status_code == 422
    sato.post(record, {"act": "return", "remark": "XIT の根拠が足りない"})
    suzuki.post(record, {"act": "dissent", "code": "XIT", "remark": "十分である"})
    page = words(suzuki.get(record))
    assert "差戻し" in page
    assert "XIT の根拠が足りない" in page
    assert "XIT 十分である" in page


def test_an_auditor_sees_no_button_on_a_record(record: str) -> None:
    page = signed_in(AUDITOR).get(record).content.decode()
    assert 'name="act"' not in page
    assert signed_in(AUDITOR).post(record, {"act": "confirm"}).status_code == 422


def test_a_hazard_is_entered_rated_under_an_approved_table_and_withdrawn(suzuki: Client, record: str) -> None:  # noqa: F811
    page = record.rsplit("/", 1)[0] + "/hazards"
    assert "XIT は「なし」ではありませんが、ハザードの記載がありません" in words(suzuki.get(page))
    entry = {
        "pips": ["XIT"],
        "situation": "流量が変わる",
        "harm": "過量投与",
        "severity": "critical",
        "patients_exposed": "40",
    }
    assert suzuki.post(page, {**entry, "patients_exposed": "many"}).status_code == 422
    assert suzuki.post(page, entry).status_code == 302
    shown = words(suzuki.get(page))
    assert "過量投与" in shown
    assert "承認されていません" in shown
    sato = signed_in(SATO)
    table = {"level": ["critical"], "severity-critical": "serious", "criterion-critical": "2"}
    assert sato.post("/severity", table).status_code == 302
    assert sato.post("/severity", {"approve": "1"}).status_code == 422
    assert "起案した人は承認できません" in words(sato.get("/severity"))
    _general_manager().post("/severity", {"approve": "1"})
    assert "有効な版: 第 1 版（田中" in words(sato.get("/severity"))
    assert "XIT は「なし」ではありませんが" not in words(suzuki.get(page))
    number = re.search(r'name="withdraw" value="(\d+)"', sato.get(page).content.decode())
    assert number
    assert sato.post(page, {"withdraw": number[1], "because": "統合"}).status_code == 302
    assert "XIT は「なし」ではありませんが、ハザードの記載がありません" in words(suzuki.get(page))


def _general_manager() -> Client:
    from kizuki.actions.devices.register_user import register_user
    from kizuki.actions.verb import Actor
    from tests.web.cast import PASSWORD

    register_user(
        sign_in_name="tanaka",
        display_name="田中 一郎",
        role="general_manager",
        password=PASSWORD,
        actor=Actor.program("sample"),
    )
    return signed_in("tanaka")


def test_a_record_that_is_not_there_is_no_page(suzuki: Client, record: str) -> None:  # noqa: F811
    for wrong in (f"{record}9", f"{record}9.pdf"):
        assert suzuki.get(wrong).status_code == 404


def test_what_changed_since_is_told_on_the_record(suzuki: Client, record: str, office: Any) -> None:  # noqa: F811
    from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
    from kizuki.actions.tasks import HANDLERS
    from kizuki.actions.verb import Actor

    rows = b'[{"cveID": "CVE-2026-0001", "dateAdded": "2026-06-01", "knownRansomwareCampaignUse": "Known"}]'
    keep_known_exploited(b'{"catalogVersion": "2", "vulnerabilities": ' + rows + b"}", actor=Actor.program("sample"))
    for args in asked_of("reevaluate_assessments"):
        HANDLERS["reevaluate_assessments"](args, lambda: None)
    page = part(words(suzuki.get(record)), "保存後に変わったこと", "評価項目と根拠")
    assert "ランサムウェアでの悪用が知られました" in page
    assert "判断の前提が変わりました" in page
