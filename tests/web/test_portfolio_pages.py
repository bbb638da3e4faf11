"""The pages of information, incidents and devices, as a person reads and fills them in."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kizuki.actions.incidents.add_to_incident import add_to_incident
from kizuki.actions.verb import Actor
from kizuki.store.models import SafetyInformation, StoredDocument
from tests.web.conftest import TODAY
from tests.web.portfolio_cast import move_in_portfolio


def words(response: Any, status: int = 200) -> str:
    """The page as its text, one space between words."""
    assert response.status_code == status
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", response.content.decode())))


@pytest.fixture
def ids(office: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    for page in ("information", "information_page", "incidents", "device", "door"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: TODAY)
    return move_in_portfolio(TODAY)


def test_a_device_says_what_is_confirmed_what_is_not_and_how_many_units_are_done(
    sato: Any, ids: dict[str, int]
) -> None:
    page = words(sato.get(f"/devices/{ids['pump']}"))
    assert "販売中" in page
    assert "次の段階に入っている可能性があります（期日が登録されていません）：限定的サポート、EOS後" in page
    assert "レガシー医療機器ではない" in page
    assert "基本要件基準第12条第3項への適合 未確認" in page
    assert "2 / 5" in page
    assert "IP3-9 未確認" in page
    assert "医薬安発0115第2号の対象です。" in page


def test_an_incident_asks_for_its_patients_and_puts_the_first_hour_first(sato: Any, ids: dict[str, int]) -> None:
    page = words(sato.get(f"/incidents/{ids['incident']}"))
    assert "健康被害のあった患者の数が確認されていません。" in page
    assert page.rindex("最初の1時間") < page.index("ネットワークから切り離す") < page.rindex("その後の作業")
    assert "PMDA まだ伝えていない" in page
    assert "他社の監視装置" in page


def test_persons_of_two_cases_are_joined_by_what_people_call_them(
    sato: Any, ids: dict[str, int], office: dict[str, int]
) -> None:
    path, actor = f"/incidents/{ids['incident']}", Actor.program("test")
    add_to_incident(ids["incident"], [f"case:{office['overdose']}"], actor=actor)
    assert 'id="join"' not in sato.get(path).content.decode(), "there is nobody to be joined yet"
    add_to_incident(ids["incident"], [f"case:{office['death']}"], actor=actor)
    offered = re.findall(r'<option value="(p\d+-1)">(2026-\d{4} 患者等1)</option>', sato.get(path).content.decode())
    (first, called), (second, other) = dict(offered).items()
    told = {"step": "join", "person": first, "same_as": second, "reason": "同じ患者"}
    assert sato.post(path, told).status_code == 302
    page = words(sato.get(path))
    assert f"{called} = {other}" in page
    assert "別の案件の患者等と同一人として関連付け" in page


def test_a_playbook_is_started_from_the_page_and_not_twice(sato: Any, ids: dict[str, int]) -> None:
    path = f"/incidents/{ids['incident']}"
    assert sato.post(path, {"playbook": "tampered_pump"}).status_code == 302
    assert "再現試験" in words(sato.get(path))
    assert "ですでに開始されています" in words(sato.post(path, {"playbook": "tampered_pump"}), 422)


RECEIVE = "/do/receive_information"


def test_information_is_received_by_its_form_on_the_day_it_was_first_known(sato: Any, ids: dict[str, int]) -> None:
    told = {"secrecy": "ordinary", "harm": "asking", "source": "finder", "learned_on": "令和8年6月14日"}
    told |= {"summary": "認証を回避できる", "device": "viewer"}
    original = SimpleUploadedFile("mail.eml", b"From: finder", "text/html")
    response = sato.post(RECEIVE, {**told, "original": original})
    assert response.status_code == 302
    row = SafetyInformation.objects.order_by("-pk")[0]
    assert (row.source, row.awareness_on.isoformat(), row.state) == ("finder", "2026-06-14", "received")
    assert StoredDocument.objects.get(sha256=row.original_id).media_type == "application/octet-stream"
    page = words(sato.get(response["location"]))
    assert "2026-06-14（日） 佐藤 恵" in page
    assert "「安全管理情報を受け付ける」を記録しました。" in page
    assert "記録しました" not in words(sato.get(response["location"]))


def test_a_form_that_cannot_be_kept_says_why_and_keeps_what_was_typed(sato: Any, ids: dict[str, int]) -> None:
    before = SafetyInformation.objects.count()
    told = {
        "secrecy": "secret",
        "harm": "asking",
        "source": "finder",
        "learned_on": "Ｒ８．７．１",
        "summary": "認証を回避",
    }
    response = sato.post(RECEIVE, told)
    page = words(response, 422)
    assert "今日より後の日は入力できません。" in page
    assert "秘密とする場合は、閲覧できる人を選んでください。" in page
    assert 'value="Ｒ８．７．１"' in response.content.decode()
    assert "認証を回避" in page
    assert SafetyInformation.objects.count() == before


def test_a_serial_number_tells_the_device_and_the_hospital(sato: Any, ids: dict[str, int]) -> None:
    told = {
        "secrecy": "ordinary",
        "harm": "asking",
        "source": "hospital",
        "learned_on": "20260615",
        "summary": "画面が止まった",
    }
    assert sato.post(RECEIVE, {**told, "serial": "ｉｐ３－１"}).status_code == 302
    row = SafetyInformation.objects.order_by("-pk")[0]
    assert row.device is not None
    assert row.hospital is not None
    assert (row.device.key, row.hospital.key) == ("pump", "takadai")
    assert "製造番号・ロット番号 ｉｐ３－１" in words(sato.get(f"/information/{row.pk}"))
    other = sato.post(RECEIVE, {**told, "serial": "IP3-1", "device": "viewer"})
    assert "この製造番号の個体は「輸液ポンプ FLOW-3」です。" in words(other, 422)


def test_the_inbox_lists_what_waits_and_its_words_are_only_words(sato: Any, ids: dict[str, int]) -> None:
    response = sato.get("/information")
    assert b"<b>" not in response.content
    page = words(response)
    assert "2026-06-12（金）" in page
    assert "医療機関・医薬関係者" in page
    assert "この状態の安全管理情報はありません。" in words(sato.get("/information?state=joined"))


def test_information_is_examined_joined_or_set_aside_on_its_page(
    sato: Any, ids: dict[str, int], office: dict[str, int]
) -> None:
    path = f"/information/{ids['information']}"
    assert sato.post(f"{path}/do/examine", {"remark": "当該機を確認"}).status_code == 302
    assert "対象外とする" in words(sato.get(path))
    assert "一覧から選んで" in words(sato.post(f"{path}/do/set_aside", {"reason": "none", "remark": "x"}), 422)
    assert sato.post(f"{path}/do/join_case", {"case": office["overdose"]}).status_code == 302
    page = words(sato.get(path))
    assert "案件に統合" in page
    assert "対象外とする" not in page
    assert sato.post(f"{path}/do/unjoin_case", {"remark": "別の患者"}).status_code == 302
    assert "案件として登録" in words(sato.get(path))


def test_every_page_is_there_in_english(sato: Any, ids: dict[str, int]) -> None:
    sato.post("/language", {"language": "en", "next": "/"})
    for path, said in (
        ("/information", "Receive safety information"),
        (f"/information/{ids['information']}", "Persons aware and dates"),
        ("/incidents", "E-2026-0001"),
        (f"/incidents/{ids['incident']}", "First hour"),
        (f"/devices/{ids['pump']}", "Applied / in use"),
    ):
        assert said in words(sato.get(path))


def test_what_is_not_there_is_not_found_and_nobody_reads_before_signing_in(
    sato: Any, ids: dict[str, int], client: Any
) -> None:
    for path in ("/information/999", "/incidents/999", "/devices/999"):
        assert sato.get(path).status_code == 404
    client.logout()
    for path in ("/information", "/incidents", f"/devices/{ids['pump']}"):
        assert client.get(path).status_code in (302, 403)
