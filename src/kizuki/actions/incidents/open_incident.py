"""Open an incident above cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.embargo.secrecy import Confidential, keep_secret_from_intake
from kizuki.actions.incidents.members import add_members, devices_of, keep_as_secret, next_number, read_members
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.incidents.cases_wanted import KINDS
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital, Incident


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """A new incident: of kind `event` or `vulnerability`, or a `campaign` above incidents and cases, learned on a day;
    `members` as `unit:7`, `case:12` …

    `patients` is how many were harmed, None while nobody knows; `hospital` the key of the institution; `other_makers`
    whose devices are touched as well; `confidential` who alone sees it from the first moment.
    """

    kind: str
    title: str
    learned_on: date
    members: Sequence[str] = ()
    hospital: str | None = None
    patients: int | None = None
    other_makers: str = ""
    confidential: Confidential | None = None


def open_incident(entry: IncidentEntry, *, on: date, actor: Actor) -> int:
    """Keep an incident with what belongs to it. Returns its id; `Refused` names the entry that cannot be."""
    if entry.kind not in KINDS:
        raise Refused("incident.kind", f"{entry.kind!r} is not one of: {', '.join(KINDS)}")
    if entry.learned_on > on:
        raise Refused("incident.learned_on", f"{entry.learned_on} is after {on}")
    if entry.patients is not None and (entry.patients < 0 or (entry.kind != "event" and entry.patients)):
        raise Refused("incident.patients", f"{entry.patients}: harm is kind event, and never below nobody")
    title = text(entry.title, "incident.title", longest=300, required=True)
    makers = text(entry.other_makers, "incident.other_makers", longest=5_000)
    hospital = find(Hospital, "incident.hospital", actor=actor, key=entry.hospital) if entry.hospital else None
    members = read_members(entry.members, actor)
    with verb("open_incident", actor=actor, of=entry.members) as act:
        row = Incident.objects.create(
            number=next_number(act),
            kind=entry.kind,
            hospital=hospital,
            patients=entry.patients,
            learned_on=entry.learned_on,
            opened_at=act.at,
        )
        add_members(row, members)
        keep_secret_from_intake(act, f"incident:{row.pk}", entry.confidential, actor)
        keep_as_secret(act, row, members)
        keep_text(act, f"incident:{row.pk}", "title", title)
        keep_text(act, f"incident:{row.pk}", "other_makers", makers)
        act.record(
            subjects=[f"incident:{row.pk}", *(f"device:{device}" for device in devices_of(members))],
            payload={
                "number": row.number,
                "kind": row.kind,
                "learned_on": row.learned_on.isoformat(),
                "members": [f"{kind}:{pk}" for kind, pk in members],
            },
        )
    return int(row.pk)
