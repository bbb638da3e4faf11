"""Tasks that are views of what is owed: they close with the row that they stand for, by whichever act ends it."""

from __future__ import annotations

from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.lifecycle.obligations.kinds import VIEWS
from kizuki.store.models import Obligation, Task

MOVED = "taken_over"
"""The state of a row that is owed elsewhere now: its task goes with it."""

DROPS = frozenset({"unjoin_case"})
"""Acts after which what was asked for is not done, but asked for no more."""


def close_views(act: Act, row: Obligation) -> None:
    """Close the tasks that stand for a row which asks for nothing more: those of its own information; those of the case
    where nothing of its kind waits there any longer. Proposals that wait for a signature end with the verb that signs
    or declines them."""
    if row.state in LIVE or row.state == MOVED:
        return
    kinds = [task for task, kind in VIEWS.items() if kind == row.kind]
    tasks = Task.objects.filter(kind__in=kinds, case_id=row.case_id, state="open")
    if row.kind == "joined_information":
        tasks = tasks.filter(origin=row.item)
    elif row.kind != "class_confirmation" or _others_wait(row):
        return
    tasks.update(state="dropped" if row.ended_by in DROPS else "done", closed_at=act.at)


def _others_wait(row: Obligation) -> bool:
    return Obligation.objects.filter(owner=row.owner, kind=row.kind, state__in=LIVE).exists()
