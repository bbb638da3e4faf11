"""Review a hazard entry that its author holds not credible."""

from __future__ import annotations

from kizuki.actions.assessments.people import another_person
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Hazard


def review_hazard(hazard_id: int, *, actor: Actor) -> None:
    """Agree that the situation is not credible: only then it no longer counts.

    `Refused` where it is held credible, was reviewed or withdrawn already, or the reviewer is its author.
    """
    with verb("review_hazard", actor=actor, of=[f"hazard:{hazard_id}"]) as act:
        rows = Hazard.objects.select_for_update(of=("self",))
        found = rows.filter(pk=hazard_id, withdrawn_at=None, credible=False, reviewed_by=None).first()
        if found is None:
            raise Refused("hazard", f"there is no hazard {hazard_id} that waits for a review")
        person = another_person(actor, found.entered_by_id, act.at, "the author of a hazard entry does not review it")
        found.reviewed_by = person
        found.save(update_fields=["reviewed_by"])
        act.record(
            subjects=[f"hazard:{found.pk}", f"device:{found.device_id}", f"advisory:{found.advisory_id}"],
            payload={"pips": list(found.pips)},
        )
