"""Mark an incident as a duplicate of another one."""

from __future__ import annotations

from kizuki.actions.incidents.members import devices_of, open_row
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Incident, IncidentMember


def mark_duplicate(incident_id: int, of_id: int, *, actor: Actor) -> None:
    """Say that an incident tells of the same as another one: it stays and leads there.

    `Refused` where it was learned before the one that is kept (then that one is the duplicate), or where a case, unit
    or information belongs to it alone (then merge them): nothing may hang on a duplicate only.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    find(Incident, "of", actor=actor, pk=of_id)
    if incident_id == of_id:
        raise Refused("of", "is the same incident")
    with verb("mark_duplicate", actor=actor, of=[f"incident:{incident_id}", f"incident:{of_id}"]) as act:
        rows = {pk: open_row(pk) for pk in sorted((incident_id, of_id))}
        row, kept = rows[incident_id], rows[of_id]
        if row.learned_on < kept.learned_on:
            raise Refused(
                "of", f"{kept.number} was learned later ({kept.learned_on}); mark that one instead, or merge"
            )
        mine = set(IncidentMember.objects.filter(incident=row).values_list("kind", "member"))
        theirs = set(IncidentMember.objects.filter(incident=kept).values_list("kind", "member"))
        alone = sorted(mine - theirs)
        if alone:
            raise Refused("incident", f"{alone[0][0]}:{alone[0][1]} belongs to {row.number} alone; merge them")
        row.state, row.kept_as = "duplicate", kept
        row.save(update_fields=["state", "kept_as"])
        act.record(
            subjects=[
                f"incident:{incident_id}",
                f"incident:{of_id}",
                *(f"device:{device}" for device in devices_of(sorted(mine))),
            ],
            payload={"number": row.number, "kept": kept.number},
        )
