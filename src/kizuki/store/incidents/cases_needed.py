"""Which cases an incident still needs, as the record stands."""

from __future__ import annotations

from typing import Any

from kizuki.core.incidents.cases_wanted import CaseHeld, CasesWanted, cases_wanted, first_harmed, harmed_persons
from kizuki.store.models import Case, FactSheet, Incident, IncidentMember, SamePerson, Unit
from kizuki.store.record.canonical import json_of


def wanted_of(incident: Incident) -> CasesWanted:
    """Harmed patients and devices without a case; a case that is a duplicate is none of its own."""
    members = list(IncidentMember.objects.filter(incident=incident).values_list("kind", "member"))
    units = Unit.objects.filter(pk__in=[pk for kind, pk in members if kind == "unit"])
    devices = {pk for kind, pk in members if kind == "device"} | set(units.values_list("device_id", flat=True))
    named = [pk for kind, pk in members if kind == "case"]
    cases = dict(Case.objects.filter(pk__in=named, duplicate_of=None).values_list("pk", "device_id"))
    newest: dict[int, dict[str, Any]] = {}
    for case, facts in FactSheet.objects.filter(case__in=cases).order_by("revision").values_list("case", "facts"):
        newest[case] = json_of(facts)
    joined = dict(SamePerson.objects.filter(incident=incident).values_list("person_id", "same_as_id"))
    held = [_held(device, newest.get(case, {}), joined) for case, device in cases.items()]
    return cases_wanted(incident.kind, incident.patients, devices, held)


def _held(device: int, facts: dict[str, Any], joined: dict[str, str]) -> CaseHeld:
    person = first_harmed(facts)
    return CaseHeld(device, harmed_persons(facts), joined.get(person, person))
