"""A notice to every hospital is owed of each day on which sale or support of a device ends; ended by the notices, or by
the day that falls away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kizuki.actions.obligations.keeping import write_owned
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.device import ANNOUNCED
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.moving import ended, next_round
from kizuki.store.devices.announced import NOTICE, to_tell
from kizuki.store.obligations.lists import owed_by_all
from kizuki.store.record import clock


def follow_milestones(act: Act, device: int) -> int:
    """Owe the notices of a device, one row for each milestone until every hospital was told of its day (and no unit
    stands where nobody knows), and end those that nobody waits for any more; returns how many moves.

    The target is the day itself: who is to be told beforehand is told by then, and at once where it is past.
    """
    owner, today = f"device:{device}", clock.today()
    standing, wanted = owed_by_all(NOTICE, [owner])[owner], to_tell(device)
    moves: list[Move] = []
    for name in ANNOUNCED:
        row = next((one for one in standing if one.running and one.item == name), None)
        found = wanted.get(name)
        if found is None or found.settled:
            moves += [] if row is None else [ended(row, act.name)]
        elif row is None:
            moves.append(_opened(name, standing, max(found.on, today), today))
        elif row.due_on != found.on and (found.on > today or (row.due_on or today) > today):
            # Another day: a later one, or one that has come nearer or is over already.
            moves += [ended(row, act.name), _opened(name, standing, max(found.on, today), today)]
    return len(write_owned(act, owner, moves))


def _opened(name: str, standing: Collection[Value], due_on: date, today: date) -> Move:
    number = next_round(standing, name)
    return Move("open", Value(NOTICE, "owed", item=name, round=number, learned_on=today, due_on=due_on))
