"""Incidents: the open ones, and everything on one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Model, Q, QuerySet

from kizuki.core.glossary import say
from kizuki.core.incidents.cases_wanted import CasesWanted
from kizuki.store.access.seen import seen, sees
from kizuki.store.incidents.cases_needed import wanted_of
from kizuki.store.models import (
    Advisory,
    Case,
    Device,
    Hospital,
    Incident,
    IncidentMember,
    KeptText,
    SafetyInformation,
    SamePerson,
    Task,
    Unit,
)
from kizuki.store.queries.ledgers.parts import Part, Span, part_of
from kizuki.store.queries.timeline import Happening, timeline_of
from kizuki.store.queries.viewer import Viewer

MEMBERS: Mapping[str, type[Model]] = {
    "unit": Unit,
    "device": Device,
    "case": Case,
    "information": SafetyInformation,
    "hospital": Hospital,
    "incident": Incident,
    "advisory": Advisory,
}
"""What can belong to an incident, named as the audit names it (`unit:7`, `case:12`)."""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in a list. `members` counts by kind; `patients` is None while nobody knows."""

    id: int
    number: str
    title: str
    kind: str
    state: str
    hospital: str | None
    patients: int | None
    learned_on: date
    members: dict[str, int]
    kept_as: int | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Something that belongs to an incident: `said` is what to call it, `device` the brand it is of."""

    kind: str
    id: int
    said: str
    device: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of an incident in the viewer's language."""

    id: int
    said: str
    owner_role: str
    owner: str | None
    due_on: date | None
    state: str
    first_hour: bool
    origin: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Everything on one incident; `wanted` is which cases it still needs."""

    row: IncidentRow
    other_makers: str
    members: tuple[MemberRow, ...]
    tasks: tuple[TaskRow, ...]
    wanted: CasesWanted
    playbooks: tuple[tuple[str, int, date], ...]
    split_from: int | None
    timeline: tuple[Happening, ...]
    joined: tuple[tuple[str, str, str, datetime], ...] = ()
    """Persons of one case who are persons of another: both ids, who said so, and when."""


def incident_list(
    viewer: Viewer, *, states: Sequence[str] = ("open",), limit: int | None = 200
) -> tuple[IncidentRow, ...]:
    """Incidents in these states, the one learned last first."""
    return _incident_rows(viewer, _rows(viewer).filter(state__in=states).order_by("-learned_on", "-pk")[:limit])


def incident_ledger(viewer: Viewer, state: str, span: Span) -> Part[IncidentRow]:
    """A part of the incidents in a state, the one learned last first, counted to their end."""
    rows = _rows(viewer).filter(state=state).order_by("-learned_on", "-pk")
    return part_of(rows, span, lambda some: _incident_rows(viewer, some))


def incidents_of(viewer: Viewer, kind: str, member: int) -> tuple[IncidentRow, ...]:
    """The incidents that a case, unit, device, hospital or information belongs to."""
    ids = seen(viewer, IncidentMember).filter(kind=kind, member=member).values("incident")
    return _incident_rows(viewer, _rows(viewer).filter(pk__in=ids).order_by("-pk"))


def incidents_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[IncidentRow, ...]:
    """Those of these incidents that the viewer sees, by id."""
    return _incident_rows(viewer, _rows(viewer).filter(pk__in=ids).order_by("pk"))


def incident_page(viewer: Viewer, incident_id: int) -> IncidentPage | None:
    """One incident; None where there is none."""
    found = _incident_rows(viewer, _rows(viewer).filter(pk=incident_id))
    if not found:
        return None
    members = list(
        seen(viewer, IncidentMember)
        .filter(incident_id=incident_id)
        .order_by("kind", "pk")
        .values_list("kind", "member")
    )
    row = seen(viewer, Incident).get(pk=incident_id)
    return IncidentPage(
        row=found[0],
        other_makers=_texts(viewer, [incident_id]).get((incident_id, "other_makers"), ""),
        members=_members(viewer, members),
        tasks=tasks_of(viewer, f"incident:{incident_id}"),
        wanted=wanted_of(row),
        playbooks=tuple(row.playbook_runs.order_by("pk").values_list("key", "revision", "started_on")),
        split_from=_other(viewer, row.split_from_id),
        timeline=timeline_of(viewer, f"incident:{incident_id}"),
        joined=_joined(viewer, incident_id),
    )


def _joined(viewer: Viewer, incident_id: int) -> tuple[tuple[str, str, str, datetime], ...]:
    rows = seen(viewer, SamePerson).filter(incident_id=incident_id).select_related("joined_by").order_by("pk")
    return tuple(
        (row.person_id, row.same_as_id, row.joined_by.display_name if row.joined_by else "", row.joined_at)
        for row in rows
    )


def tasks_of(viewer: Viewer, subject: str) -> tuple[TaskRow, ...]:
    """The tasks about a subject, open ones by day first."""
    rows = seen(viewer, Task).filter(subject=subject).select_related("owner").order_by("-state", "due_on", "pk")
    return tuple(
        TaskRow(
            id=row.pk,
            said=_task_said(row, viewer),
            owner_role=row.owner_role,
            owner=row.owner.display_name if row.owner else None,
            due_on=row.due_on,
            state=row.state,
            first_hour=bool(row.values.get("first_hour", False)),
            origin=row.origin,
            closed_at=row.closed_at,
        )
        for row in sorted(rows, key=lambda row: row.state != "open")
    )


def _task_said(row: Task, viewer: Viewer) -> str:
    if row.words:
        return str(row.words[viewer.lang])
    return say(f"task.{row.kind}", viewer.lang, **row.values)


def _rows(viewer: Viewer) -> QuerySet[Incident]:
    return seen(viewer, Incident).select_related("hospital")


def _incident_rows(viewer: Viewer, rows: QuerySet[Incident]) -> tuple[IncidentRow, ...]:
    found = list(rows)
    ids = [row.pk for row in found]
    texts = _texts(viewer, ids)
    counts: dict[int, dict[str, int]] = {}
    counted = _seen_members(viewer).filter(incident__in=ids).values("incident", "kind").annotate(count=Count("pk"))
    for incident, kind, count in counted.values_list("incident", "kind", "count"):
        counts.setdefault(incident, {})[kind] = count
    return tuple(
        IncidentRow(
            id=row.pk,
            number=row.number,
            title=texts.get((row.pk, "title"), ""),
            kind=row.kind,
            state=row.state,
            hospital=row.hospital.name if row.hospital else None,
            patients=row.patients,
            learned_on=row.learned_on,
            members=counts.get(row.pk, {}),
            kept_as=_other(viewer, row.kept_as_id),
        )
        for row in found
    )


def _other(viewer: Viewer, incident_id: int | None) -> int | None:
    """Another incident that this one names, where the viewer sees it."""
    return incident_id if incident_id is not None and sees(viewer, Incident, incident_id) else None


def _seen_members(viewer: Viewer) -> QuerySet[IncidentMember]:
    """Members that the viewer sees, each by its own table: what they do not see is not counted either."""
    about = Q()
    for kind, table in MEMBERS.items():
        about |= Q(kind=kind, member__in=seen(viewer, table).values("pk"))
    return seen(viewer, IncidentMember).filter(about)


def _texts(viewer: Viewer, ids: Sequence[int]) -> dict[tuple[int, str], str]:
    rows = KeptText.objects.filter(subject__in=[f"incident:{pk}" for pk in ids]).order_by("revision")
    return {
        (int(row.subject.partition(":")[2]), row.kind): say("record.erased", viewer.lang)
        if row.erased_at
        else row.body
        for row in rows
    }


def _members(viewer: Viewer, members: Sequence[tuple[str, int]]) -> tuple[MemberRow, ...]:
    ids: dict[str, list[int]] = {}
    for kind, pk in members:
        ids.setdefault(kind, []).append(pk)
    said: dict[tuple[str, int], tuple[str, str]] = {}
    titles = _texts(viewer, ids["incident"]) if ids.get("incident") else {}
    for unit in seen(viewer, Unit).filter(pk__in=ids.get("unit", ())).select_related("device"):
        said["unit", unit.pk] = (unit.serial, unit.device.brand)
    for device in seen(viewer, Device).filter(pk__in=ids.get("device", ())):
        said["device", device.pk] = (device.brand, device.brand)
    for case in seen(viewer, Case).filter(pk__in=ids.get("case", ())).select_related("device"):
        said["case", case.pk] = (f"{case.number} {case.title_in(viewer.lang)}".rstrip(), case.device.brand)
    for told in seen(viewer, SafetyInformation).filter(pk__in=ids.get("information", ())).select_related("device"):
        said["information", told.pk] = (told.number, told.device.brand if told.device else "")
    for hospital in seen(viewer, Hospital).filter(pk__in=ids.get("hospital", ())):
        said["hospital", hospital.pk] = (hospital.name, "")
    for above in seen(viewer, Incident).filter(pk__in=ids.get("incident", ())):
        said["incident", above.pk] = (f"{above.number} {titles.get((above.pk, 'title'), '')}".rstrip(), "")
    for hole in seen(viewer, Advisory).filter(pk__in=ids.get("advisory", ())):
        said["advisory", hole.pk] = (hole.identifier, "")
    # What the viewer does not see is no member for them.
    return tuple(MemberRow(kind, pk, *said[kind, pk]) for kind, pk in members if (kind, pk) in said)
