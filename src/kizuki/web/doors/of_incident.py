"""What is done with an incident above cases: what belongs to it, the cases it needs, its twin, its end."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.incidents.add_to_incident import add_to_incident
from kizuki.actions.incidents.close_incident import close_incident
from kizuki.actions.incidents.mark_duplicate import mark_duplicate
from kizuki.actions.incidents.merge_incidents import merge_incidents
from kizuki.actions.incidents.open_incident_cases import open_incident_cases
from kizuki.actions.incidents.reopen_incident import reopen_incident
from kizuki.actions.incidents.split_incident import split_incident
from kizuki.core.glossary import say
from kizuki.core.incidents.cases_wanted import CAMPAIGN
from kizuki.store.queries.cases import open_cases
from kizuki.store.queries.devices import device_names
from kizuki.store.queries.incidents import IncidentPage, incident_list, incident_page
from kizuki.store.queries.information import information_inbox
from kizuki.store.queries.units import UnitPlace, units_with_serial
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Day, Line, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.from_intake import intake_of_this_incident, parts_told, proposed
from kizuki.web.doors.new_case import NewCase, facts_of_new_case
from kizuki.web.doors.of_case import Communication, tell

Offered = list[tuple[str, str]]


def _page(doing: Doing) -> IncidentPage:
    found = doing.once("incident", lambda: incident_page(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


def _is(state: str) -> Any:
    def opens(doing: Doing) -> bool:
        return _page(doing).row.state == state

    return opens


def _takes_cases(doing: Doing) -> bool:
    """An open incident; a campaign links cases that are opened elsewhere."""
    row = _page(doing).row
    return row.state == "open" and row.kind != CAMPAIGN


def _was_ended(doing: Doing) -> bool:
    return _page(doing).row.state in ("closed", "duplicate")


def _title(doing: Doing) -> tuple[str, ...]:
    return (_page(doing).row.title,)


def _addable(doing: Doing) -> Offered:
    """Devices, open cases and information that wait, as members are named."""
    kind = {name: say(f"portfolio.member.{name}", doing.lang) for name in ("device", "case", "information")}
    found = [(f"device:{pk}", f"{kind['device']} {name}") for pk, name in device_names(doing.viewer)]
    found += [
        (f"case:{row.id}", f"{kind['case']} {row.number} {row.title}") for row in open_cases(doing.viewer, limit=50)
    ]
    found += [
        (f"information:{row.id}", f"{kind['information']} {row.number} {row.summary[:60]}")
        for row in information_inbox(doing.viewer, limit=50)
    ]
    if _page(doing).row.kind == CAMPAIGN:
        word = say("portfolio.member.incident", doing.lang)
        found += [
            (f"incident:{row.id}", f"{word} {row.number} {row.title}")
            for row in incident_list(doing.viewer)
            if row.kind != CAMPAIGN
        ]
    there = {f"{member.kind}:{member.id}" for member in _page(doing).members}
    return [(name, words) for name, words in found if name not in there]


def _members(doing: Doing) -> Offered:
    return [
        (f"{member.kind}:{member.id}", f"{say(f'portfolio.member.{member.kind}', doing.lang)} {member.said}")
        for member in _page(doing).members
    ]


def _others(doing: Doing) -> Offered:
    """The other open incidents of the same kind."""
    rows = incident_list(doing.viewer)
    return [
        (str(row.id), f"{row.number} {row.title}")
        for row in rows
        if row.id != doing.id and row.kind == _page(doing).row.kind
    ]


class Add(DoorForm):
    """What turns out to belong to it, and how many were harmed."""

    members = Several("door.field.members", _addable)
    serial = Line("door.field.serial", longest=120, required=False)
    patients = Count("door.field.patients", hint="door.hint.as_it_is", required=False, most=100_000)
    other_makers = Words("portfolio.other_makers", longest=5_000, rows=2, required=False)

    places: ClassVar = {"incident.patients": "patients", "members": "members"}

    def begin(self) -> dict[str, Any]:
        """The other makers as they were last told."""
        return {"other_makers": _page(self.doing).other_makers}

    def together(self) -> None:
        """A serial number names one unit that is registered."""
        serial = self.cleaned_data.get("serial")
        units: tuple[UnitPlace, ...] = units_with_serial(self.doing.viewer, serial) if serial else ()
        if serial and len(units) != 1:
            self.wrong("serial", "door.error.no_unit" if not units else "door.error.several_units")
        self.cleaned_data["units"] = [f"unit:{unit.id}" for unit in units]


def _add(doing: Doing, told: dict[str, Any]) -> None:
    makers = told["other_makers"] if told["other_makers"] != _page(doing).other_makers else None
    members = [*told["members"], *told["units"]]
    add_to_incident(doing.id, members, patients=told["patients"], other_makers=makers, actor=doing.actor)


class IncidentCase(NewCase):
    """A case of the incident: of one harmed patient, or of one device."""

    learned_on = Day("door.field.case_learned_on", hint="door.hint.learned_on")
    field_order = (
        *("title", "device", "hospital", "serial", "learned_on", "learned_by"),
        *("kind", "locus", "harm", "causality", "exploited", "evidence"),
    )
    places: ClassVar = {**NewCase.places, "cases": "harm"}

    def begin(self) -> dict[str, Any]:
        """The title and the day of the incident, and what the intake told that it was opened from."""
        row, told = _page(self.doing).row, intake_of_this_incident(self.doing)
        found: dict[str, Any] = {"title": row.title}
        if told is None:
            return found
        found |= {**proposed(told), "learned_on": row.learned_on.isoformat()}
        self.taken = dict.fromkeys(found.keys() - {"title"}, told.number)
        return found


def _open_case(doing: Doing, told: dict[str, Any]) -> str:
    page = _page(doing)
    facts = facts_of_new_case(told)
    facts["matters"][0]["learned_on"] = told["learned_on"].isoformat()
    held = sum(member.kind == "case" for member in page.members)
    key = f"{page.row.number}-{held + 1}"
    entry = CaseEntry(
        key, told["device"], told["title"], facts, hospital=told["hospital"] or None, parts=parts_told(told)
    )
    opened = open_incident_cases(doing.id, [entry], on=doing.on, actor=doing.actor)
    return reverse("case", args=[opened[0]])


class Merge(DoorForm):
    """Into which one, and how many were harmed in both together."""

    into = Choice("door.field.into", _others)
    patients = Count("door.field.patients_together", hint="door.hint.patients", required=False, most=100_000)
    places: ClassVar = {"incident": "into", "readers": "into"}


def _merge(doing: Doing, told: dict[str, Any]) -> str:
    into = int(told["into"])
    merge_incidents(doing.id, into, patients=told["patients"], actor=doing.actor)
    return reverse("incident", args=[into])


class Split(DoorForm):
    """What becomes an incident of its own, and how many were harmed on each side."""

    title = Line("door.field.title", longest=300)
    members = Several("door.field.members", _members, required=True)
    patients = Count("door.field.patients_new", hint="door.hint.patients", required=False, most=100_000)
    patients_left = Count("door.field.patients_left", hint="door.hint.patients", required=False, most=100_000)
    places: ClassVar = {"incident": "members"}


def _split(doing: Doing, told: dict[str, Any]) -> str:
    made = split_incident(
        doing.id,
        told["members"],
        told["title"],
        patients=told["patients"],
        patients_left=told["patients_left"],
        actor=doing.actor,
    )
    return reverse("incident", args=[made])


class Twin(DoorForm):
    """The one that is kept."""

    of = Choice("door.field.kept_incident", _others)
    places: ClassVar = {"incident": "of"}


def _twin(doing: Doing, told: dict[str, Any]) -> None:
    mark_duplicate(doing.id, int(told["of"]), actor=doing.actor)


class Why(DoorForm):
    """Why it is over, or taken up again."""

    reason = Words("door.field.reason", longest=2_000)
    places: ClassVar = {"incident": "reason", "tasks": "reason"}


def _close(doing: Doing, told: dict[str, Any]) -> None:
    close_incident(doing.id, told["reason"], actor=doing.actor)


def _reopen(doing: Doing, told: dict[str, Any]) -> None:
    reopen_incident(doing.id, told["reason"], actor=doing.actor)


def _tell(doing: Doing, told: dict[str, Any]) -> None:
    tell(doing, told, incident=doing.id)


DOORS = (
    Door(
        "open_incident_case",
        "incident",
        ("open_incident_cases",),
        IncidentCase,
        _open_case,
        _takes_cases,
        _title,
    ),
    Door("add_to_incident", "incident", ("add_to_incident",), Add, _add, _is("open"), _title),
    Door("record_communication", "incident", ("record_communication",), Communication, _tell, about=_title),
    Door("merge_incidents", "incident", ("merge_incidents",), Merge, _merge, _is("open"), _title),
    Door("split_incident", "incident", ("split_incident",), Split, _split, _is("open"), _title),
    Door("mark_duplicate", "incident", ("mark_duplicate",), Twin, _twin, _is("open"), _title),
    Door("close_incident", "incident", ("close_incident",), Why, _close, _is("open"), _title),
    Door("reopen_incident", "incident", ("reopen_incident",), Why, _reopen, _was_ended, _title),
)
"""The doors about an incident, in the order in which its page shows them."""
