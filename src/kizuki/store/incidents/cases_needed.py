"""Which cases an incident still needs, as the record stands."""

from __future__ import annotations

from typing import Any

from kizuki.core.incidents.cases_wanted import CaseHeld, CasesWanted, cases_wanted, harmed_persons
from kizuki.store.models import Case, FactSheet, Incident, IncidentMember, Unit
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
    held = [CaseHeld(device, harmed_persons(newest.get(case, {}))) for case, device in cases.items()]
    return cases_wanted(incident.kind, incident.patients, devices, held)
