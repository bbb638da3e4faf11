"""When somebody is reminded, in which word, and who."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.core.lifecycle.obligations.kinds import KINDS
from kizuki.core.people import ROLES
from kizuki.core.reminding import Owed, reminded_roles, reminder_of
from kizuki.core.reminding.people import asked

ON = date(2026, 6, 16)
OFFICE = ("general_manager", "safety_manager", "safety_officer", "regulatory", "psirt", "quality_manager")


def said(kind: str, days: int, **values: bool) -> str | None:
    reminder = reminder_of(Owed(kind, ON + timedelta(days=days), **values), ON)
    return None if reminder is None else reminder.word


def told(kind: str, days: int, *, held: tuple[str, ...] = OFFICE, **values: bool) -> set[str]:
    owed = Owed(kind, ON + timedelta(days=days), **values)
    reminder = reminder_of(owed, ON)
    assert reminder is not None
    return set(reminded_roles(owed, reminder, held))


def test_seven_three_one_and_no_days_before_and_every_day_after() -> None:
    spoken = [days for days in range(10, -10, -1) if said("item", days, met=True)]
    assert spoken == [7, 3, 1, *range(0, -10, -1)]


@pytest.mark.parametrize("kind", ["item", "first_report", "follow_up"])
def test_a_day_of_the_law_that_is_past_is_overdue(kind: str) -> None:
    assert [said(kind, days, met=True) for days in (3, 0, -1)] == ["ahead", "today", "over"]


def test_the_working_day_is_never_called_late() -> None:
    assert said("class_confirmation", -1) == "class_not_confirmed"
    assert said("class_confirmation", -400) == "class_not_confirmed"
    assert said("class_confirmation", -1, item_met=True) == "waits"


def test_an_item_that_depends_on_facts_is_not_overdue() -> None:
    assert said("item", -1) == "waits"


def test_whether_anybody_died_is_asked_on_every_day_although_it_has_none() -> None:
    week = [date(2026, 6, 15) + timedelta(days=day) for day in range(7)]
    assert all(reminder_of(Owed("death_question", None), day) for day in week)


def test_what_else_has_no_day_is_spoken_of_on_mondays() -> None:
    week = [date(2026, 6, 15) + timedelta(days=day) for day in range(7)]
    spoken = [day.isoweekday() for day in week if reminder_of(Owed("beside", None), day)]
    assert spoken == [1]


def test_every_kind_of_obligation_says_who_is_reminded() -> None:
    assert set(asked()) == set(KINDS)
    assert {role for roles in asked().values() for role in roles} <= set(ROLES)


def test_on_the_day_the_safety_manager_is_told_and_after_it_the_general_manager_too() -> None:
    usual = {"safety_officer", "regulatory"}
    assert told("item", 1, met=True) == usual
    assert told("item", 0, met=True) == usual | {"safety_manager"}
    assert told("item", -1, met=True) == usual | {"safety_manager", "general_manager"}
    assert told("item", -1) == usual


def test_where_nobody_holds_the_post_the_safety_manager_and_the_general_manager_are_told() -> None:
    assert told("form_12_listing", 1, held=("safety_manager",)) == {"safety_manager", "general_manager"}
