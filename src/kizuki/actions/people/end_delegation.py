"""End a delegation before its last day."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Delegation


def end_delegation(delegation_id: int, *, actor: Actor) -> None:
    """The deputy signs no more from now on. `Refused` where it has ended already."""
    find(Delegation, "delegation", actor=actor, pk=delegation_id)
    with verb("end_delegation", actor=actor, of=[f"delegation:{delegation_id}"]) as act:
        row = Delegation.objects.select_for_update().get(pk=delegation_id)
        if row.ended_at is not None:
            raise Refused("delegation", "has ended already")
        row.ended_at = act.at
        row.save(update_fields=["ended_at"])
        act.record(subjects=[f"user:{row.principal_id}", f"user:{row.deputy_id}", f"delegation:{row.pk}"])
