"""What home says of a case first: no measure and no question that lies beside it hides a day of the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kizuki.actions.measures.watch_measures import watch_measures
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.core.people.matrix import ROLES
from kizuki.store.models import Task
from kizuki.store.queries.ledgers import parts
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine
from kizuki.web.lists.asked import NOTHING_ASKED
from kizuki.web.pages.home import home_page
from kizuki.web.pages.work import work_page
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed
from tests.actions.office import person
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

__all__ = ["clock"]


def line(case: int, who: Actor) -> CaseLine:
    return next(row for row in home_page(Viewer(person_of(who), "safety_manager", "ja"), ON).cases if row.id == case)


def test_a_death_of_today_is_said_before_a_measure_that_is_late_and_the_measure_beside_it() -> None:
    desk = Desk()
    case = desk.open(event())
    watch_measures(on=ON, actor=TESTER)
    desk.answer(case, lambda m: m[0].update(harms=[harmed(learned_on=ON.isoformat())]))
    said = line(case, desk.office.sato)
    assert (said.clock, said.countdown.due_on, said.day_word) == ("first_report", ON, "目標")
    assert said.way is not None
    assert [(one.kind, one.countdown.due_on) for one in said.besides] == [("measure_missing", date(2026, 6, 15))]


def test_while_nobody_knows_whether_anybody_died_that_is_asked_with_the_working_day() -> None:
    desk = Desk()
    said = line(desk.open(event()), desk.office.sato)
    assert (said.clock, said.countdown.due_on, said.day_word) == ("death_question", ON, "作業期限")
    assert said.way is not None


def test_a_death_that_is_taken_back_says_that_it_waits_for_a_signature() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    assert not line(case, desk.office.sato).waits_for_signature
    desk.answer(case, lambda m: m[0]["harms"][0].update(severity="non_serious"), reason="再確認", by=desk.office.kato)
    said = line(case, desk.office.sato)
    assert said.waits_for_signature
    assert said.clock == "first_report"


def test_it_is_said_which_day_is_of_the_law_and_which_is_our_own() -> None:
    """A first report that is owed is PMDA's; what is asked until the class is known runs to a day of the house."""
    desk = Desk()
    owed = line(desk.open(event(harms=[harmed()])), desk.office.sato)
    asked = line(desk.open(event(), key="other"), desk.office.sato)
    assert (owed.clock, owed.whose_day) == ("first_report", "law")
    assert (asked.clock, asked.whose_day) == ("death_question", "house")


def test_beside_a_first_report_stands_the_day_of_the_report_itself_as_one_of_the_law() -> None:
    """A death in Japan that was learned on 1 June is reported in fifteen days, the day on which our own premise ends."""
    desk = Desk()
    said = line(desk.open(event(harms=[harmed()])), desk.office.sato)
    assert (said.clock, said.planning_due_on) == ("first_report", ON)
    assert said.law is not None
    assert "第1号" in said.law[0]
    assert (said.law[1].due_on, said.law[1].of_law) == (ON, True)


def test_a_report_that_the_headline_names_is_not_named_twice() -> None:
    desk = Desk()
    serious = harmed("serious", criterion=3) | {"predictable": False}
    said = line(desk.open(event(harms=[serious], malfunction_predictable=False)), desk.office.sato)
    assert (said.clock, said.whose_day, said.law) == ("item", "law", None)


def test_a_person_without_a_task_is_not_told_that_nothing_waits_while_a_case_is_open() -> None:
    desk = Desk()
    viewer = Viewer(person_of(desk.office.sato), "safety_manager", "ja")
    Task.objects.all().delete()
    assert not work_page(viewer, ON, everybody=True).cases_open, "no case is open"
    desk.open(event())
    Task.objects.all().delete()
    assert work_page(Viewer(person_of(desk.office.sato), "auditor", "ja"), ON, everybody=False).cases_open
    assert work_page(viewer, ON, everybody=True).lines, "what the case owes is work of somebody"


def test_what_a_case_owes_and_asks_of_a_post_stands_among_the_work_of_who_holds_it() -> None:
    """A first report asks the safety manager (asked.toml); the death was learned on the day on which one looks."""
    desk = Desk()
    case = desk.open(event(learned_on=ON.isoformat(), harms=[harmed()]))
    Task.objects.all().delete()
    mine = work_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), ON, everybody=False)
    owed = [row for row in mine.lines if "第一報" in row.words]
    assert [(row.countdown.due_on, row.countdown.kind, row.link) for row in owed] == [(ON, "today", f"/cases/{case}")]
    assert owed[0].way is not None
    kinds = [row.countdown.kind for row in mine.lines]
    assert kinds.index("today") < min(kinds.index(kind) for kind in ("past", "soon", "later") if kind in kinds)


def test_a_task_that_says_what_is_owed_is_not_said_twice() -> None:
    desk = Desk()
    desk.open(event(harms=[harmed()]))
    viewer = Viewer(person_of(desk.office.sato), "safety_manager", "ja")
    lines = work_page(viewer, ON, everybody=False).lines
    said = [(row.words, row.case_number) for row in lines]
    assert len(said) == len(set(said))


def test_nobody_is_told_of_what_asks_for_other_posts() -> None:
    desk = Desk()
    desk.open(event(harms=[harmed()]))
    Task.objects.all().delete()
    auditor = Viewer(person_of(person("kansa", "auditor")), "auditor", "ja")
    page = work_page(auditor, ON, everybody=False)
    assert page.lines == ()
    assert page.cases_open, "and they are not told that nothing waits"


def test_home_stands_in_the_order_of_urgency_and_its_counters_lead_to_what_they_count() -> None:
    """A report that is late by the law, one that is due today, and one whose day is far ahead."""
    desk = Desk()
    serious = [harmed("serious", criterion=3) | {"predictable": False}]
    told = {"harms": serious, "malfunction_predictable": False}
    ahead = desk.open(event(**told, learned_on=ON.isoformat()), key="ahead")
    today = desk.open(event(**told, learned_on=(ON - timedelta(days=15)).isoformat()), key="today")
    late = desk.open(event(**told, learned_on=(ON - timedelta(days=20)).isoformat()), key="late")
    page = home_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), ON)
    assert [row.id for row in page.cases] == [late, today, ahead]
    assert (page.places["over"], page.places["today"]) == (f"#case-{late}", f"#case-{today}")


def test_every_open_case_is_ranked_and_counted_also_those_of_a_later_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cases on pages of two: the one that is due today has the highest number and still stands first."""
    monkeypatch.setattr(parts, "ROWS", 2)
    desk = Desk()
    serious = [harmed("serious", criterion=3) | {"predictable": False}]
    told = {"harms": serious, "malfunction_predictable": False}
    ahead = [desk.open(event(**told, learned_on=ON.isoformat()), key=f"ahead {place}") for place in range(2)]
    today = desk.open(event(**told, learned_on=(ON - timedelta(days=15)).isoformat()), key="today")
    viewer = Viewer(person_of(desk.office.sato), "safety_manager", "ja")
    first, second = home_page(viewer, ON), home_page(viewer, ON, replace(NOTHING_ASKED, page=2))
    assert [row.id for row in (*first.cases, *second.cases)] == [today, *ahead]
    assert (first.due_today, second.due_today, first.places["today"]) == (1, 1, f"#case-{today}")
    assert second.places["today"] == f"?page=1#case-{today}", "a counter leads back to the page that has the row"
    around = (first.list.previous, first.list.next, second.list.previous, second.list.next)
    assert around == ("", "?page=2", "?", "")
    last = home_page(viewer, ON, replace(NOTHING_ASKED, page=10**9))
    assert last.cases == second.cases, "what lies behind the end is the last page"
    assert (first.first is first.cases[0], second.first) == (True, None)


def test_the_next_action_is_the_first_that_the_reader_may_do() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    found = {role: home_page(Viewer(person_of(desk.office.sato), role, "ja"), ON).first for role in ROLES}
    assert found["safety_manager"] is not None
    assert found["safety_manager"].id == case
    assert found["auditor"] is None
