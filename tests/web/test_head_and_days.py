"""The head of a case: one button, one rail of days, which days are late, and what waits for a signature."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.information.become_case import become_case
from kizuki.actions.people.signing import person_of
from kizuki.store.models import Case, Obligation, SafetyInformation
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import owed_countdown
from kizuki.web.pages.case import CasePage, case_page
from kizuki.web.pages.home import home_page
from kizuki.web.rail import incident_rail
from kizuki.web.words import item_shown
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed, owed
from tests.actions.record import TESTER
from tests.actions.test_information import a_case, received
from tests.planted import planted
from tests.web.test_doors_stories import of_role
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

__all__ = ["clock"]

LEARNED = date(2026, 6, 1)


def page_of(case: int, desk: Desk, on: date = ON) -> CasePage:
    page = case_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), case, on)
    assert page is not None
    return page


def days_of(page: CasePage) -> dict[str, tuple[date | None, str]]:
    return {stop.code: (stop.on, stop.state) for stop in page.rail}


def no_death(matters: list[dict[str, Any]]) -> None:
    matters[0]["harms"] = []


def test_the_rail_of_a_death_runs_from_the_day_it_was_learned_to_today() -> None:
    desk = Desk()
    page = page_of(desk.open(event(harms=[harmed()])), desk, LEARNED + timedelta(days=20))
    assert days_of(page) == {
        "learned": (LEARNED, "done"),
        "first_report": (LEARNED, "over"),
        "fifteen": (date(2026, 6, 16), "behind"),
        "today": (date(2026, 6, 21), "today"),
        "thirty": (date(2026, 7, 1), "ahead"),
    }
    assert [stop.code for stop in page.rail][-2:] == ["today", "thirty"]


def test_a_first_report_that_left_is_done_on_the_rail_on_the_day_on_which_it_left() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.fax(case, *owed(case, "first_report"))
    assert days_of(page_of(case, desk))["first_report"] == (ON, "done"), "its target was the 1st"


def test_of_an_incident_only_the_premise_of_fifteen_days_is_told() -> None:
    told = {stop.code: (stop.on, stop.state) for stop in incident_rail(LEARNED, LEARNED, "ja")}
    assert told == {
        "learned": (LEARNED, "done"),
        "today": (LEARNED, "today"),
        "fifteen": (date(2026, 6, 16), "ahead"),
    }


def test_the_button_of_the_head_ends_what_its_day_is_about() -> None:
    desk = Desk()
    page = page_of(desk.open(event(harms=[harmed()])), desk)
    assert page.row.clock == "first_report"
    assert page.first_way is not None
    assert page.first_way.act == "first_sheet", "it is written before it can be said to have been sent"
    assert page.first_way.address.startswith(f"/cases/{page.row.id}/first-sheet?for=p")


def test_overdue_is_said_of_a_day_of_the_law_alone() -> None:
    late, words_of = LEARNED + timedelta(days=20), {}
    for kind, state in (("item", "owed"), ("first_report", "owed"), ("item", "open"), ("measure_missing", "owed")):
        words_of[kind, state] = owed_countdown(kind, state, LEARNED, late).words("ja")
    assert words_of == {
        ("item", "owed"): "超過20日",
        ("first_report", "owed"): "超過20日",
        ("item", "open"): "20日経過",
        ("measure_missing", "owed"): "20日経過",
    }


def test_while_the_end_of_an_item_waits_for_a_signature_the_head_and_home_name_it_as_owed() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, no_death)
    assert Obligation.objects.filter(case_id=case, kind="item", state="lapse_proposed").exists()
    (line,) = home_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), ON).cases
    assert line.item == "第1号イ（消滅は署名待ち）"
    shown = words(of_role("general_manager").get(f"/cases/{case}"))
    assert "（消滅は署名待ち）" in shown
    assert "変更は署名待ち" in shown


def test_two_items_that_one_form_carries_say_so() -> None:
    """第1号イ of the person and 第2号ロ of the matter are one form 8, and nobody fills two."""
    desk = Desk()
    page = page_of(desk.open(event(harms=[harmed()], potential="death")), desk)
    items = {line.row.item: line.beside for line in page.owed if line.row.kind == "item" and line.row.state == "owed"}
    assert len(items) == 2, items
    first, second = items
    assert items[first] == (item_shown(second, "ja"),)
    assert items[second] == (item_shown(first, "ja"),)


def test_an_item_alone_speaks_of_no_other() -> None:
    desk = Desk()
    case = desk.open(event())
    desk.answer(case, no_death)
    page = page_of(case, desk)
    assert [line.beside for line in page.owed if line.row.kind == "item" and line.row.state == "owed"] == [()]


def test_a_closed_case_says_so_and_names_no_day() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    with planted():
        Case.objects.filter(pk=case).update(state="closed", clock="", clock_on=None, working_due_on=None)
    shown = words(of_role("safety_manager").get(f"/cases/{case}"))
    assert "終了した案件です。" in shown
    assert "最も早い期限" not in shown


def test_a_case_takes_over_the_hospital_of_its_information_unless_another_is_told() -> None:
    from kizuki.actions.devices.register_hospital import register_hospital
    from tests.actions.record import company_and_pump

    company_and_pump()
    for key in ("here", "there"):
        register_hospital(key=key, name=f"{key}病院", prefecture="青森県", actor=TESTER)
    heard = received(device="pump", hospital="here")
    form = of_role("safety_officer").get(f"/information/{heard}/do/become_case")
    assert "hospital" not in form.context["page"].shown.form.fields
    assert "here病院" in words(form)
    case = Case.objects.get(pk=become_case(heard, a_case("c1"), on=ON, actor=TESTER))
    assert case.hospital is not None
    assert (case.hospital.key, SafetyInformation.objects.get().case_id) == ("here", case.pk)


def test_what_is_met_and_late_is_said_before_the_day_of_what_is_open_on_home_and_on_the_case() -> None:
    """1-ハ is open and its day was the 16th; 2-ロ is met, and late from the 2nd of July on."""
    desk = Desk()
    case = desk.open(event(potential="death", harms=[harmed("serious", predictable=None)]))
    desk.confirm(case)
    for day, kind, due_on in (
        (date(2026, 7, 1), "past", date(2026, 6, 16)),
        (date(2026, 7, 2), "over", date(2026, 7, 1)),
    ):
        page = page_of(case, desk, day)
        (line,) = home_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), day).cases
        assert (page.clock, page.countdown.kind, page.countdown.due_on) == ("item", kind, due_on)
        assert (line.clock, line.countdown) == (page.clock, page.countdown)
        assert home_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), day).over == (kind == "over")


def test_a_met_item_past_its_day_is_late_whether_the_class_was_confirmed_or_not() -> None:
    desk = Desk()
    case = desk.open(event(potential="death", harms=[harmed("serious", predictable=None)]))
    before, after = (page_of(case, desk, day) for day in (date(2026, 7, 1), date(2026, 7, 2)))
    assert (before.clock, before.countdown.kind) == ("class_confirmation", "past")
    assert (after.clock, after.countdown.words("ja")) == ("item", "超過1日")


def test_fifteen_days_are_said_to_have_passed_only_while_no_item_of_the_matter_is_met() -> None:
    desk = Desk()
    met = desk.open(event(potential="death", harms=[harmed("serious", predictable=None)]))
    day = date(2026, 6, 20)
    manager = Viewer(person_of(desk.office.sato), "safety_manager", "ja")
    assert not page_of(met, desk, day).past_working_day
    assert [line.premise_passed for line in home_page(manager, day).cases] == [False]
    unknown = desk.open(event(harms=None, potential=None), key="unknown")
    assert page_of(unknown, desk, day).past_working_day
    found = {line.id: line.premise_passed for line in home_page(manager, day).cases}
    assert found == {met: False, unknown: True}


def test_a_working_day_that_has_passed_is_said_once_and_in_one_way() -> None:
    """The death question and the confirmation of the class have the same day."""
    desk = Desk()
    case = desk.open(event(harms=None, potential=None))
    page = page_of(case, desk, ON + timedelta(days=147))
    shared = [line for line in page.owed if line.row.due_on == ON]
    assert len(shared) > 1
    assert all(line.premise_passed for line in shared)
    assert [line.said_above for line in shared] == [False] + [True] * (len(shared) - 1)


def test_home_and_the_case_say_a_working_day_alike_that_the_no_report_decision_waits_for() -> None:
    """The decision not to report has the day of the class that it confirms."""
    from tests.actions.register.test_register import not_used_case

    desk = Desk()
    case = not_used_case()
    later = ON + timedelta(days=147)
    page = page_of(case, desk, later)
    (line,) = home_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), later).cases
    assert page.clock == line.clock
    assert line.countdown.due_on == page.countdown.due_on
    assert line.premise_passed == page.past_working_day
    assert [one.premise_passed for one in page.owed if one.row.due_on == page.countdown.due_on] == [True, True]
    assert page.past_working_day
