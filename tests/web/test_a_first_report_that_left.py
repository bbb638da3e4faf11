"""A first report on the page of its case: one target day, and nothing that still asks for it once it has left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.core.glossary import say
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import standing_at
from kizuki.web.case_lines import CaseLine
from kizuki.web.editor.sheet_page import SheetPage, sheet_page
from kizuki.web.pages.case import CasePage, case_page
from kizuki.web.pages.home import home_page
from tests.actions.obligations.desk import Desk, event, harmed, owed
from tests.web.test_doors_stories import of_role
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 16)
LATE = datetime(2026, 6, 16, 14, 8, tzinfo=UTC)
"""23:08 in Japan: what is learned then is told by 09:00 of the next day."""

LEFT = datetime(2026, 6, 16, 4, tzinfo=UTC)
"""13:00 in Japan, before the case was opened."""

NEXT = date(2026, 6, 17)


def died_late() -> tuple[Desk, int]:
    desk = Desk()
    with standing_at(LATE):
        return desk, desk.open(event(learned_on=DAY.isoformat(), harms=[harmed()]))


def left(desk: Desk, case: int, sent_at: datetime = LEFT, *, delivered: bool = True) -> None:
    named = [row.id or 0 for row in owed(case, "first_report")]
    with standing_at(LATE):
        sheet = FirstSheet(named, "fax", "PMDA", sent_at, delivered=delivered)
        record_first_report(case, sheet, now=LATE, actor=desk.office.kato)


def viewer(desk: Desk) -> Viewer:
    return Viewer(person_of(desk.office.sato), "safety_manager", "ja")


def page_of(desk: Desk, case: int) -> CasePage:
    page = case_page(viewer(desk), case, DAY)
    assert page is not None
    return page


def home_of(desk: Desk) -> CaseLine:
    (line,) = home_page(viewer(desk), DAY).cases
    return line


def sheet_of(desk: Desk, case: int) -> SheetPage:
    page = sheet_page(viewer(desk), case, desk.persons(case), DAY)
    assert page is not None
    return page


def determination(case: int) -> str:
    """What the page says under 判定と理由, before its duties."""
    page = of_role("safety_manager").get(f"/cases/{case}").content.decode()
    return page.partition('<h2 id="determination">')[2].partition("<h3>")[0]


def test_every_place_of_the_page_names_the_target_of_the_ledger() -> None:
    desk, case = died_late()
    page = page_of(desk, case)
    assert page.first_reports is not None
    (line,) = [line for line in page.owed if line.row.kind == "first_report"]
    rail = next(stop.on for stop in page.rail if stop.code == "first_report")
    assert {line.row.due_on, page.countdown.due_on, page.first_reports.on, rail} == {NEXT}
    assert page.made is not None
    assert page.made.answer["first_report"]["target_on"] == DAY.isoformat(), "the answer knows days alone"
    shown = determination(case)
    assert "目標日" in shown
    assert "2026-06-17" in shown
    assert "09:00" in shown
    assert "2026-06-16" not in shown


def test_while_it_is_open_whether_one_is_owed_the_day_of_what_is_asked_is_named() -> None:
    desk = Desk()
    page = page_of(desk, desk.open(event()))
    assert page.first_reports is not None
    assert (page.first_reports.state, page.first_reports.on) == ("open", date(2026, 6, 1))
    assert home_of(desk).prompt_first_report == "open"


def test_what_left_is_asked_for_nowhere() -> None:
    desk, case = died_late()
    assert home_of(desk).prompt_first_report == "met"
    assert "PMDAへ速やかに第一報" in determination(case)
    left(desk, case)
    shown = determination(case)
    assert "PMDAへ速やかに第一報" not in shown
    assert "送付済み" in shown
    assert "13:00" in shown
    page = of_role("safety_manager").get(f"/cases/{case}").content.decode()
    head = page.partition('<header class="top')[2].partition("</header>")[0]
    assert "first-met" not in head
    assert "第一報 送付済み" in head
    assert home_of(desk).prompt_first_report == ""


def test_one_that_is_still_owed_of_another_person_stays_owed() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed(), harmed()]))
    desk.fax(case, owed(case, "first_report")[0])
    page = page_of(desk, case)
    assert page.first_reports is not None
    assert page.first_reports.state == "met"
    assert home_of(desk).prompt_first_report == "met"


def test_it_was_done_when_it_left_and_not_when_that_was_recorded() -> None:
    desk, case = died_late()
    left(desk, case)
    page = page_of(desk, case)
    assert [(stop.on, stop.state) for stop in page.rail if stop.code == "first_report"] == [(DAY, "done")]
    (line,) = [line for line in page.ended if line.row.kind == "first_report"]
    assert (line.how.sent_at, line.row.ended_at) == (LEFT, LATE)
    (told,) = [entry for entry in page.timeline if "13:00" in entry.what]
    assert told.at == LATE
    assert "第一報" in told.what
    shown = words(of_role("safety_manager").get(f"/cases/{case}"))
    assert "案件の登録より前の送付" in shown


def test_its_arrival_is_asked_on_that_day_on_the_case_and_on_home() -> None:
    desk, case = died_late()
    left(desk, case)
    kinds = [line.row.kind for line in page_of(desk, case).owed if line.row.rank == 2]
    assert len(kinds) > 1
    assert kinds[0] == "arrival"
    (beside,) = home_of(desk).besides
    assert (beside.kind, beside.countdown.due_on) == ("arrival", DAY)


def test_what_is_due_today_stands_before_a_report_of_another_day_in_the_head_in_the_list_and_on_home(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for page_module in ("home", "case"):
        monkeypatch.setattr(f"kizuki.web.pages.{page_module}.today", lambda: DAY)
    desk, case = died_late()
    left(desk, case)
    page = page_of(desk, case)
    assert (page.clock, page.countdown.due_on) == ("item", date(2026, 7, 1))
    assert page.owed[0].row.kind == "arrival"
    (first,) = page.due_first
    assert (first.row.kind, first.countdown.kind) == ("arrival", "today")
    shown = of_role("safety_officer").get(f"/cases/{case}").content.decode()
    head = shown.partition('<header class="top')[2].partition("</header>")[0]
    assert f"/cases/{case}/do/confirm_arrival" in head
    home = home_page(viewer(desk), DAY)
    assert (home.due_today, home.soon, home.over) == (1, 0, 0)
    row = of_role("safety_officer").get("/").content.decode().partition('<td role="cell" class="case-next">')[2]
    assert f"/cases/{case}/do/confirm_arrival" in row.partition("</tr>")[0]


@pytest.mark.parametrize("days", range(17))
def test_no_counter_is_zero_while_a_row_says_such_a_day(days: int) -> None:
    """What the row says in words is the oracle of what stands in the counters."""
    desk, case = died_late()
    left(desk, case)
    home = home_page(viewer(desk), DAY + timedelta(days=days))
    (line,) = home.cases
    untils = [line.countdown, *(one.countdown for one in line.besides), *([line.law[1]] if line.law else [])]
    said = {until.words("ja") for until in untils}
    near = {say("screens.countdown.left", "ja", days=left) for left in (2, 3)}
    near.add(say("screens.countdown.left_one", "ja", days=1))
    assert home.due_today == (say("screens.countdown.today", "ja") in said)
    assert home.soon == bool(near & said)
    assert home.over == any("超過" in words for words in said)


def test_the_sheet_says_that_it_has_gone_and_offers_its_arrival_first() -> None:
    desk, case = died_late()
    address = f"/cases/{case}/first-sheet?for={desk.persons(case)[0]}"
    officer = of_role("safety_officer")
    assert sheet_of(desk, case).box("earlier_sheets").shown == "なし"
    before = officer.get(address).content.decode()
    assert '<button class="strong" name="then" value="draw">' in before
    left(desk, case)
    assert sheet_of(desk, case).box("earlier_sheets").shown.startswith("2026年6月16日 13時00分")
    after = officer.get(address).content.decode()
    assert '<button name="then" value="draw">' in after
    assert f'class="way strong" href="/cases/{case}/do/confirm_arrival' in after
    assert "送ったら、その送付を記録してください" in before
    assert "送ったら、その送付を記録してください" not in after


def test_a_sending_before_the_case_or_its_drawing_is_kept_with_a_note() -> None:
    desk, case = died_late()
    with standing_at(LATE):
        from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
        from kizuki.actions.reports.write_sheet_box import write_sheet_box

        box, persons = sheet_of(desk, case).box("facts"), desk.persons(case)
        write_sheet_box(
            case, "facts", "停止した。", read=box.read, matters=[], persons=persons, actor=desk.office.kato
        )
        draft_first_sheet(case, matters=[], persons=persons, actor=desk.office.kato)
    left(desk, case)
    (one,) = sheet_of(desk, case).left
    assert len(one.notes) == 2
    assert "案件の登録より前" in one.notes[0]
    assert "紙面の作成より前" in one.notes[1]


def test_a_sending_after_both_has_no_note() -> None:
    desk, case = died_late()
    left(desk, case, LATE)
    (one,) = sheet_of(desk, case).left
    assert one.notes == ()
