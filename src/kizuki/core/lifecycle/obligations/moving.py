"""The two moves that every ledger of rows makes alike: the next round of what was owed before, and an end by its act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.rows import Move, Obligation


def next_round(rows: Iterable[Obligation], item: str | None = None) -> int:
    """The number under which the same is owed anew: of these rows, or of those of one item where it is named.

    >>> next_round([Obligation("milestone_notice", "ended", item="eos", round=2)], "eos")
    3
    """
    return max((row.round for row in rows if item is None or row.item == item), default=0) + 1


def ended(row: Obligation, act: str) -> Move:
    """The row ends by this act; `Refused` where its kind does not end by it."""
    require_end(row.kind, act)
    return Move("ended", replace(row, state="ended", ended_by=act), row)
