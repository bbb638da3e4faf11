"""Bringing a piece of information to its next state, for the verbs that do."""

from __future__ import annotations

from kizuki.actions.verb import Act
from kizuki.core.lifecycle.moves import require_move
from kizuki.store.models import SafetyInformation, Task


def move_information(act: Act, information_id: int, state: str) -> SafetyInformation:
    """The row, locked and in its new state; `Refused` where it may not go there. Its open examination is done."""
    row = SafetyInformation.objects.select_for_update().get(pk=information_id)
    require_move("information", row.state, state, "information.state")
    row.state = state
    row.save(update_fields=["state"])
    Task.objects.filter(subject=f"information:{information_id}", kind="examine_information", state="open").update(
        state="done", closed_at=act.at
    )
    return row
