"""The question desk without JavaScript: what an answer moved and why, in words; and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.cast import PASSWORD, SATO
from tests.web.desk_cast import AUDITOR, CVE, SUZUKI, furnish
from tests.web.test_pages import words


@pytest.fixture
def pump(office: dict[str, int], monkeypatch: pytest.MonkeyPatch, today: Any) -> int:
    monkeypatch.setattr("kizuki.web.pages.desk.today", lambda: today)
    return furnish()


def signed_in(name: str) -> Client:
    client = Client()
    assert client.post("/sign-in", {"name": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def suzuki(pump: int) -> Client:
    return signed_in(SUZUKI)


@pytest.fixture
def path(pump: int) -> str:
    return f"/devices/{pump}/assessments/{CVE}"


def answer(client: Client, path: str, **answers: str) -> None:
    for code, value in answers.items():
        response = client.post(path, {code: value})
        assert (response.status_code, response["Location"]) == (302, f"{path}#q-{code}")


def part(page: str, start: str, end: str) -> str:
    return page.split(start, 1)[1].split(end, 1)[0]


def test_an_answer_says_which_metric_moved_and_why_in_japanese(suzuki: Client, path: str) -> None:
    answer(suzuki, path, XAVN="Y", XAVT="N")
    moved = part(words(suzuki.get(path)), "直前の回答で動いたもの", "最も効く問い")
    assert "XAVT: 未回答 → いいえ" in moved
    assert "AV 攻撃元区分: ネットワーク (N) → 隣接 (A)" in moved
    assert "理由: XAVN=はい、XAVT=いいえ、XAVW=不明（未回答）" in moved or "XAVW=未回答（不明として扱う）" in moved
    assert "rubric p.10-14" in moved
    # CVSS:3.1/…/S:C/C:H/I:H/A:H with AV:N is 10.0, with AV:A 9.6 (the calculator of FIRST).
    assert "基本値 10.0 緊急 → 9.6 緊急" in moved


def test_the_same_in_english(suzuki: Client, path: str) -> None:
    suzuki.post("/language", {"language": "en", "next": "/"})
    answer(suzuki, path, XAVN="Y", XAVT="N")
    moved = part(words(suzuki.get(path)), "Changed by the last answer", "Most decisive question")
    assert "AV Attack Vector: Network (N) → Adjacent (A)" in moved


def test_what_is_not_asked_is_shown_with_its_reason_and_takes_no_answer(suzuki: Client, path: str) -> None:
    answer(suzuki, path, XAVN="N")
    page = suzuki.get(path).content.decode()
    assert "問いません。XAVN=いいえ" in page
    assert 'id="a-XAVT-Y"' not in page
    assert 'id="a-XAVP-Y"' in page


def test_an_open_question_says_what_each_answer_would_do(suzuki: Client, path: str) -> None:
    answer(suzuki, path, XAVN="Y")
    question = part(words(suzuki.get(path)), "XACL", "XPRL")
    assert "いいえ AC L→H、基本値 10.0→9.0" in question


def test_the_published_vector_stands_beside_with_the_answer_that_made_the_difference(
    suzuki: Client, path: str
) -> None:
    answer(suzuki, path, XAVN="Y", XAVT="Y")
    beside = part(words(suzuki.get(path)), "公表されたベクタとの比較", "シグナル")
    assert "AV: 自社 N" in beside
    assert "XAVN=はい, XAVT=はい" in beside


def test_signals_are_beside_and_never_a_reason_not_to_report(suzuki: Client, path: str) -> None:
    page = words(suzuki.get(path))
    assert "悪用が確認されています（2026-06-01 掲載）" in page
    assert "EPSS 確認していません（「なし」ではありません）" in page
    assert "報告しない理由になりません" in page


def test_a_proposal_waits_and_is_taken_over_one_by_one_or_all_with_a_reason(suzuki: Client, path: str) -> None:
    assert "機器プロファイルの提案: はい" in words(suzuki.get(path))
    suzuki.post(path, {"adopt": "XAVN"})
    assert "機器プロファイルの提案を採用（interfaces.wlan0）" in words(suzuki.get(path))
    refused = suzuki.post(path, {"adopt-all": "1"})
    assert refused.status_code == 422
    assert "needs a reason" in refused.content.decode()
    assert suzuki.post(path, {"adopt-all": "1", "adopted-because": "設計書で確認"}).status_code == 302
    assert "KEVの提案を採用" in words(suzuki.get(path))


def test_a_reduction_without_evidence_or_with_a_past_day_is_refused(suzuki: Client, path: str) -> None:
    answer(suzuki, path, XAVN="Y", XAVT="Y", XMAVS="N", XMAVD="N", XMAVG="Y")
    for given in ({}, {"evidence-of-MAV": "DOC-1"}, {"evidence-of-MAV": "DOC-1", "expires-of-MAV": "2026-06-16"}):
        assert suzuki.post(path, {"accept": "MAV:A", **given}).status_code == 422
    whole = {"accept": "MAV:A", "evidence-of-MAV": "DOC-1", "expires-of-MAV": "2027-03-31"}
    assert suzuki.post(path, whole).status_code == 302
    assert "鈴木 健 が確認（根拠: DOC-1、期限: 2027-03-31）" in words(suzuki.get(path))


@pytest.mark.parametrize("posted", [{"XAVN": "H"}, {"again-XAVN": "Y"}, {"ssvc-E": "Z"}, {"site": "castle"}])
def test_what_does_not_exist_is_refused_and_nothing_is_kept(
    suzuki: Client, path: str, posted: dict[str, str]
) -> None:
    answer(suzuki, path, XAVN="Y")
    assert suzuki.post(path, posted).status_code == 422
    page = suzuki.get(path)
    assert page.status_code == 200
    assert 'id="a-XAVN-Y" name="XAVN" value="Y" aria-pressed="true"' in page.content.decode()


def test_htmx_gets_the_desk_alone(suzuki: Client, path: str) -> None:
    response = suzuki.post(path, {"XAVN": "Y"}, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert body.lstrip().startswith('<form id="desk"')
    assert "<html" not in body
    saved = suzuki.post(path, {"save": "1"}, headers={"HX-Request": "true"})
    assert (saved.status_code, saved["HX-Redirect"]) == (204, f"{path.replace(CVE, 'PYSEC-2026-1')}/1")


def test_the_desk_opens_at_the_saved_score_with_who_kept_it_and_when(suzuki: Client, path: str, pump: int) -> None:
    from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Assessment

    before = words(suzuki.get(path))
    assert "すべて回答済み" not in before
    assert "保存された評価" not in before
    answer(suzuki, path, XAVN="Y", XAVT="N", XIT="H")
    suzuki.post(path, {"save": "1", "release": ""})
    answers = Assessment.objects.get(device_id=pump).record["input"]
    assess_vulnerability("pump", CVE, {"answers": {**answers["answers"], "XUI": "N"}}, actor=Actor.program("load"))
    page = words(suzuki.get(path))
    assert "保存された評価 第 2 版を見る" in page
    assert "自動処理" in part(page, "第 2 版を見る", "残り")
    assert "XUI: 未回答" not in page
    assert "この版の回答から始めています" in page
    suzuki.post(path, {"XUI": "Y"})
    suzuki.post(path, {"save": "1", "release": ""})
    assert "鈴木 健" in part(words(suzuki.get(path)), "保存された評価 第 3 版を見る", "残り")


def test_an_auditor_reads_and_does_not_answer(pump: int, path: str) -> None:
    auditor = signed_in(AUDITOR)
    assert "この役割では回答できません" in words(auditor.get(path))
    assert auditor.post(path, {"XAVN": "Y"}).status_code == 422


def test_drafts_are_of_one_person(suzuki: Client, path: str) -> None:
    answer(suzuki, path, XAVN="Y")
    other = signed_in(SATO).get(path).content.decode()
    assert 'aria-pressed="true"' not in other


def test_a_device_or_advisory_that_is_not_kept_is_no_page(suzuki: Client, pump: int) -> None:
    assert suzuki.get(f"/devices/{pump}/assessments/CVE-1999-9999").status_code == 404
    assert suzuki.get("/devices/99999/assessments").status_code == 404
    found = suzuki.get(f"/devices/{pump}/assess", {"advisory": CVE})
    assert found["Location"] == f"/devices/{pump}/assessments/PYSEC-2026-1"
    assert suzuki.get(f"/devices/{pump}/assess", {"advisory": "CVE-1999-9999"}).status_code == 404


def test_the_number_of_queries_of_the_list_does_not_grow(
    suzuki: Client, pump: int, django_assert_max_num_queries: Any
) -> None:
    from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.verb import Actor
    from tests.actions.record import advisory

    program = Actor.program("sample")
    given = {"answers": {"XAVN": "Y", "XAVT": "Y", "XACL": "Y", "XPRL": "N", "XUI": "N", "XS": "N"}}
    for number in range(2, 8):
        keep_advisories(advisory(number, f"part{number}", "1", "2"), actor=program)
        assess_vulnerability("pump", f"PYSEC-2026-{number}", {**given, "unlisted_impacts": "N"}, actor=program)
    with django_assert_max_num_queries(14):
        page = words(suzuki.get(f"/devices/{pump}/assessments"))
    assert "PYSEC-2026-7" in page


def test_home_and_a_case_lead_to_the_assessments_of_the_device(
    suzuki: Client, pump: int, office: dict[str, int]
) -> None:
    for page in ("/", f"/cases/{office['overdose']}"):
        assert f'href="/devices/{pump}/assessments"' in suzuki.get(page).content.decode()
