"""Start a playbook for an incident."""

from __future__ import annotations

from datetime import date

from kizuki.actions.incidents.members import open_row
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.refusal import Refused
from kizuki.store.incidents.playbooks import playbook_of
from kizuki.store.models import Incident, IncidentMember, PlaybookRun


def start_playbook(incident_id: int, key: str, *, on: date, actor: Actor) -> int:
    """Open a task for each step of a playbook, with its owner and its day counted from `on`. Returns how many.

    `Refused` where there is no such playbook, or it was started for this incident already.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    book = playbook_of(key)
    if book is None:
        raise Refused("playbook", f"there is no playbook {key!r}")
    with verb("start_playbook", actor=actor, of=[f"incident:{incident_id}"]) as act:
        row = open_row(incident_id)
        if PlaybookRun.objects.filter(incident=row, key=key).exists():
            raise Refused("playbook", f"{key} was started for {row.number} already")
        PlaybookRun.objects.create(incident=row, key=key, revision=book.revision, started_on=on, recorded_at=act.at)
        for step in book.steps:
            act.wait_for(
                Waiting(
                    f"{key}.{step.key}",
                    f"incident:{incident_id}",
                    f"playbook:{key}:{book.revision}",
                    step.role,
                    due_on=step.due_on(on),
                    values={"first_hour": step.first_hour},
                    words={"ja": step.ja, "en": step.en},
                )
            )
        devices = IncidentMember.objects.filter(incident=row, kind="device").values_list("member", flat=True)
        act.record(
            subjects=[f"incident:{incident_id}", *(f"device:{device}" for device in devices)],
            payload={"number": row.number, "playbook": key, "revision": book.revision, "steps": len(book.steps)},
        )
    return len(book.steps)
