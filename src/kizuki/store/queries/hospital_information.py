"""What one hospital reads by its link: its devices and releases, what was told to it, the state of each vulnerability."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from kizuki.core.lifecycle.device import Stage, stage_on
from kizuki.store.access.seen import seen
from kizuki.store.devices.milestones import milestones_by_device
from kizuki.store.hospitals.withheld import withheld_from
from kizuki.store.models import (
    Company,
    Hospital,
    Milestone,
    MilestoneNotice,
    Release,
    ReleaseComponent,
    Unit,
)
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.hospital_telling import Acknowledged, SheetRow, telling_of
from kizuki.store.queries.hospital_told import MeasureHere, StatementHere, measures_told, statements_told
from kizuki.store.queries.hospital_vex import VexRow, vex_rows
from kizuki.store.queries.sheet_facts import contacts_of
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class UnitHere:
    """A unit that stands there; `version` is '' where nobody knows which release runs on it."""

    serial: str
    place: str
    version: str
    release: int | None
    state: str


@dataclass(frozen=True, slots=True)
class ReleaseHere:
    """A release that runs there; `components` None: no component list of it is held."""

    id: int
    version: str
    components: int | None


@dataclass(frozen=True, slots=True)
class DeviceHere:
    """A device with its units there, its days of life, the newest release, and whether every unit runs it (None: it is
    not known of one of them). A milestone that is absent was not told; None is not planned yet."""

    id: int
    brand: str
    generic: str
    model: str
    approval_no: str
    units: tuple[UnitHere, ...]
    releases: tuple[ReleaseHere, ...]
    milestones: Mapping[str, date | None]
    noticed: Mapping[str, date | None]
    stage: Stage
    newest: str
    newest_on: date | None
    current: bool | None


@dataclass(frozen=True, slots=True)
class HospitalInformation:
    """All that the hospital reads, as of a day and a moment."""

    hospital: int
    name: str
    company: str
    address: str
    contacts: tuple[tuple[str, str], ...]
    devices: tuple[DeviceHere, ...]
    measures: tuple[MeasureHere, ...]
    statements: tuple[StatementHere, ...]
    vex: tuple[VexRow, ...]
    vex_cut: bool
    sheet: SheetRow | None
    acknowledged: Acknowledged | None


def hospital_information(viewer: Viewer, hospital_id: int, on: date, at: datetime) -> HospitalInformation | None:
    """The page; None where there is no such hospital. What is withheld from it stands in no list and in no count."""
    row = seen(viewer, Hospital).filter(pk=hospital_id).first()
    if row is None:
        return None
    held = withheld_from(hospital_id, at)
    units = list(units_at(viewer, hospital_id))
    company = seen(viewer, Company).first()
    vex, cut = vex_rows(viewer, [unit.release_id for unit in units if unit.release_id], held, on)
    telling = telling_of(viewer, hospital_id, on)
    return HospitalInformation(
        hospital_id,
        row.name,
        company.name if company else "",
        company.address if company else "",
        contacts_of(viewer),
        _devices(viewer, hospital_id, units, on),
        measures_told(viewer, hospital_id, held),
        statements_told(viewer, {unit.device_id for unit in units}, held),
        vex,
        cut,
        telling.sheet,
        telling.acknowledged,
    )


def releases_at(viewer: Viewer, hospital_id: int) -> frozenset[int]:
    """The releases that run at a hospital: what it may take out a component list of."""
    return frozenset(unit.release_id for unit in units_at(viewer, hospital_id) if unit.release_id)


def units_at(viewer: Viewer, hospital_id: int) -> Iterable[Unit]:
    found = seen(viewer, Unit).filter(hospital=hospital_id, state__in=STANDING)
    return found.select_related("device", "release").order_by("device__brand", "device_id", "serial")


def _devices(viewer: Viewer, hospital_id: int, units: list[Unit], on: date) -> tuple[DeviceHere, ...]:
    by_device: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        by_device[unit.device_id].append(unit)
    days = milestones_by_device(list(by_device))
    noticed: dict[int, dict[str, date | None]] = defaultdict(dict)
    for device, name, told in (
        seen(viewer, Milestone)
        .filter(device__in=by_device)
        .order_by("pk")
        .values_list("device", "name", "noticed_on")
    ):
        noticed[device][name] = told
    # What this hospital was told itself goes before what customers were told in general.
    own = seen(viewer, MilestoneNotice).filter(milestone__device__in=by_device, hospital=hospital_id).order_by("pk")
    for device, name, day, told_on in own.values_list(
        "milestone__device", "milestone__name", "milestone__on", "told_on"
    ):
        if days[device].get(name) == day:
            noticed[device][name] = told_on
    releases = list(seen(viewer, Release).filter(device__in=by_device, state="kept").order_by("pk"))
    used = {unit.release_id for unit in units if unit.release_id}
    counts = dict(
        seen(viewer, ReleaseComponent)
        .filter(release__in=used)
        .values("release")
        .annotate(count=Count("pk"))
        .values_list("release", "count")
    )
    return tuple(
        _device(rows, [one for one in releases if one.device_id == pk], days[pk], noticed[pk], counts, on)
        for pk, rows in by_device.items()
    )


def _device(
    units: list[Unit],
    releases: list[Release],
    days: Mapping[str, date | None],
    noticed: Mapping[str, date | None],
    counts: Mapping[int, int],
    on: date,
) -> DeviceHere:
    device = units[0].device
    # A day of release tells the order; where one is missing, the order in which they were registered.
    dated = [one for one in releases if one.released_on is None or one.released_on <= on]
    newest = max(dated, key=lambda one: (one.released_on or date.min, one.pk), default=None)
    used = {unit.release_id for unit in units}
    return DeviceHere(
        device.pk,
        device.brand,
        device.generic,
        device.model,
        device.approval_no,
        tuple(
            UnitHere(
                unit.serial, unit.place, unit.release.version if unit.release else "", unit.release_id, unit.state
            )
            for unit in units
        ),
        tuple(
            ReleaseHere(one.pk, one.version, counts.get(one.pk, 0) if one.sbom_id else None)
            for one in releases
            if one.pk in used
        ),
        days,
        noticed,
        stage_on(days, on),
        newest.version if newest else "",
        newest.released_on if newest else None,
        None if None in used or newest is None else used == {newest.pk},
    )
