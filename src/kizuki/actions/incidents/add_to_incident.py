"""Add to an incident what turns out to belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.actions.incidents.members import add_members, devices_of, keep_as_secret, open_row, read_members
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Incident


def add_to_incident(
    incident_id: int,
    members: Sequence[str] = (),
    *,
    patients: int | None = None,
    other_makers: str | None = None,
    actor: Actor,
) -> int:
    """Add units, devices, cases, information or hospitals, the number of harmed patients, or other makers. Returns how
    many members are new. None leaves the number and the makers as they are; what belongs already stays."""
    find(Incident, "incident", actor=actor, pk=incident_id)
    named = read_members(members, actor)
    makers = None if other_makers is None else text(other_makers, "incident.other_makers", longest=5_000)
    with verb("add_to_incident", actor=actor, of=[f"incident:{incident_id}", *members]) as act:
        row = open_row(incident_id)
        new = add_members(row, named)
        keep_as_secret(act, row, named)
        counted = patients is not None and patients != row.patients
        if counted and patients is not None:
            if patients < 0 or (row.kind != "event" and patients):
                raise Refused("incident.patients", f"{patients}: harm is kind event, and never below nobody")
            row.patients = patients
            row.save(update_fields=["patients"])
        worded = bool(makers is not None and keep_text(act, f"incident:{incident_id}", "other_makers", makers))
        if not (new or counted or worded):
            act.unchanged()
            return 0
        act.record(
            subjects=[f"incident:{incident_id}", *(f"device:{device}" for device in devices_of(named))],
            payload={
                "number": row.number,
                "members": [f"{kind}:{pk}" for kind, pk in named],
                "patients": row.patients,
            },
        )
    return new
