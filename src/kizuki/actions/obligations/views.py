"""Tasks that are views of what is owed: they close with the row that they stand for, by whichever act ends it."""

from __future__ import annotations

from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.models import Obligation
from kizuki.store.obligations.rounds import close_views_of

MOVED = "taken_over"
"""The state of a row that is owed elsewhere now: its task goes with it."""

DROPS = frozenset({"unjoin_case"})
"""Acts after which what was asked for is not done, but asked for no more."""


def close_views(act: Act, row: Obligation) -> None:
    """Close the tasks that stand for a row which has just ended."""
    if row.state not in LIVE and row.state != MOVED:
        close_views_of(row, "dropped" if row.ended_by in DROPS else "done", act.at)
