"""Hospitals: where our units stand, whom to turn to, what is known of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from kizuki.store.access.seen import seen
from kizuki.store.models import Case, Hospital, SiteNote, Unit
from kizuki.store.queries.ledgers.parts import Part, Span, beginning, part_of
from kizuki.store.queries.viewer import Viewer

MOST_CASES = 50
"""Of one hospital, the newest."""


@dataclass(frozen=True, slots=True)
class HospitalRow:
    """An institution in a list; `units` counts those in use that the viewer sees."""

    id: int
    key: str
    name: str
    prefecture: str
    units: int


@dataclass(frozen=True, slots=True)
class UnitAt:
    """A unit that stands there."""

    serial: str
    device_id: int
    brand: str
    release: str
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class NoteAt:
    """What else stands at the site, and since when it is known."""

    kind: str
    about: str
    body: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class HospitalPage:
    """One institution. `site` is its scoring profile (empty where nobody has told one)."""

    row: HospitalRow
    address: str
    contacts: tuple[Mapping[str, str], ...]
    units: tuple[UnitAt, ...]
    notes: tuple[NoteAt, ...]
    cases: tuple[tuple[int, str, str], ...]
    site: Mapping[str, Any]


def hospitals(viewer: Viewer, span: Span) -> Part[HospitalRow]:
    """A part of the institutions by name, counted to their end."""
    return part_of(seen(viewer, Hospital).order_by("name", "pk"), span, lambda some: _hospital_rows(viewer, some))


def hospitals_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[HospitalRow, ...]:
    """Those of these institutions that the viewer sees, by id."""
    return _hospital_rows(viewer, seen(viewer, Hospital).filter(pk__in=ids).order_by("pk"))


def _hospital_rows(viewer: Viewer, found: Iterable[Hospital]) -> tuple[HospitalRow, ...]:
    rows = list(found)
    ids = [row.pk for row in rows]
    used = seen(viewer, Unit).filter(state__in=("in_use", "unknown"), hospital__in=ids).values("hospital")
    counts = dict(used.annotate(count=Count("pk")).values_list("hospital", "count"))
    return tuple(HospitalRow(row.pk, row.key, row.name, row.prefecture, counts.get(row.pk, 0)) for row in rows)


def _unit_at(unit: Unit) -> UnitAt:
    version = unit.release.version if unit.release else ""
    return UnitAt(unit.serial, unit.device_id, unit.device.brand, version, unit.place, unit.state)


def hospital_page(viewer: Viewer, hospital_id: int, *, limit: int = 500) -> HospitalPage | None:
    """One institution with what stands there; None where there is none."""
    row = seen(viewer, Hospital).filter(pk=hospital_id).first()
    if row is None:
        return None
    units = seen(viewer, Unit).filter(hospital=row).select_related("device", "release")
    standing = units.filter(Q(state="in_use") | Q(state="unknown")).count()
    return HospitalPage(
        HospitalRow(row.pk, row.key, row.name, row.prefecture, standing),
        row.address,
        tuple(row.contacts),
        beginning(units.order_by("device__brand", "serial"), limit, lambda found: map(_unit_at, found)),
        tuple(
            NoteAt(note.kind, note.about, note.body, note.made_at)
            for note in seen(viewer, SiteNote).filter(hospital=row).order_by("-pk")
        ),
        beginning(
            seen(viewer, Case).filter(hospital=row).order_by("-pk"),
            MOST_CASES,
            lambda found: ((case.pk, case.number, case.title_in(viewer.lang)) for case in found),
        ),
        row.scoring_profile or {},
    )


def hospital_names_of_device(viewer: Viewer, device_id: int) -> tuple[tuple[int, str], ...]:
    """Id and name of every institution with units of a device."""
    rows = seen(viewer, Hospital).filter(units__in=seen(viewer, Unit).filter(device_id=device_id)).distinct()
    return tuple(rows.order_by("name", "pk").values_list("pk", "name"))
