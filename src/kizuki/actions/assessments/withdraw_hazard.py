"""Withdraw a hazard entry with a reason; it stays readable."""

from __future__ import annotations

from kizuki.actions.assessments.people import person_of
from kizuki.actions.register.tied import watch_where_tied
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Hazard


def withdraw_hazard(hazard_id: int, *, because: str, actor: Actor) -> None:
    """Take the entry out of the analysis. `Refused` without a reason, or where it was withdrawn already."""
    reason = text(because, "because", longest=4_000, required=True)
    with verb("withdraw_hazard", actor=actor, of=[f"hazard:{hazard_id}"]) as act:
        found = Hazard.objects.select_for_update(of=("self",)).filter(pk=hazard_id, withdrawn_at=None).first()
        if found is None:
            raise Refused("hazard", f"there is no hazard {hazard_id} that stands")
        found.withdrawn_at, found.withdrawn_by, found.withdrawn_because = act.at, person_of(actor), reason
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        watch_where_tied(act, [found.advisory_id])
        act.record(
            subjects=[f"hazard:{found.pk}", f"device:{found.device_id}", f"advisory:{found.advisory_id}"],
            payload={"pips": list(found.pips)},
        )
