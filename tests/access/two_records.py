"""One record twice: without what is secret, and with it. What an outsider is answered must be the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.note import note
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.hospitals.make_hospital_link import make_hospital_link
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.make_api_token import make_api_token
from kizuki.actions.people.renew_calendar_key import renew_calendar_key
from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.verb import Actor
from kizuki.core.people.scopes import SCOPES
from kizuki.store.duties import Chain, declared, duties_of
from kizuki.store.models import Advisory, Case, Device, Hazard, Incident, Match, Task
from kizuki.store.queries.viewer import Viewer
from tests.access import cast
from tests.access.asking import signed_in
from tests.access.cast import GONE, ON, SECRET, World
from tests.access.whole import Filling, is_hidden, is_secret
from tests.actions.office import filled_case, person
from tests.actions.record import DEATH_IN_JAPAN, TESTER
from tests.asked_work import work_through
from tests.planted import planted
from tests.store.audit.everything import make_row
from tests.web.walk_more_scenes import SCENES

OUTSIDERS = {
    "not_named": "safety_manager",
    "officer": "safety_officer",
    "other_product": "safety_manager",
    "auditor_not_named": "auditor",
    "left": "safety_manager",
}
"""Who is not named in any embargo."""

INSIDERS = {"writer": "safety_officer", "safety_manager": "safety_manager", "approver": "general_manager"}
NOON = datetime(ON.year, ON.month, ON.day, 3, tzinfo=UTC)

_OF_A_KIND: Mapping[str, Mapping[str, Any]] = {"Addressee": {"kind": "pmda_reports"}}
"""What a planted row must say so that its page can show it."""


@dataclass
class Record:
    """The people, and what everybody may see: the newest rows by table, as they stood before anything was secret."""

    users: dict[str, int]
    device: Device
    release: int
    other: int
    link: str = ""
    calendar: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    rows: dict[type[Any], list[Any]] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """An outsider."""
        return Viewer(self.users[name], OUTSIDERS[name])

    def actor(self, name: str) -> Actor:
        """Somebody who acts."""
        return Actor.user(self.users[name])

    @property
    def last(self) -> dict[type[Any], int]:
        """The newest row of each table that everybody may see."""
        return {model: rows[0] for model, rows in self.rows.items() if rows and isinstance(rows[0], int)}

    def world(self, secret: Mapping[str, int] | None = None, words: tuple[str, ...] = ()) -> World:
        """As the helpers of the cast know it."""
        public = {"device": self.device.pk, "release": self.release, "match": GONE, "other": self.other}
        return World(self.users, secret or {}, words, public)


def without(scene: str = "") -> Record:
    """A record in which nothing is secret: that of a small office, or of a scene of the walk."""
    if scene:
        SCENES[scene]()
        case_id = Case.objects.order_by("pk").values_list("pk", flat=True)[0]
    else:
        case_id = filled_case()
    users = {name: person_of(person(f"{name} {scene}", role)) for name, role in (INSIDERS | OUTSIDERS).items()}
    for name in users:
        address = f"{name.replace('_', '')}@example.test"
        set_mail_address(users[name], address, actor=Actor.user(users["approver"]))
    device = Device.objects.get(pk=Case.objects.values_list("device", flat=True).get(pk=case_id))
    other = register_device(DeviceEntry(key="other-product", brand="別の品目"), actor=TESTER)
    set_product_scope(users["other_product"], ["other-product"], actor=TESTER)
    record = Record(users, device, cast.findings_of(device, Actor.user(users["writer"])), other)
    if not scene:
        _public_things(case_id, record)
    _ways_in(record)
    _what_others_point_at(device)
    work_through()
    for model, _ in declared():
        record.rows[model] = list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:2])
    return record


def _public_things(case_id: int, record: Record) -> None:
    writer, sato, device = record.actor("writer"), record.actor("safety_manager"), record.device.key
    entry = InformationEntry("finder", [ReceiptEntry(ON, name="山")], {"summary": "公の話"}, device=device)
    receive_information(entry, on=ON, actor=writer)
    joined = receive_information(entry, on=ON, actor=writer)
    become_case(joined, _entry(device, "public", "公の件"), on=ON, actor=sato)
    open_incident(IncidentEntry("event", "公の事案", ON, [f"case:{case_id}"]), on=ON, actor=sato)
    note(case_id, "公の覚え", actor=writer)
    attach_document(case_id, "open.txt", b"open", actor=writer)
    draft_form(case_id, 8, actor=writer)


def _ways_in(record: Record) -> None:
    """How the outsiders come in: sessions, tokens, a hospital's link, a calendar; one has left meanwhile."""
    register_hospital(key="told", name="北病院", prefecture="青森県", actor=TESTER)
    register_units(record.device.key, [UnitEntry("T-1", "told", "9.9.1", place="ICU")], actor=TESTER)
    record.link = make_hospital_link("told", date(2027, 6, 1), on=ON, actor=record.actor("safety_manager"))
    for name, role in OUTSIDERS.items():
        if role != "auditor":
            record.tokens[name] = make_api_token("t", SCOPES, date(2027, 1, 1), on=ON, actor=record.actor(name))
    record.calendar = renew_calendar_key(record.users["not_named"], actor=record.actor("not_named"))
    retire_user(record.users["left"], actor=TESTER)
    record.clients = {name: signed_in(record.world(), name) for name in OUTSIDERS}


def _entry(device: str, key: str, title: str) -> CaseEntry:
    return CaseEntry(key=key, device=device, title=title, facts={"matters": [{"kind": "vulnerability"}]})


def _what_others_point_at(device: Device) -> None:
    """A row of every table that everybody sees and rows of what is secret point at: none is made beside these."""
    pointed = {
        one.related_model
        for model, _ in declared()
        if is_hidden(model) and is_secret(model)
        for one in model._meta.concrete_fields
        if one.remote_field
    }
    with planted():
        for model in sorted(pointed, key=lambda one: str(one.__name__)):
            open_to_all = not is_secret(model) and duties_of(model).chain is not Chain.CHAIN
            if open_to_all and not model._default_manager.exists():
                told = dict(_OF_A_KIND.get(model.__name__, {}))
                if any(one.name == "device" for one in model._meta.concrete_fields):
                    told["device"] = device
                make_row(model, 7, **told)


def add_what_is_secret(record: Record) -> World:
    """A case, information, incident, vulnerability with all that belongs to them, under embargo; and a row of every table
    that leads to one of them. Nobody has done yet what waits for a worker."""
    device, sato = record.device, record.actor("safety_manager")
    named = Confidential([record.users[name] for name in INSIDERS])
    secret = _secret_cases(record, named)
    secret["incident"] = cast.incident_of(named, secret["case"], sato)
    secret["advisory"] = cast.vulnerability_of(named, device, record.release, sato)
    secret["measure"] = cast.measure_of(secret["case"], sato)
    secret["statement"] = cast.statement_of(secret["case"], sato)
    secret["letter"] = cast.letter_of(secret["measure"], sato)
    secret["hazard"] = Hazard.objects.latest("pk").pk
    secret["match"] = Match.objects.get(advisory=secret["advisory"]).pk
    tasks = Task.objects.filter(incident_id=secret["incident"]).order_by("pk")
    secret["task"] = int(tasks.values_list("pk", flat=True)[0])
    numbers = Case.objects.filter(pk__in=(secret["case"], secret["came"])).values_list("number", flat=True)
    words = (SECRET, *numbers, Incident.objects.get(pk=secret["incident"]).number)
    world = record.world(secret, (*words, Advisory.objects.get(pk=secret["advisory"]).identifier))
    filling = Filling(world)
    with planted():
        for model, duties in declared():
            if is_hidden(model) and is_secret(model) and duties.chain is not Chain.CHAIN:
                filling.row(model)
    return world


def _secret_cases(record: Record, named: Confidential) -> dict[str, int]:
    device, writer, sato = record.device.key, record.actor("writer"), record.actor("safety_manager")
    told = open_case(replace(_entry(device, "secret", SECRET), facts=DEATH_IN_JAPAN), on=ON, actor=TESTER)
    set_embargo(f"case:{told}", True, named.readers, SECRET, actor=sato)
    joined = cast.information_of(device, named, writer)
    secret = {"case": told, "information": cast.information_of(device, named, writer), "joined": joined}
    secret["came"] = become_case(joined, _entry(device, "came", SECRET), on=ON, actor=sato)
    note(told, SECRET, actor=writer)
    secret["attachment"] = attach_document(told, f"{SECRET}.txt", SECRET.encode(), actor=writer)
    spoken = CommunicationEntry("patient", "phone", NOON.replace(hour=1), SECRET, case=told)
    record_communication(spoken, actor=writer)
    return secret
