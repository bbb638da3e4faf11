"""Bringing a piece of information to its next state, for the verbs that do; and the task that stands until it is
decided what becomes of it."""

from __future__ import annotations

from kizuki.actions.obligations.by_information import follow_information
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.lifecycle.moves import require_move
from kizuki.store.models import SafetyInformation, Task
from kizuki.store.obligations.information import DECISION, decision_day, locked_information
from kizuki.store.obligations.ledger import owned_by

_UNTIL_EXAMINED = "examine_information"
"""A task of earlier records, which ended as soon as somebody had looked."""


def move_information(act: Act, information_id: int, state: str) -> SafetyInformation:
    """The row, locked and in its new state; `Refused` where it may not go there.

    A decision closes the task that asks for it; where none is made yet, that task stands, or is opened.
    """
    row = locked_information(information_id)
    require_move("information", row.state, state, "information.state")
    row.state = state
    row.save(update_fields=["state"])
    follow_information(act, row)
    if state in UNDECIDED:
        _close(act, row, _UNTIL_EXAMINED)
        act.wait_for(decision_of(row))
    else:
        _close(act, row, _UNTIL_EXAMINED, DECISION)
    return row


def take_information_into_ledger(information_id: int, *, actor: Actor) -> bool:
    """Owe the decision on a piece of information of before, with its task. Whether it was not owed yet."""
    with verb("take_information_into_ledger", actor=actor, of=[f"information:{information_id}"]) as act:
        row = locked_information(information_id)
        owed = owned_by(f"information:{row.pk}")
        if row.state not in UNDECIDED or any(one.kind == "information_decision" for one in owed):
            act.unchanged()
            return False
        follow_information(act, row)
        _close(act, row, _UNTIL_EXAMINED)
        act.wait_for(decision_of(row))
        act.record(subjects=[f"information:{row.pk}"], payload={"number": row.number})
    return True


def decision_of(row: SafetyInformation, origin: str = "information") -> Waiting:
    """The task to decide what becomes of a piece of information, with its day."""
    return Waiting(
        DECISION,
        f"information:{row.pk}",
        origin,
        "safety_manager",
        due_on=decision_day(row),
        values={"information": row.number},
    )


def _close(act: Act, row: SafetyInformation, *kinds: str) -> None:
    open_ones = Task.objects.filter(subject=f"information:{row.pk}", kind__in=kinds, state="open")
    open_ones.update(state="done", closed_at=act.at)
