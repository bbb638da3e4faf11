"""The report editor: drawn from the field list, kept box by box, without JavaScript and with it."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pypdf
import pytest

from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.send_back import send_back
from kizuki.core.forms import editions
from kizuki.core.forms.edition import edition_for
from kizuki.store.models import Report
from tests.actions.office import ON, PASSWORD, Office, filled_case

pytestmark = pytest.mark.django_db


class Desk:
    """Somebody at the editor of one draft."""

    def __init__(self, client: Any, name: str, case: int, report: int) -> None:
        self.client, self.path = client, f"/cases/{case}/reports/{report}/edit"
        assert client.post("/sign-in", {"name": name, "password": PASSWORD}).status_code == 302

    def page(self) -> str:
        response = self.client.get(self.path)
        assert response.status_code == 200
        return str(response.content.decode())

    def tag(self, box: str) -> str:
        found = re.search(rf'id="read-{box}" name="read" value="(\w+)"', self.page())
        assert found is not None
        return found[1]

    def write(self, box: str, said: Any, read: str | None = None, **more: Any) -> Any:
        sent = {"box": box, "read": self.tag(box) if read is None else read, "said": said} | more
        headers = sent.pop("headers", {})
        return self.client.post(self.path, sent, headers=headers)


def box_of(page: str, box: str) -> str:
    """The box on a page, as it is marked up."""
    begins = page.index(f'id="box-{box}"')
    ends = page.find('id="box-', begins + 10)
    return unescape(page[begins:ends])


@pytest.fixture
def drafted() -> tuple[Office, int, int]:
    office, case_id = Office(), filled_case()
    return office, case_id, draft_form(case_id, 8, actor=office.ito)


def other(client: Any) -> Any:
    """A second browser."""
    return type(client)()


def test_every_box_of_the_field_list_stands_there_once_in_the_order_of_the_form(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    page = Desk(client, "ito", case_id, report).page()
    (edition,) = editions(8)
    told = re.findall(r'id="box-(\w+)"', page)
    assert sorted(told) == sorted(box.id for box in edition.boxes if box.width)
    order = [box.id for box in edition.boxes if box.width]
    asked = [box for box in told if "この報告では記載不要" not in box_of(page, box)]
    assert sorted(asked, key=order.index) == asked
    # What the rules say is never written; what a person may write is.
    assert 'name="said"' not in box_of(page, "report_class")
    assert 'name="said"' in box_of(page, "situation")
    assert page.count('id="sheet-page"') == 1
    assert set(re.findall(r'class="sheet-cell[^>]*><a href="#box-(\w+)"', page)) <= set(told)


def test_a_box_is_kept_without_javascript_and_stays_marked_as_the_persons_own(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    assert "案件" in box_of(desk.page(), "situation")
    response = desk.write("situation", "14時に停止した。")
    assert (response.status_code, response["Location"]) == (302, f"{desk.path}#box-situation")
    shown = box_of(desk.page(), "situation")
    assert "14時に停止した。" in shown
    assert "origin-person" in shown
    assert "が記入" in shown
    client.post(desk.path, {"then": "draw"})
    row = Report.objects.get(pk=report)
    assert next(box["value"] for box in row.fields if box["id"] == "situation") == "14時に停止した。"
    desk.write("situation", "", take_back="1")
    assert "origin-person" not in box_of(desk.page(), "situation")


def test_who_comes_second_finds_their_words_in_the_field_and_the_others_beside_it(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    ito, sato = Desk(client, "ito", case_id, report), Desk(other(client), "sato", case_id, report)
    seen = ito.tag("treatment")
    sato.write("treatment", "手動換気に切り替えた。", seen)
    response = ito.write("treatment", "別の機器に交換した。", seen)
    assert response.status_code == 422
    shown = box_of(response.content.decode(), "treatment")
    field, beside = shown.split('class="box-theirs"')
    assert "別の機器に交換した。" in field
    assert "手動換気に切り替えた。" in beside
    assert "手動換気に切り替えた。" in box_of(ito.page(), "treatment"), "nothing was written over"
    again = re.search(r'id="read-treatment" name="read" value="(\w+)"', shown)
    assert again is not None
    assert ito.write("treatment", "別の機器に交換した。", again[1]).status_code == 302


def test_with_htmx_only_what_stands_around_the_field_comes_back(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    kept = desk.write("usage", "連続使用中。", headers={"HX-Request": "true"})
    answer = kept.content.decode()
    assert "HX-Retarget" not in kept
    assert 'id="said-usage"' not in answer, "the field that is being typed in is left alone"
    assert f'id="read-usage" name="read" value="{desk.tag("usage")}"' in answer
    assert re.search(r'id="sheet-page" hx-swap-oob="true"', answer)
    assert "連続使用中。" in answer
    # The tag of no other box comes with it: what others wrote there was not read.
    assert answer.count('name="read"') == 1
    refused = desk.write("usage", "別の文", "0" * 16, headers={"HX-Request": "true"})
    assert refused["HX-Retarget"] == "#box-usage"
    assert refused.status_code == 422, "the script holds the acts of the page back until it is put right"


@pytest.mark.parametrize(
    ("box", "said", "word"), [("report_date", "あした", "2026"), ("next_date", "2026-02-30", "2026")]
)
def test_what_a_box_cannot_hold_is_said_beside_it_with_what_was_typed(
    client: Any, drafted: tuple[Office, int, int], box: str, said: str, word: str
) -> None:
    _, case_id, report = drafted
    response = Desk(client, "ito", case_id, report).write(box, said)
    assert response.status_code == 422
    shown = box_of(response.content.decode(), box)
    assert f'value="{said}"' in shown
    assert 'class="refusal"' in shown


def test_a_day_that_is_one_and_fits_not_beside_another_is_refused_in_its_own_words(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    shown = box_of(
        Desk(client, "ito", case_id, report).write("report_date", "1999/1/2").content.decode(), "report_date"
    )
    assert 'class="refusal"' in shown
    assert "日付として読めません" not in shown


def test_the_day_of_the_report_is_proposed_and_never_after_its_due_day() -> None:
    from datetime import date

    from kizuki.web.editor.page import planned_day

    friday, saturday, monday = date(2026, 7, 10), date(2026, 7, 11), date(2026, 7, 13)
    assert planned_day(None, friday) == friday
    assert planned_day(date(2026, 7, 31), saturday) == monday
    assert planned_day(date(2026, 7, 12), saturday) == date(2026, 7, 12), "its day comes before the office's"
    assert planned_day(date(2026, 7, 1), saturday) == monday, "a late one goes on the next day of the office"


def test_the_sheet_on_the_screen_says_of_each_box_what_the_print_says(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    before = _on_the_sheet(desk.page())
    assert desk.write("investigation", "").status_code == 302
    assert desk.write("age", "").status_code == 302
    without = _on_the_sheet(desk.page())
    assert without["age"] == "調査中"
    assert desk.write("investigation", "経路は調査中。").status_code == 302
    assert _on_the_sheet(desk.page()) == without | {"investigation": "経路は調査中。"}, (
        "no other box says another word"
    )
    assert without.keys() == before.keys()
    client.post(desk.path, {"then": "draw"})
    pages = pypdf.PdfReader(io.BytesIO(bytes(Report.objects.get(pk=report).document.content))).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    assert "②年齢調査中" in printed
    assert _on_the_sheet(desk.page())["age"] == "調査中"


def _on_the_sheet(page: str) -> dict[str, str]:
    """What the sheet beside the boxes says in words, by box."""
    sheet = page[page.index('id="sheet-page"') :]
    return dict(re.findall(r'href="#box-(\w+)">[^<]*</a><p class="sheet-text">([^<]*)<', sheet))


def test_rows_of_terms_and_lists_with_words_of_their_own_are_kept(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    rows = {"code": ["A110502", ""], "risk": ["occurred", ""], "known": ["unknown", ""], "term": ["", ""]}
    assert desk.write("device_problem", "", **rows).status_code == 302
    assert desk.write("action_category", ["information"], other="遠隔監視").status_code == 302
    page = desk.page()
    assert 'value="A110502"' in box_of(page, "device_problem")
    assert 'value="information" checked' in box_of(page, "action_category")
    assert 'value="遠隔監視"' in box_of(page, "action_category")
    client.post(desk.path, {"then": "draw"})
    told = {box["id"]: box["value"] for box in Report.objects.get(pk=report).fields}
    assert told["action_category"] == ["情報提供", "遠隔監視"]
    assert told["device_problem"][0]["code"] == "A110502"


def test_what_is_missing_is_one_list_with_one_count_on_every_page_and_on_the_paper(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    assert desk.write("device_problem", "", term=["停止"], known=["unknown"], risk=[""]).status_code == 302
    assert desk.write("status_reason", "").status_code == 302
    client.post(desk.path, {"then": "draw"})
    steps = f"/cases/{case_id}/reports/{report}"
    answers = {path: client.get(path) for path in (desk.path, steps, f"{steps}/check")}
    lists = [answers[desk.path].context["page"].missing]
    lists += [answers[path].context["page"].missing_boxes for path in (steps, f"{steps}/check")]
    row = Report.objects.get(pk=report)
    for one in lists:
        assert [box.id for box in one] == row.missing
    assert {"status_reason", "term_risk"} <= set(row.missing)
    at = {box.id: box.at for box in lists[0]}
    assert at["term_risk"] == "device_problem", "what is asked of a term is written beside the term"
    page = answers[desk.path].content.decode()
    assert all(f'id="box-{box}"' in page for box in at.values()), "each leads somewhere"
    counted = f"<strong>{len(row.missing)}件</strong>"
    assert all(counted in answer.content.decode() for answer in answers.values())
    paper = pypdf.PdfReader(io.BytesIO(bytes(row.document.content))).pages[0].extract_text()
    assert f"必須の欄{len(row.missing)}件が未記入" in "".join(paper.split())


def test_it_is_handed_in_from_there_and_whoever_sent_it_back_sees_what_changed(
    client: Any, drafted: tuple[Office, int, int]
) -> None:
    office, case_id, report = drafted
    request_review(report, on=ON, actor=office.ito)
    send_back(report, "draft", "時刻を確認してください", on=ON, actor=office.sato)
    ito = Desk(client, "ito", case_id, report)
    ito.write("situation", "15時に停止した。")
    assert client.post(ito.path, {"then": "request_review"}).status_code == 302
    page = Desk(other(client), "sato", case_id, report).page()
    assert "あなたが前回確認したときから変わった欄：1件" in page
    assert "box-changed" in page
    assert "変更" in box_of(page, "situation")
    assert 'name="said"' not in page, "what is on its way is read, not written"
    assert page.count('class="signature-bar"') == 1
    bar = page[page.index('class="signature-bar"') :]
    assert [step for step in ("review", "send_back") if f'value="{step}"' in bar] == ["review", "send_back"]


def test_a_role_that_does_not_write_reads(client: Any, drafted: tuple[Office, int, int]) -> None:
    _, case_id, report = drafted
    reader = Desk(client, "tanaka", case_id, report)
    assert 'name="said"' not in reader.page()
    assert client.post(reader.path, {"box": "situation", "read": "", "said": "x"}).status_code == 404


def test_boxes_are_copied_one_by_one_apart_from_the_sheet(client: Any, drafted: tuple[Office, int, int]) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    page = client.get(desk.path.replace("/edit", "/transcription")).content.decode()
    row = Report.objects.get(pk=report)
    edition = edition_for(8, None)
    assert re.findall(r'id="copy-(\w+)"', page) == [box.id for box in edition.boxes if box.width]
    situation = next(box["value"] for box in row.fields if box["id"] == "situation")
    assert situation in unescape(page)
    assert "届出システム又は公的様式" in page
    given = page[page.index('id="copy-control_number"') : page.index('id="copy-registration_no"')]
    assert "button" not in given, "a word that stands only on our sheet is not copied"


def test_the_check_leads_to_the_boxes(client: Any, drafted: tuple[Office, int, int]) -> None:
    _, case_id, report = drafted
    desk = Desk(client, "ito", case_id, report)
    desk.write("report_date", "")
    response = client.post(desk.path, {"then": "check"})
    page = client.get(response["Location"]).content.decode()
    assert f"{desk.path}#box-report_date" in page
