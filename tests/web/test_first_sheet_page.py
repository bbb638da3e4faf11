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
    told = {
        "secrecy": "ordinary",
        "harm": "asking",
        "title": "輸液ポンプの停止",
        "device": "pump",
        "learned_on": "2026/6/16",
    }
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
    assert drawn["location"] == f"/documents/attachment/{kept.pk}/document/file"
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
    assert "said-learned_at" not in refused.content.decode(), "what stands typed in its field is not put anew"
    refused = write(officer, address, "learned_at", "きのう")
    assert (refused.status_code, "きのう" in refused.content.decode()) == (422, True), "nor lost without htmx"


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


def test_what_was_sent_and_what_arrived_are_put_right_where_the_sending_is_recorded(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address = begun(officer, case_id)
    answer = officer.get(address)
    page = answer.context["page"]
    assert {page.box(name).link for name in ("sent", "arrived")} == {f"{address}#sent"}
    sending = answer.content.decode().partition('id="sent"')[2]
    assert f'href="{page.record}"' in sending.replace("&amp;", "&"), "the sending is recorded there"
    assert page.box("full_report").link.endswith("#facts"), "what the facts settle is put right in the facts"


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


def test_no_id_of_the_record_is_read_on_the_page_the_paper_or_its_file(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address = begun(officer, case_id)
    write(officer, address, "facts", "病室で停止した。")
    officer.post(address, {"then": "draw"})
    (name,) = Obligation.objects.filter(case_id=case_id, kind="first_report").values_list("person", flat=True)
    assert name, "the record has an id of this person"
    page = officer.get(address)
    assert "患者等1" in words(page)
    assert name not in words(page)
    typed = re.findall(r"<input(?![^>]*hidden)[^>]*>", page.content.decode())
    assert typed
    assert not [field for field in typed if name in field], "nobody is asked to read or write it"
    kept = Attachment.objects.get(case_id=case_id)
    assert kept.name == "第一報連絡票_患者等1_第1版_2026-06-16_1200.pdf"
    assert kept.name in words(page), "it is found again"
    assert name not in words(officer.get(address.replace("/first-sheet", "/first-sheet/transcription")))


def test_a_row_of_a_person_is_kept_by_its_id_though_nobody_reads_it(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    box = officer.get(address).context["page"].box("persons")
    ((who, *_),) = box.rows
    told = {"box": "persons", "read": box.read, "id": who.text, "age_band": "70代", "sex": "女", "on": "2026/6/1"}
    assert officer.post(address, told).status_code == 302
    ((who, band, *_),) = officer.get(address).context["page"].box("persons").rows
    assert (who.said, band.text) == ("患者等1", "70代")


def test_what_the_check_says_of_a_box_goes_when_the_box_is_filled(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    shown = officer.get(address)
    of_facts = [line for line in shown.context["page"].found if line.box.endswith("#box-facts")]
    assert of_facts, "the sentence is missing, and the check says so"
    answer = write(officer, address, "facts", "停止した。", headers={"HX-Request": "true"}).content.decode()
    assert '<section class="editor-check" id="found"' in answer
    check = answer[answer.index('id="found"') :].partition("</section>")[0]
    assert 'hx-swap-oob="true"' in check
    assert not [line for line in of_facts if line.text in check]


def test_what_is_printed_of_itself_stands_in_its_field(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    page = officer.get(begun(officer, death_by_telephone(officer))).context["page"]
    assert page.box("addressee").text == page.box("addressee").shown
    assert page.box("addressee").text.startswith("独立行政法人医薬品医療機器総合機構　")
    learned = page.box("learned_at")
    assert (learned.text, learned.prints) == ("", "2026年6月16日（時刻は確認中）"), "no instant that could be kept"


def test_what_the_caller_said_is_offered_for_the_facts_and_put_there_by_a_person(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    said = "輸液ポンプが停止した。身代金を求める画面が出た。"
    told = {
        "secrecy": "ordinary",
        "harm": "asking",
        "source": "hospital",
        "learned_on": "令和8年6月15日",
        "who": "営業　太郎",
    }
    told |= {"summary": said, "device": "pump", "hospital": "takadai"}
    information = done(officer, "/do/receive_information", told)
    new = {"title": "輸液ポンプの停止", "kind": "event", "locus": "domestic", "harm": "death", "hospital": "takadai"}
    case_id = int(done(officer, f"{information}/do/become_case", {**new, "evidence": "電話"}).rpartition("/")[2])
    address = begun(officer, case_id)
    box = officer.get(address).context["page"].box("facts")
    assert (box.text, box.missing) == ("", True), "it is not put there by itself"
    (offer,) = box.offers
    assert (offer.text, offer.address) == (said, information)
    assert "2026-06-15" in offer.source
    sent = {"box": "facts", "said": "", "propose": offer.text, "read": box.read}
    assert officer.post(address, sent).status_code == 302
    box = officer.get(address).context["page"].box("facts")
    assert (box.text, bool(box.written_by)) == (said, True), "whoever put it there answers for it"
    more = {"box": "facts", "said": "14時に停止。", "propose": offer.text, "read": box.read}
    officer.post(address, more)
    assert officer.get(address).context["page"].box("facts").text == f"14時に停止。\n{said}", "nothing typed is lost"


def test_a_report_shows_what_came_from_the_sheet_and_offers_what_it_says_otherwise(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address = begun(officer, case_id)
    box = officer.get(address).context["page"].box("persons")
    told = {"id": [row[0].text for row in box.rows], "age_band": "70代", "sex": "男", "on": "2026/6/15"}
    assert officer.post(address, {"box": "persons", "read": box.read, **told}).status_code == 302
    row = Obligation.objects.filter(case_id=case_id, kind="item", form="8").order_by("pk").first()
    assert row is not None
    steps = done(officer, f"/cases/{case_id}/do/draft_form?row={row.pk}", {"row": row.pk})
    editor = f"{steps.partition('#')[0].removesuffix('/edit')}/edit"
    page = officer.get(editor).context["page"]
    assert [page.box(name).shown for name in ("age", "sex", "death_date")] == ["70代", "男", "2026年6月15日"]
    assert {page.box(name).origin for name in ("age", "sex", "death_date")} == {"sheet"}
    assert not page.box("age").offers, "what it says already is offered no more"
    assert write(officer, editor, "age", "不明").status_code == 302
    (offer,) = officer.get(editor).context["page"].box("age").offers
    assert (offer.text, offer.source, offer.address) == ("70代", "第一報連絡票", address)
    read = officer.get(editor).context["page"].box("age").read
    put = {"box": "age", "said": "不明", "propose": offer.text, "read": read}
    assert officer.post(editor, put).status_code == 302
    box = officer.get(editor).context["page"].box("age")
    assert (box.text, box.origin) == ("70代", "person")
