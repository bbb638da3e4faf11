"""Units: where they stand, what became of them, and whom at the hospital to turn to."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from kizuki.store.access.seen import seen
from kizuki.store.models import Hospital, Release, Unit, UnitMove
from kizuki.store.queries.viewer import Viewer

CONTACT_ROLES = ("device_safety", "information_system")
"""医療機器安全管理責任者 and 医療情報システム安全管理責任者: two different persons."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it stands. `hospital` and `release` are None where nobody has said."""

    id: int
    serial: str
    hospital_id: int | None
    hospital: str | None
    release: str | None
    place: str
    tenure: str
    owner: str
    state: str
    delivered_on: date | None
    device_id: int


@dataclass(frozen=True, slots=True)
class UnitStand:
    """How a unit stood after a change."""

    on: date | None
    hospital: str | None
    release: str | None
    place: str
    tenure: str
    state: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LackingContact:
    """An institution with units in use that has no contact of a role."""

    hospital_id: int
    name: str
    lacking: tuple[str, ...]


def units_of_device(viewer: Viewer, device_id: int, *, limit: int = 500) -> tuple[UnitRow, ...]:
    """The units of a device by institution and serial number, those out of use last."""
    rows = seen(viewer, Unit).filter(device_id=device_id).select_related("hospital", "release")
    rows = rows.order_by(F("hospital__name").asc(nulls_last=True), "serial")
    ordered = sorted(rows[:limit], key=lambda unit: unit.state != "in_use")
    return tuple(_row(unit) for unit in ordered)


def units_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[UnitRow, ...]:
    """Those of these units that the viewer sees, by id."""
    rows = seen(viewer, Unit).filter(pk__in=ids).select_related("hospital", "release").order_by("pk")
    return tuple(_row(unit) for unit in rows)


def _row(unit: Unit) -> UnitRow:
    return UnitRow(
        id=unit.pk,
        serial=unit.serial,
        hospital_id=unit.hospital_id,
        hospital=unit.hospital.name if unit.hospital else None,
        release=unit.release.version if unit.release else None,
        place=unit.place,
        tenure=unit.tenure,
        owner=unit.owner,
        state=unit.state,
        delivered_on=unit.delivered_on,
        device_id=unit.device_id,
    )


def unit_history(viewer: Viewer, unit_id: int) -> tuple[UnitStand, ...]:
    """How a unit stood, the oldest first."""
    moves = list(seen(viewer, UnitMove).filter(unit_id=unit_id).order_by("pk"))
    hospitals = dict(
        seen(viewer, Hospital).filter(pk__in={move.hospital_id for move in moves}).values_list("pk", "name")
    )
    releases = dict(
        seen(viewer, Release).filter(pk__in={move.release_id for move in moves}).values_list("pk", "version")
    )
    return tuple(
        UnitStand(
            on=move.on,
            hospital=hospitals.get(move.hospital_id or 0),
            release=releases.get(move.release_id or 0),
            place=move.place,
            tenure=move.tenure,
            state=move.state,
            recorded_at=move.recorded_at,
        )
        for move in moves
    )


def lacking_contacts(viewer: Viewer) -> tuple[LackingContact, ...]:
    """Institutions with units in use whose two contacts are not both known, by name."""
    rows = seen(viewer, Hospital).filter(units__state="in_use").distinct().order_by("name", "pk")
    found: list[LackingContact] = []
    for row in rows:
        told = {contact.get("role") for contact in row.contacts}
        lacking = tuple(role for role in CONTACT_ROLES if role not in told)
        if lacking:
            found.append(LackingContact(row.pk, row.name, lacking))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """Of which device a unit is and at which institution it stands, by key; `hospital` '' where nobody has said."""

    id: int
    serial: str
    device: str
    brand: str
    hospital: str


def units_with_serial(viewer: Viewer, serial: str, *, limit: int = 20) -> tuple[UnitPlace, ...]:
    """The units of any device with this serial number, however wide or large its letters are typed."""
    wanted = unicodedata.normalize("NFKC", serial).strip()
    rows = seen(viewer, Unit).filter(serial__iexact=wanted).select_related("device", "hospital").order_by("pk")
    return tuple(
        UnitPlace(
            unit.pk, unit.serial, unit.device.key, unit.device.brand, unit.hospital.key if unit.hospital else ""
        )
        for unit in rows[:limit]
    )
