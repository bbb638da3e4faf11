"""No further information to be had (これ以上の情報入手不可): after three attempts, and until anything new is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from tests.actions.obligations.desk import Desk, event, harmed, one, owed

pytestmark = pytest.mark.django_db

NEXT = date(2026, 7, 1)


def asked(*days: str, **values: Any) -> list[dict[str, Any]]:
    return [{"on": f"2026-06-{day}", "whom": "病院", "how": "電話", **values} for day in days]


ASKED = asked("03", "08", "12")


def promised(desk: Desk, **values: Any) -> int:
    """A case whose incomplete report has promised a follow-up."""
    case = desk.open(event(harms=[harmed("serious", predictable=None)], **values))
    desk.send(desk.draft(case, desk.persons(case)[0], next_on=NEXT))
    return case


def give_up(desk: Desk, case: int, attempts: list[dict[str, Any]] = ASKED) -> None:
    rows = [row for row in owed(case) if row.kind == "follow_up" or row.state == "carried"]
    desk.end_by_two(case, rows, "give_up_asking", attempts=attempts)


def test_anything_new_that_is_said_of_the_matter_owes_the_follow_up_again_on_its_day() -> None:
    desk = Desk()
    case = promised(desk)
    give_up(desk, case)
    assert not owed(case, "follow_up")
    desk.answer(case, lambda matters: matters[0].update(notes="病院から返答があった"))
    again = one(case, "follow_up")
    assert (again.round, again.state, again.due_on) == (2, "owed", NEXT)
    assert one(case, "item", "1-ハ").state == "open"


def test_what_is_said_of_another_matter_opens_nothing_that_was_given_up() -> None:
    desk = Desk()
    case = promised(desk)
    give_up(desk, case)
    desk.answer(case, lambda matters: matters.append(event(learned_on="2026-06-10", harms=[])))
    assert not owed(case, "follow_up")


def test_a_question_that_was_given_up_is_asked_again_when_anything_new_is_said() -> None:
    desk = Desk()
    case = desk.open(event(locus="foreign", identical=False, harms=[harmed("serious")]))
    (row,) = owed(case, "open_question")
    desk.end_by_two(case, [row], "give_up_asking", attempts=ASKED)
    assert not owed(case, "open_question")
    desk.answer(case, lambda matters: matters[0].update(notes="海外の製造元から返答"))
    assert one(case, "open_question", row.item).round == 2


@pytest.mark.parametrize(
    ("attempts", "why"),
    [
        (asked("03", "08"), "2 attempts"),
        (asked("08", "08", "08"), "made on 1 days"),
        (asked("03", "08", "17"), "still to come"),
        ([{"on": "2026-05-29", "whom": "病院", "how": "電話"}, *asked("03", "08")], "before the question was put"),
        (asked("03", "08", "12", whom=""), "whom"),
        (asked("03", "08", "12", how=""), "how"),
    ],
)
def test_three_attempts_are_three_days_between_the_question_and_today(
    attempts: list[dict[str, Any]], why: str
) -> None:
    desk = Desk()
    case = promised(desk)
    with pytest.raises(Refused, match=why):
        give_up(desk, case, attempts)
    assert owed(case, "follow_up")


def test_what_a_new_receipt_has_opened_again_is_not_given_up_by_the_attempts_of_before() -> None:
    desk = Desk()
    case = promised(desk)
    give_up(desk, case)
    desk.answer(case, lambda matters: matters[0].update(notes="病院から返答があった"))
    follow_up = [one(case, "follow_up")]
    with pytest.raises(Refused, match=r"before the question was put \(2026-06-16\)"):
        desk.end_by_two(case, follow_up, "give_up_asking", attempts=ASKED)
    with clock.standing_at(date(2026, 6, 30)):
        desk.end_by_two(case, follow_up, "give_up_asking", attempts=asked("17", "22", "29"))
    assert not owed(case, "follow_up")
