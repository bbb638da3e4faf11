"""The next look at a source as a row of the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.moving import ended
from kizuki.store.obligations.lists import owed_by_all

KIND, OWNER = "source_look", "company:1"


def next_look(act: Act, source: str, basis: str, on: date, every_days: int | None) -> None:
    """What is owed of this source ends by the act, and the next look is owed so many days from `on`; None: no more."""
    require_end(KIND, act.name)
    rows = [row for row in owed_by_all(KIND, [OWNER])[OWNER] if row.item == source]
    moves = [ended(row, act.name) for row in rows if row.running]
    if every_days is not None:
        due_on = on + timedelta(days=every_days)
        opened = Value(KIND, "owed", item=source, round=len(rows) + 1, learned_on=on, due_on=due_on)
        moves.append(Move("open", opened))
    write_owned(act, OWNER, moves, Grounds(basis))
