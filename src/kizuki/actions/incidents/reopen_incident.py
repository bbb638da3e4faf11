"""Reopen an incident."""

from __future__ import annotations

from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.moves import require_move
from kizuki.store.models import Incident


def reopen_incident(incident_id: int, reason: str, *, actor: Actor) -> None:
    """Take up an incident again that was closed, or that turned out to be no duplicate after all, and say why.

    `Refused` where it is open, or was merged: what belonged to it belongs to the other one now.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    words = text(reason, "incident.reason", longest=5_000, required=True)
    with verb("reopen_incident", actor=actor, of=[f"incident:{incident_id}"]) as act:
        row = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
        require_move("incident", row.state, "open", "incident")
        before = row.state
        row.state, row.kept_as = "open", None
        row.save(update_fields=["state", "kept_as"])
        keep_text(act, f"incident:{incident_id}", "reopening_reason", words)
        act.record(subjects=[f"incident:{incident_id}"], payload={"number": row.number, "before": before})
