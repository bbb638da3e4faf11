"""The users that every door passes, and a record in which something of every kind is secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kizuki.actions.assessments.add_hazard import HazardEntry, add_hazard
from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.note import note
from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.disclosure.parties import open_disclosure
from kizuki.actions.disclosure.publish_statement import Drafted, draft_statement
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.incidents.start_playbook import start_playbook
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.actions.measures.write_letter import draft_letter
from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.verb import Actor
from kizuki.core.forms.letters.table import letter
from kizuki.store.models import Advisory, Case, Device, Hazard, Incident, Match, SafetyInformation, Task
from kizuki.store.queries.viewer import Viewer
from tests.actions.office import ON, PASSWORD, filled_case, person
from tests.actions.record import TESTER, advisory, library, sbom

SECRET = "ひみつ7719"
"""Stands in every text of what is secret, and in none of what is not."""

GONE = 999_999_937
"""An id that nothing has."""

SEES = ("writer", "safety_manager", "approver", "auditor")
"""Who is named in every embargo of the record."""

SEES_NOTHING_OF_IT = ("not_named", "other_product", "left", "nobody")
"""For whom what is secret is not there."""


@dataclass(frozen=True, slots=True)
class World:
    """The users by name, the ids of what is secret by kind, and words that tell of it."""

    users: Mapping[str, int]
    secret: Mapping[str, int]
    words: tuple[str, ...]
    public: Mapping[str, int]

    def viewer(self, name: str) -> Viewer:
        """This user as a viewer; nobody is a number that is no person."""
        return Viewer(self.users[name], ROLES[name])

    def actor(self, name: str) -> Actor:
        """This user as somebody who acts."""
        return Actor.user(self.users[name])


ROLES = {
    "writer": "safety_officer",
    "safety_manager": "safety_manager",
    "approver": "general_manager",
    "auditor": "auditor",
    "not_named": "safety_manager",
    "other_product": "safety_manager",
    "left": "safety_manager",
    "nobody": "safety_manager",
}


def move_in() -> World:
    """A case with its report, documents, notes and statement, information, an incident with its tasks, and a
    vulnerability of our own with its hazard, all under embargo; beside them a public finding, and a device of another
    product."""
    users = _users()
    case_id = filled_case()
    device = Device.objects.get(pk=Case.objects.values_list("device", flat=True).get(pk=case_id))
    other = register_device(DeviceEntry(key="another", brand="別の品目"), actor=TESTER)
    set_product_scope(users["other_product"], ["another"], actor=TESTER)
    writer = Actor.user(users["writer"])
    release = findings_of(device, writer)
    named = Confidential([users[name] for name in SEES])
    set_embargo(f"case:{case_id}", True, named.readers, SECRET, actor=Actor.user(users["safety_manager"]))
    information = information_of(device.key, named, writer)
    joined = information_of(device.key, named, writer)
    came = become_case(joined, _entry(device.key), on=ON, actor=Actor.user(users["safety_manager"]))
    incident = incident_of(named, case_id, Actor.user(users["safety_manager"]))
    note(case_id, SECRET, actor=writer)
    attached = attach_document(case_id, f"{SECRET}.txt", SECRET.encode(), actor=writer)
    told = CommunicationEntry(
        "patient", "phone", datetime(2026, 8, 3, 9, tzinfo=UTC), SECRET, case=case_id, incident=incident
    )
    record_communication(told, actor=writer)
    vulnerability = vulnerability_of(named, device, release, Actor.user(users["safety_manager"]))
    measure = measure_of(case_id, Actor.user(users["safety_manager"]))
    report = draft_form(case_id, 8, actor=writer)
    statement = statement_of(case_id, Actor.user(users["safety_manager"]))
    finding = Match.objects.get(advisory=vulnerability)
    retire_user(users["left"], actor=TESTER)
    numbers = Case.objects.filter(pk__in=(case_id, came)).values_list("number", flat=True)
    public = Match.objects.exclude(advisory=vulnerability).get()
    return World(
        users=users,
        secret={
            "case": case_id,
            "report": report,
            "attachment": attached,
            "information": information,
            "joined": joined,
            "came": came,
            "incident": incident,
            "advisory": vulnerability,
            "match": finding.pk,
            "hazard": Hazard.objects.get().pk,
            "statement": statement,
            "measure": measure,
            "letter": letter_of(measure, Actor.user(users["safety_manager"])),
            "task": int(Task.objects.filter(incident_id=incident).order_by("pk").values_list("pk", flat=True)[0]),
        },
        words=(SECRET, *numbers, Incident.objects.get(pk=incident).number, _number(information), _number(joined)),
        public={"device": device.pk, "release": release, "match": public.pk, "other": other},
    )


def _users() -> dict[str, int]:
    people = {name: person_of(person(name, role)) for name, role in ROLES.items() if name != "nobody"}
    return {**people, "nobody": GONE}


def findings_of(device: Device, actor: Actor) -> int:
    release = register_release(
        device.key, "9.9.1", sbom(library("jinja2", "3.0.0"), library("hidden-part", "1.0.0")), actor=actor
    ).release
    keep_advisories(advisory(7777, "jinja2", "0", "3.1.0"), actor=TESTER)
    match_release(release, on=ON, actor=TESTER)
    return release


def information_of(device: str, named: Confidential, actor: Actor) -> int:
    entry = InformationEntry(
        "finder", [ReceiptEntry(ON, name=SECRET)], {"summary": SECRET, "finder": SECRET}, device=device,
        confidential=named,
    )  # fmt: skip
    return receive_information(entry, on=ON, actor=actor)


def _entry(device: str) -> CaseEntry:
    return CaseEntry(key="came", device=device, title=SECRET, facts={"matters": [{"kind": "vulnerability"}]})


def incident_of(named: Confidential, case_id: int, actor: Actor) -> int:
    entry = IncidentEntry("event", SECRET, ON, [f"case:{case_id}"], other_makers=SECRET, confidential=named)
    incident = open_incident(entry, on=ON, actor=actor)
    start_playbook(incident, "ransomware", on=ON, actor=actor)
    return incident


def vulnerability_of(named: Confidential, device: Device, release: int, actor: Actor) -> int:
    entry = VulnerabilityEntry(
        SECRET, "component", ON, product="hidden-part", versions="< 2.0", confidential=named, details=SECRET
    )
    number = enter_vulnerability(entry, on=ON, actor=actor)
    about = Advisory.objects.get(identifier=number).pk
    match_advisories([about], on=ON, actor=TESTER)
    add_hazard(device.pk, about, HazardEntry(pips=["XIT"], situation=SECRET, harm=SECRET), actor=actor)
    return about


def measure_of(case_id: int, actor: Actor) -> int:
    plan = Plan("recall", plan=SECRET, residual_risk=SECRET)
    return propose_measure(case_id, plan, password=PASSWORD, on=ON, actor=actor)


def letter_of(measure: int, actor: Actor) -> int:
    words: dict[str, Any] = {}
    for field in letter("recall_start").fields:
        if not field.source.startswith("hospital."):
            words[field.id] = {"long": {"ja": SECRET, "en": SECRET}, "day": "2026-08-01"}.get(field.kind, SECRET)
    return draft_letter(measure, "recall_start", words, dated_on=ON, on=ON, actor=actor)


def statement_of(case_id: int, actor: Actor) -> int:
    """What was drawn up to be told of the case, and was not published."""
    disclosure = open_disclosure(case_id, "AMBER", actor=actor)
    content = json.dumps({"author": SECRET, "statements": []}, ensure_ascii=False).encode()
    told = Drafted(content, "application/json", "openvex", "public", ("affected",))
    return draft_statement(disclosure, told, actor=actor)


def _number(information: int) -> str:
    return SafetyInformation.objects.values_list("number", flat=True).get(pk=information)
