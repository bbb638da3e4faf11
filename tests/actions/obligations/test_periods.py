"""What goes to its period waits there for the day of that period, and comes back when that day comes nearer."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Obligation
from tests.actions.obligations.desk import ON, Desk, event, harmed, one, owed

pytestmark = pytest.mark.django_db

LIGHT = event(harms=[harmed("non_serious", predictable=False)], potential="non_serious")


def handed(desk: Desk) -> int:
    case = desk.open(LIGHT, cycle_anchor_on="2022-03-21", cycle_months=12)
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    return case


def set_cycle(desk: Desk, case: int, anchor: str) -> None:
    known = newest_facts(case)
    facts = {**known.facts, "device": {**known.facts["device"], "cycle_anchor_on": anchor}}
    answer_facts(case, facts, revision=known.revision, on=ON, actor=desk.office.ito)


def of_periods() -> list[tuple[str, str, date | None]]:
    rows = Obligation.objects.filter(owner__startswith="period:").order_by("pk")
    return [(row.state, row.owner.rpartition(":")[2], row.due_on) for row in rows]


def test_a_cycle_that_ends_earlier_than_was_thought_owes_it_again_on_the_earlier_day() -> None:
    desk = Desk()
    case = handed(desk)
    later = one(case, "item", "3-ロ").due_on
    set_cycle(desk, case, "2022-07-21")
    again = one(case, "item", "3-ロ")
    assert later is not None
    assert again.due_on is not None
    assert (again.round, again.state) == (2, "owed")
    assert again.due_on < later
    assert owed(case, "item", "3-ロ")


def test_what_is_handed_over_again_waits_in_one_period_only() -> None:
    desk = Desk()
    case = handed(desk)
    later = one(case, "item", "3-ロ").due_on
    set_cycle(desk, case, "2022-07-21")
    sooner = one(case, "item", "3-ロ").due_on
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    assert not owed(case, "item", "3-ロ")
    assert of_periods() == [("handed_over", str(later), later), ("owed", str(sooner), sooner)]


def test_a_cycle_that_ends_later_moves_nothing_that_was_handed_over() -> None:
    desk = Desk()
    case = handed(desk)
    day = one(case, "item", "3-ロ").due_on
    set_cycle(desk, case, "2022-05-10")
    assert (one(case, "item", "3-ロ").round, one(case, "item", "3-ロ").due_on) == (1, day)
    assert of_periods() == [("owed", str(day), day)]
