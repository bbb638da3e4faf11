"""Split an incident in two."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.incidents.members import add_members, devices_of, next_number, open_row, read_members
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Incident, IncidentMember


def split_incident(
    incident_id: int,
    members: Sequence[str],
    title: str,
    *,
    patients: int | None,
    patients_left: int | None,
    actor: Actor,
) -> int:
    """Move members into an incident of their own, learned on the same day. Returns its id.

    `patients` is how many of the harmed are of the new one, `patients_left` of the old one; None: not known. `Refused`
    where a member does not belong to it, or nothing would stay.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    words = text(title, "incident.title", longest=300, required=True)
    named = read_members(members, actor)
    if not named:
        raise Refused("members", "names at least one member")
    with verb("split_incident", actor=actor, of=[f"incident:{incident_id}", *members]) as act:
        old = open_row(incident_id)
        _take_out(old, named, patients_left)
        new = Incident.objects.create(
            number=next_number(act),
            kind=old.kind,
            hospital=old.hospital,
            patients=patients,
            learned_on=old.learned_on,
            split_from=old,
            opened_at=act.at,
        )
        add_members(new, named)
        pass_on(act, f"incident:{incident_id}", [f"incident:{new.pk}"])
        keep_text(act, f"incident:{new.pk}", "title", words)
        act.record(
            subjects=[f"incident:{incident_id}", f"incident:{new.pk}", *(f"device:{pk}" for pk in devices_of(named))],
            payload={"number": old.number, "new": new.number, "members": [f"{kind}:{pk}" for kind, pk in named]},
        )
    return int(new.pk)


def _take_out(old: Incident, named: Sequence[tuple[str, int]], patients_left: int | None) -> None:
    standing = {(row.kind, row.member): row for row in IncidentMember.objects.filter(incident=old)}
    for kind, pk in named:
        if (kind, pk) not in standing:
            raise Refused("members", f"{kind}:{pk} does not belong to {old.number}")
    if len(standing) == len(named):
        raise Refused("members", "all of them: nothing would stay")
    IncidentMember.objects.filter(pk__in=[standing[member].pk for member in named]).delete()
    old.patients = patients_left
    old.save(update_fields=["patients"])
