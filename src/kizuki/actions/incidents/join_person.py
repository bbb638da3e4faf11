"""Say that a person of one case is the same as a person of another case of the incident."""

from __future__ import annotations

from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import HarmedPerson, Incident, IncidentMember, SamePerson
from kizuki.store.record.keeping_rows import added, locked, standing


def join_person(incident_id: int, person: str, same_as: str, reason: str, *, actor: Actor) -> int:
    """A second device of ours in the same event is a case of its own; whoever was harmed is joined by id, and never
    counted as a second patient. `person` and `same_as` are ids (`p3-2`); the reason is required. Returns the id.

    `Refused` where they are the same id or of the same case, where a case is none of the incident, or where the person
    was joined already.
    """
    incident = find(Incident, "incident", actor=actor, pk=incident_id)
    said = text(reason, "reason", longest=2_000, required=True)
    one, other = (find(HarmedPerson, "person", actor=actor, key=key) for key in (person, same_as))
    cases = [row.matter.case_id for row in (one, other)]
    members = standing(IncidentMember, incident=incident, kind="case").values_list("member", flat=True)
    outside = [case for case in cases if case not in set(members)]
    if outside:
        raise Refused("person", f"case {outside[0]} does not belong to the incident")
    if cases[0] == cases[1]:
        raise Refused("person", "both are told of in the same case; each case tells of a person once")
    with verb("join_person", actor=actor, of=[f"incident:{incident_id}", *(f"case:{case}" for case in cases)]) as act:
        locked(Incident, incident_id)
        if standing(SamePerson, person=one).exists():
            raise Refused("person", f"{person} is joined already")
        if standing(SamePerson, same_as=one).exists():
            raise Refused("person", f"others are joined to {person}; join the other one to it")
        first = standing(SamePerson, person=other).values_list("same_as", flat=True).first() or other.pk
        row = added(
            SamePerson, incident=incident, person=one, same_as_id=first, joined_by_id=act.person, joined_at=act.at
        )
        keep_text(act, f"same_person:{row.pk}", "reason", said)
        act.record(
            subjects=[f"incident:{incident_id}", f"same_person:{row.pk}", *(f"case:{case}" for case in cases)],
            payload={"person": person, "same_as": str(first)},
        )
    return int(row.pk)
