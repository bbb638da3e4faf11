"""Merge an incident into another one."""

from __future__ import annotations

from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.incidents.members import add_members, devices_of, keep_as_secret, open_row
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Incident, IncidentMember


def merge_incidents(incident_id: int, into_id: int, *, patients: int | None, actor: Actor) -> None:
    """Bring what belongs to an incident into another one, which then was learned on the earlier of both days. The first
    stays, as merged, with its members.

    `patients` is how many were harmed in both together (None: not known): two numbers are not simply added, since
    they may count one person twice. `Refused` where either is not open or they are of different kinds.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    find(Incident, "into", actor=actor, pk=into_id)
    if incident_id == into_id:
        raise Refused("into", "is the same incident")
    with verb("merge_incidents", actor=actor, of=[f"incident:{incident_id}", f"incident:{into_id}"]) as act:
        first, second = sorted((incident_id, into_id))
        rows = {pk: open_row(pk) for pk in (first, second)}
        old, kept = rows[incident_id], rows[into_id]
        if old.kind != kept.kind:
            raise Refused("into", f"{kept.number} is of kind {kept.kind}, {old.number} of kind {old.kind}")
        members = list(IncidentMember.objects.filter(incident=old).values_list("kind", "member"))
        add_members(kept, members)
        pass_on(act, f"incident:{incident_id}", [f"incident:{into_id}"])
        keep_as_secret(act, kept, members)
        old.state, old.kept_as = "merged", kept
        old.save(update_fields=["state", "kept_as"])
        kept.patients = patients
        kept.learned_on = min(kept.learned_on, old.learned_on)
        kept.save(update_fields=["patients", "learned_on"])
        act.record(
            subjects=[
                f"incident:{incident_id}",
                f"incident:{into_id}",
                *(f"device:{device}" for device in devices_of(members)),
            ],
            payload={"number": old.number, "into": kept.number, "learned_on": kept.learned_on.isoformat()},
        )
