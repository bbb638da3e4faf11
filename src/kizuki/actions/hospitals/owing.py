"""A hospital's acknowledgement of who is responsible for what, as a row of the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.core.lifecycle.measures.table import ACKNOWLEDGEMENT_DAYS
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.moving import ended as ended_row
from kizuki.store.obligations.lists import owed_by_all

KIND = "responsibility_acknowledgement"


def opened(owner: str, item: str, on: date) -> Move:
    """The word of this hospital on an edition is owed, as many days from `on` as its word on a measure is."""
    due_on = on + timedelta(days=ACKNOWLEDGEMENT_DAYS)
    return Move("open", Value(KIND, "owed", item=item, learned_on=on, due_on=due_on))


def ended(act: str, owner: str, item: str = "") -> list[Move]:
    """What runs of it at this hospital ends by an act; that of one edition alone where it is named."""
    require_end(KIND, act)
    running = [row for row in owed_by_all(KIND, [owner])[owner] if row.running and item in ("", row.item)]
    return [ended_row(row, act) for row in running]
