"""What is read once for all the sheets of a run: facts, devices, releases, units, and what was handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kizuki.core.questionnaires import Box
from kizuki.store.access.seen import seen
from kizuki.store.models import Company, Device, Hospital, Release, ReleaseComponent, SentSheet, Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.sheet_facts import COMPANY, ToldFact, facts_of
from kizuki.store.queries.viewer import Viewer

DISCLOSURES = ("mds2_2019", "mds_sds_5_0")
"""Sheets by which a maker discloses the security of a device: what a checklist asks whether it was handed over."""


@dataclass(frozen=True, slots=True)
class SheetKey:
    """For whom a sheet is filled: a hospital, and of a sheet that goes by device the device and release there."""

    hospital: int
    device: int | None = None
    release: int | None = None


@dataclass
class Around:
    """What is read once for all the sheets of a run."""

    told: Mapping[tuple[str, str], ToldFact]
    company: str
    devices: Mapping[int, Device]
    releases: Mapping[int, Release]
    newest: Mapping[int, Release]
    hospitals: Mapping[int, Hospital]
    units: Mapping[int, list[Unit]]
    handed: Mapping[tuple[int, int], date]
    lists: Mapping[int, tuple[int, int, int]]
    on: date
    same: dict[tuple[str, int | None, int | None], tuple[Box, ...]] = field(default_factory=dict)


def read_around(viewer: Viewer, keys: Collection[SheetKey], on: date) -> Around:
    """All of it for these sheets."""
    hospitals = {key.hospital for key in keys}
    units: dict[int, list[Unit]] = defaultdict(list)
    for unit in seen(viewer, Unit).filter(hospital__in=hospitals, state__in=STANDING).order_by("pk"):
        if unit.hospital_id is not None:
            units[unit.hospital_id].append(unit)
    devices = seen(viewer, Device).in_bulk(
        {unit.device_id for rows in units.values() for unit in rows} | {key.device for key in keys if key.device}
    )
    releases = {row.pk: row for row in _kept(viewer, devices)}
    newest: dict[int, Release] = {}
    for row in releases.values():
        best = newest.get(row.device_id)
        if (row.released_on is None or row.released_on <= on) and (best is None or _order(row) > _order(best)):
            newest[row.device_id] = row
    owners = [COMPANY, *(f"device:{pk}" for pk in devices), *(f"release:{pk}" for pk in releases)]
    owners += [f"hospital:{pk}" for pk in hospitals]
    sent = seen(viewer, SentSheet).filter(hospital__in=hospitals, sheet__in=DISCLOSURES, device__isnull=False)
    handed = {
        (hospital, device): day
        for hospital, device, day in sent.order_by("pk").values_list("hospital", "device", "on")
        if device is not None
    }
    return Around(
        facts_of(viewer, owners),
        seen(viewer, Company).values_list("name", flat=True).first() or "",
        devices,
        releases,
        newest,
        seen(viewer, Hospital).in_bulk(hospitals),
        units,
        handed,
        _lists(viewer, {key.release for key in keys if key.release}),
        on,
    )


def _kept(viewer: Viewer, devices: Collection[int]) -> Iterable[Release]:
    return seen(viewer, Release).filter(device__in=devices, state="kept").select_related("sbom").order_by("pk")


def _order(row: Release) -> tuple[date, int]:
    return row.released_on or date.min, row.pk


def _lists(viewer: Viewer, releases: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """Of the list of each release: how many components, how many of them name a maker, how many a version."""
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = seen(viewer, ReleaseComponent).filter(release__in=releases)
    for release, maker, version in rows.values_list("release", "component__maker_key", "component__version"):
        counts = found[release]
        counts[0] += 1
        counts[1] += bool(maker)
        counts[2] += bool(version)
    return {pk: (all_, makers, versions) for pk, (all_, makers, versions) in found.items()}
