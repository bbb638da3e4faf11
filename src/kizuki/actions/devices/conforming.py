"""The plan of an unconfirmed device as a row of the ledger, inside the verbs that move it."""

from __future__ import annotations

from datetime import date

from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.moving import ended, next_round
from kizuki.store.obligations.lists import owed_by_all

KIND = "conformity_plan"


def owner_of(device: int) -> str:
    """Who owes it."""
    return f"device:{device}"


def rows_of(device: int) -> list[Value]:
    """Every plan that a device owes or owed."""
    return owed_by_all(KIND, [owner_of(device)])[owner_of(device)]


def move(act: Act, device: int, on: date, item: str = "", due_on: date | None = None) -> None:
    """What is owed of a device's plan ends by the act; where a day is named, the next row is owed by it."""
    require_end(KIND, act.name)
    rows = rows_of(device)
    moves = [ended(row, act.name) for row in rows if row.running]
    if due_on is not None:
        number = next_round(rows, item)
        moves.append(Move("open", Value(KIND, "owed", item=item, round=number, learned_on=on, due_on=due_on)))
    write_owned(act, owner_of(device), moves, Grounds(item or owner_of(device)))
