"""Say that a person of one case is the same as a person of another case of the incident."""

from __future__ import annotations

from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.incidents.persons import case_of_person
from kizuki.store.models import Incident, IncidentMember, SamePerson
from kizuki.store.record.keeping_rows import added, locked, standing


def join_person(incident_id: int, person: str, same_as: str, reason: str, *, actor: Actor) -> int:
    """A second device of ours in the same event is a case of its own; whoever was harmed is joined by id, and never
    counted as a second patient. `person` and `same_as` are ids (`p3-2`); the reason is required. Returns the id.

    `Refused` where they are the same id or of the same case, where a case is none of the incident, or where the person
    was joined already.
    """
    incident = find(Incident, "incident", actor=actor, pk=incident_id)
    said = text(reason, "reason", longest=2_000, required=True)
    cases = [_case_of(actor, key) for key in (person, same_as)]
    members = set(standing(IncidentMember, incident=incident, kind="case").values_list("member", flat=True))
    if not members.issuperset(cases):
        raise Refused("person", "a case that tells of them does not belong to the incident")
    if cases[0] == cases[1]:
        raise Refused("person", "both are told of in the same case; each case tells of a person once")
    with verb("join_person", actor=actor, of=[f"incident:{incident_id}", *(f"case:{case}" for case in cases)]) as act:
        locked(Incident, incident_id)
        if standing(SamePerson, person_id=person).exists():
            raise Refused("person", f"{person} is joined already")
        if standing(SamePerson, same_as_id=person).exists():
            raise Refused("person", f"others are joined to {person}; join the other one to it")
        first = standing(SamePerson, person_id=same_as).values_list("same_as", flat=True).first() or same_as
        row = added(
            SamePerson,
            incident=incident,
            person_id=person,
            same_as_id=first,
            joined_by_id=act.person,
            joined_at=act.at,
        )
        keep_text(act, f"same_person:{row.pk}", "reason", said)
        act.record(
            subjects=[f"incident:{incident_id}", f"same_person:{row.pk}", *(f"case:{case}" for case in cases)],
            payload={"person": person, "same_as": str(first)},
        )
    return int(row.pk)


def _case_of(actor: Actor, person: str) -> int:
    case = case_of_person(viewer_of(actor.code), person)
    if case is None:
        raise Refused("person", f"there is nobody {person}")
    return case
