"""The roster of duty, and acknowledging a call."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.duty.acknowledge_call import acknowledge_call, acknowledge_information_call
from kizuki.actions.duty.plan_turn import plan_turn, withdraw_turn
from kizuki.store.notices.calling import About
from kizuki.store.queries.duty import turns_from, waits_for_answer
from kizuki.store.record import clock
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Time
from kizuki.web.doors.form import DoorForm
from kizuki.web.today import JAPAN


class Turn(DoorForm):
    """Who is on duty from when to when, and who is called after them."""

    person = Choice("door.field.on_duty", offers.of_people)
    deputy = Choice("door.field.duty_deputy", offers.of_people, required=False, hint="door.hint.duty_deputy")
    from_on = Day("door.field.duty_from", ahead=True)
    from_at = Time("door.field.duty_from_at")
    to_on = Day("door.field.duty_to", ahead=True)
    to_at = Time("door.field.duty_to_at")

    places: ClassVar = {"begins_at": "from_on", "ends_at": "to_on"}


def _plan(doing: Doing, told: dict[str, Any]) -> str:
    plan_turn(
        int(told["person"]),
        int(told["deputy"]) if told["deputy"] else None,
        begins_at=datetime.combine(told["from_on"], told["from_at"], JAPAN),
        ends_at=datetime.combine(told["to_on"], told["to_at"], JAPAN),
        actor=doing.actor,
    )
    return reverse("duty")


def _turns(doing: Doing) -> Any:
    return [
        (str(turn.id), f"{turn.person} {turn.begins_at.astimezone(JAPAN):%Y-%m-%d %H:%M}")
        for turn in turns_from(doing.viewer, clock.now())
    ]


class Withdraw(DoorForm):
    """Which turn is none any more."""

    turn = Choice("door.field.duty_turn", _turns)


def _withdraw(doing: Doing, told: dict[str, Any]) -> str:
    withdraw_turn(int(told["turn"]), actor=doing.actor)
    return reverse("duty")


class Acknowledge(DoorForm):
    """Nothing is asked: whoever sends it has it in hand."""


def _acknowledge(doing: Doing, _told: dict[str, Any]) -> None:
    acknowledge_call(doing.id, actor=doing.actor)


def _waits(doing: Doing) -> bool:
    return doing.once("call_waits", lambda: waits_for_answer(doing.viewer, About("case", doing.id)))


def _acknowledge_information(doing: Doing, _told: dict[str, Any]) -> None:
    acknowledge_information_call(doing.id, actor=doing.actor)


def _information_waits(doing: Doing) -> bool:
    return doing.once("call_waits", lambda: waits_for_answer(doing.viewer, About("information", doing.id)))


ON_CASE = (Door("acknowledge_call", "case", ("acknowledge_call",), Acknowledge, _acknowledge, _waits),)
"""What stands first on the page of a case while a call about it waits."""

ON_INFORMATION = (
    Door(
        "acknowledge_information_call",
        "information",
        ("acknowledge_information_call",),
        Acknowledge,
        _acknowledge_information,
        _information_waits,
    ),
)
"""The same on the page of information."""

DOORS = (
    *ON_CASE,
    *ON_INFORMATION,
    Door("plan_turn", "", ("plan_turn",), Turn, _plan),
    Door("withdraw_turn", "", ("withdraw_turn",), Withdraw, _withdraw),
)
