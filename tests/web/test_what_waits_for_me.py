"""自分の作業: what is due today is read first, the rest by its number; duties of whatever is no case stand there too."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from kizuki.actions.disclosure.hold_back import HoldBack, hold_back
from kizuki.actions.disclosure.parties import open_disclosure
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.store.models import Obligation, Task
from kizuki.store.queries.viewer import Viewer
from kizuki.web.pages.work import WorkPage, work_page
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed
from tests.actions.office import person

pytestmark = pytest.mark.django_db

__all__ = ["clock"]


def mine(who: Actor, role: str = "safety_manager", on: date = ON) -> WorkPage:
    return work_page(Viewer(person_of(who), role, "ja"), on, everybody=False)


def told_of_a_stop() -> int:
    receipt = ReceiptEntry(ON, name="営業　太郎")
    entry = InformationEntry("hospital", [receipt], {"summary": "画面が消えたとの連絡"}, device="pump")
    return receive_information(entry, on=ON, actor=Actor.program("test"))


def test_what_is_due_today_is_open_and_of_the_rest_the_number_is_said() -> None:
    desk = Desk()
    desk.open(event(learned_on=ON.isoformat(), harms=[harmed()]))
    page = mine(desk.office.sato)
    assert page.parts[0].code == "now"
    assert [part.unfolded for part in page.parts] == [True, *[False] * (len(page.parts) - 1)]
    assert sum(part.count for part in page.parts) == len(page.lines), "nothing is left out of the numbers"


def test_what_is_about_one_case_stands_under_it_once() -> None:
    desk = Desk()
    desk.open(event(learned_on=ON.isoformat(), harms=[harmed()]))
    for part in mine(desk.office.sato).parts:
        named = [block.case_number for block in part.blocks if block.case_number]
        assert len(named) == len(set(named))


def test_duties_beside_the_report_are_one_line_of_their_case_with_their_number() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    owed = Obligation.objects.filter(case=case, kind="beside", state="open", due_on=None).count()
    lines = [line for line in mine(desk.office.sato).lines if line.link.startswith(f"/cases/{case}#beside")]
    assert owed > 1
    assert [f"（{owed}件）" in line.words for line in lines] == [True]


def test_whether_anybody_died_is_asked_today_though_it_has_no_day_of_its_own() -> None:
    desk = Desk()
    desk.open(event())
    first = mine(desk.office.sato, on=ON - timedelta(days=3)).parts[0]
    assert first.code == "now"
    assert any("死亡した人がいるか" in line.words for block in first.blocks for line in block.lines)


def test_information_that_nobody_decided_on_stands_there_with_its_page() -> None:
    desk = Desk()
    information = told_of_a_stop()
    Task.objects.all().delete()
    lines = [line for line in mine(desk.office.sato).lines if line.link == f"/information/{information}"]
    assert [(line.title, line.way is not None) for line in lines] == [("I-2026-00001", True)]


def test_a_task_that_says_it_already_is_not_said_again() -> None:
    desk = Desk()
    information = told_of_a_stop()
    lines = [line for line in mine(desk.office.sato).lines if line.link == f"/information/{information}"]
    tasks = Task.objects.filter(subject=f"information:{information}", state="open", kind="decide_information")
    said = [line for line in lines if "決める" in line.words]
    assert (tasks.count(), len(said)) in ((0, 1), (1, 1))


def test_who_may_not_end_it_is_not_asked_for_it() -> None:
    Desk()
    information = told_of_a_stop()
    Task.objects.all().delete()
    auditor = person("kansa", "auditor")
    assert not [line for line in mine(auditor, "auditor").lines if line.link == f"/information/{information}"]


def test_a_day_until_which_something_is_held_back_waits_for_who_may_move_it() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    psirt = person("yuki", "psirt")
    disclosure = open_disclosure(case, "AMBER", actor=psirt)
    until = datetime.fromisoformat("2099-08-20T09:00")
    hold_back(disclosure, HoldBack("accepted", "発見者と合意した。", until, "Asia/Tokyo"), actor=psirt)
    lines = [line for line in mine(psirt, "psirt").lines if line.link == f"/cases/{case}/disclosure"]
    assert [line.countdown.due_on for line in lines] == [date(2099, 8, 20)]
    hold_back(disclosure, HoldBack("ended", "公表した。", None, ""), actor=psirt)
    assert not [line for line in mine(psirt, "psirt").lines if line.link == f"/cases/{case}/disclosure"]


def test_what_is_about_no_case_says_what_it_is_about() -> None:
    desk = Desk()
    told_of_a_stop()
    everybody = work_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), ON, everybody=True)
    titles = {line.title for line in everybody.lines if line.link.startswith("/information/")}
    assert titles
    assert all(title.startswith("I-2026-00001") for title in titles)


def test_what_is_asked_today_is_never_left_out_and_the_rest_that_is_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    for number in range(3):
        desk.open(event(harms=[harmed("serious")]), key=f"harmed-{number}")
    asked = desk.open(event(learned_on=ON.isoformat()), key="asked")
    whole = mine(desk.office.sato)
    monkeypatch.setattr("kizuki.store.queries.my_duties.MOST", 1)
    monkeypatch.setattr("kizuki.store.queries.my_duties.duties_of_posts.__kwdefaults__", {"limit": 1})
    cut = mine(desk.office.sato)
    assert whole.left_out == 0
    assert cut.left_out > 0
    duties = [line for line in cut.lines if line.id == 0 and line.case_id is not None]
    assert [(line.case_id, line.countdown.words("ja")) for line in duties] == [(asked, "本日確認")]
