"""The sheet of a first report from device, day and one sentence: written, checked, drawn, sent, and arrived apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kizuki.gateways.editions import house
from kizuki.store.models import Attachment, Case, FirstReport, Obligation
from kizuki.store.record import clock
from tests.web.test_doors_stories import done, of_role
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    now = datetime(2026, 6, 16, 3, tzinfo=UTC)
    monkeypatch.setattr("kizuki.web.pages.first_sheet.today", lambda: now.date())
    with clock.standing_at(now):
        yield


def death_by_telephone(officer: Client) -> int:
    """A case as it is told on the telephone: device, day, that somebody died."""
    told = {"secrecy": "ordinary", "title": "輸液ポンプの停止", "device": "pump", "learned_on": "2026/6/16"}
    told |= {"kind": "event", "locus": "domestic", "harm": "death", "evidence": "病棟からの電話"}
    return int(done(officer, "/do/open_case", told).rpartition("/")[2])


def begun(officer: Client, case_id: int) -> str:
    """The address of the sheet of whom is chosen."""
    row = Obligation.objects.get(case_id=case_id, kind="first_report", state="owed")
    return done(officer, f"/cases/{case_id}/do/draft_first_sheet?row={row.pk}", {"named": row.pk})


def write(client: Client, address: str, box: str, said: str, **more: Any) -> Any:
    shown = client.get(address).context["page"].box(box)
    return client.post(address, {"box": box, "said": said, "read": shown.read}, **more)


def test_device_day_and_one_sentence_make_a_sheet(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address = begun(officer, case_id)
    page = officer.get(address).context["page"]
    assert [box.id for box in page.missing] == ["facts"], "the sentence alone is missing"
    assert officer.post(address, {"then": "draw"}).status_code == 422, "without it there is no sheet"
    assert write(officer, address, "facts", "病室で輸液ポンプが停止し、患者が死亡した。").status_code == 302
    page = officer.get(address).context["page"]
    assert page.missing == ()
    assert not any("追加報告予定" in line.text for line in page.found), (
        "a sheet is no report that another one follows"
    )
    assert {"learned_by", "attack", "evidence"} <= {box.id for box in page.next_boxes}, "what is not known comes next"
    drawn = officer.post(address, {"then": "draw"})
    kept = Attachment.objects.get(case_id=case_id)
    assert drawn["location"] == f"/cases/{case_id}/attachments/{kept.pk}"
    assert not FirstReport.objects.exists(), "what was drawn was not sent"


def test_an_instant_stands_in_its_box_as_it_is_written(office: dict[str, int]) -> None:
    """On the clocks of Japan; what stands there is taken back word for word."""
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    for typed in ("2026/6/16 9:05", "2026-06-16 09:05"):
        assert write(officer, address, "learned_at", typed).status_code == 302
        assert officer.get(address).context["page"].box("learned_at").text == "2026-06-16 09:05"


def test_an_answer_with_htmx_brings_the_box_and_the_bar_and_nothing_else(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    answer = write(officer, address, "facts", "停止した。", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "<html" not in body
    assert 'id="editor-progress"' in body
    refused = write(officer, address, "learned_at", "きのう", headers={"HX-Request": "true"})
    assert "2026/6/1 9:30 のように" in refused.content.decode(), "it says how a day with its time is written"
    assert "きのう" in refused.content.decode(), "what was typed is not lost"


def test_sent_and_arrived_are_told_apart(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address = begun(officer, case_id)
    first = Obligation.objects.get(case_id=case_id, kind="first_report", state="owed")
    assert "送付の記録はありません。" in words(officer.get(address))
    sheet = {
        "named": first.pk,
        "way": "fax",
        "addressee": "PMDA",
        "on": "2026/6/16",
        "at": "11:30",
        "delivered": "good",
    }
    done(officer, f"/cases/{case_id}/do/record_first_report?row={first.pk}", sheet)
    page = words(officer.get(address))
    assert "送信済み" in page
    assert "未確認" in page
    arrival = Obligation.objects.get(case_id=case_id, kind="arrival")
    told = {"on": "2026-06-16", "by": "PMDA 担当", "reason": "電話で受領を確認"}
    done(officer, f"/cases/{case_id}/do/confirm_arrival?row={arrival.pk}", told)
    (left,) = officer.get(address).context["page"].left
    assert (left.row.delivered, left.row.arrived_at is not None, left.confirm) == (True, True, "")


def test_whoever_is_no_subject_of_a_first_report_has_no_sheet(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    answer = officer.get(f"/cases/{case_id}/first-sheet?for=nobody")
    assert (answer.status_code, answer["location"]) == (302, f"/cases/{case_id}/do/draft_first_sheet")
    assert officer.get(f"/cases/{Case.objects.order_by('-pk')[0].pk + 1}/first-sheet?for=p1").status_code == 404


def test_the_boxes_of_a_sheet_are_copied_one_by_one_as_they_stand(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address = begun(officer, case_id)
    write(officer, address, "facts", "病室で輸液ポンプが停止し、患者が死亡した。")
    there = address.replace("/first-sheet", "/first-sheet/transcription")
    assert there.replace("&", "&amp;") in officer.get(address).content.decode()
    page = officer.get(there).content.decode()
    assert re.findall(r'id="copy-(\w+)"', page) == [
        box.id for box in house().edition("first", None).boxes if box.width
    ]
    assert "病室で輸液ポンプが停止し、患者が死亡した。" in page
    sent = page[page.index('id="copy-sent"') : page.index('id="copy-arrived"')]
    assert "button" not in sent, "a word that stands only on our sheet is not copied"
    assert officer.get(there.partition("?")[0] + "?for=nobody").status_code == 302
    assert officer.get(f"/cases/{case_id + 99}/first-sheet/transcription?for=p1").status_code == 404
