"""Close an incident."""

from __future__ import annotations

from kizuki.actions.incidents.members import devices_of, open_row
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.incidents.cases_needed import wanted_of
from kizuki.store.models import Incident, IncidentMember, Task


def close_incident(incident_id: int, reason: str, *, actor: Actor) -> None:
    """Say that an incident is over, and why; its cases go on by themselves.

    `Refused` while a task of it is open, a harmed patient or a device has no case, or nobody has said how many were
    harmed.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    words = text(reason, "incident.reason", longest=5_000, required=True)
    with verb("close_incident", actor=actor, of=[f"incident:{incident_id}"]) as act:
        row = open_row(incident_id)
        wanted = wanted_of(row)
        if wanted.patients_missing is None:
            raise Refused("incident.patients", "nobody has said how many patients were harmed")
        if not wanted.complete:
            missing = f"{wanted.patients_missing} patients and {len(wanted.devices_missing)} devices"
            raise Refused("incident", f"{missing} have no case")
        tasks = Task.objects.filter(subject=f"incident:{incident_id}", state="open").count()
        if tasks:
            raise Refused("tasks", f"{tasks} tasks are open")
        row.state = "closed"
        row.save(update_fields=["state"])
        keep_text(act, f"incident:{incident_id}", "closing_reason", words)
        members = list(IncidentMember.objects.filter(incident=row).values_list("kind", "member"))
        act.record(
            subjects=[f"incident:{incident_id}", *(f"device:{device}" for device in devices_of(members))],
            payload={"number": row.number},
        )
