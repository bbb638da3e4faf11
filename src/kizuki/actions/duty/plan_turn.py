"""The roster of duty (当番表): plan a turn, and withdraw one."""

from __future__ import annotations

from datetime import datetime, timedelta

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import DutyTurn, User
from kizuki.store.notices.duty_rows import keep_turn, withdraw

LONGEST = timedelta(days=31)


def plan_turn(person: int, deputy: int | None, *, begins_at: datetime, ends_at: datetime, actor: Actor) -> int:
    """The person is on duty from one instant to another, nights and weekends between them too; the deputy is called
    after two calls that nobody acknowledged. Returns the turn's id.

    `Refused` where it ends before it begins or is longer than a month, overlaps another turn, is past, or names somebody
    who has left or only reads, or the same person twice.
    """
    if not timedelta(0) < ends_at - begins_at <= LONGEST:
        raise Refused("ends_at", f"lies after the beginning, at most {LONGEST.days} days")
    if person == deputy:
        raise Refused("deputy", "nobody is their own deputy")
    for place, pk in (("person", person), ("deputy", deputy)):
        if pk is not None:
            row = find(User, place, actor=actor, pk=pk)
            if row.role == "auditor" or not row.is_active:
                raise Refused(place, f"{row.sign_in_name} only reads, or has left")
    subjects = [f"user:{pk}" for pk in (person, deputy) if pk is not None]
    with verb("plan_turn", actor=actor, of=subjects) as act:
        if ends_at <= act.at:
            raise Refused("ends_at", "is past")
        turn = keep_turn(person, deputy, begins_at, ends_at, act.at)
        if turn is None:
            raise Refused("begins_at", "overlaps another turn: withdraw that one first")
        act.record(subjects=[*subjects, f"duty_turn:{turn}"], payload={})
    return turn


def withdraw_turn(turn_id: int, *, actor: Actor) -> None:
    """The turn is none any more. `Refused` where there is none, or it was withdrawn."""
    find(DutyTurn, "turn", actor=actor, pk=turn_id)
    with verb("withdraw_turn", actor=actor, of=[f"duty_turn:{turn_id}"]) as act:
        if not withdraw(turn_id, act.at):
            raise Refused("turn", "was withdrawn already")
        act.record(subjects=[f"duty_turn:{turn_id}"], payload={})
