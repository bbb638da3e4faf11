"""The training of people as rows of the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.moving import ended, next_round
from kizuki.core.training import Due
from kizuki.store.obligations.lists import owed_by_all

KIND = "training"


def owner_of(person: int) -> str:
    """Who owes it."""
    return f"person:{person}"


def item_of(edition: int) -> str:
    """The edition in which they are to be trained."""
    return f"procedure:{edition}"


def ledger(people: Collection[int]) -> dict[int, list[Value]]:
    """Every training that these people owe or owed."""
    found = owed_by_all(KIND, [owner_of(pk) for pk in people])
    return {pk: found[owner_of(pk)] for pk in people}


def moves_of(rows: Collection[Value], due: Collection[Due], act: str, on: date) -> list[Move]:
    """What brings the ledger of one person to what is due of them: what is due and not owed is opened, what is owed and
    not due any more ends by the act. What is owed keeps the day it was opened with."""
    wanted = {item_of(one.edition): one for one in due}
    running = {row.item: row for row in rows if row.running}
    moves = [ended(row, act) for item, row in running.items() if item not in wanted]
    for item, one in wanted.items():
        if item not in running:
            number = next_round(rows, item)
            value = Value(KIND, "owed", item=item, round=number, learned_on=on, due_on=one.due_on)
            moves.append(Move("open", value))
    return moves
