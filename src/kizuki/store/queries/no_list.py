"""What stands without a component list, as it is owed: for the queue, and counted wherever something is said to reach
nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value

from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.store.access.seen import seen
from kizuki.store.models import Device, Obligation, Release, Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.viewer import Viewer

_MOST = 200


@dataclass(frozen=True, slots=True)
class NoList:
    """One list or release that is owed. `code` is how such an end is called (`no_component_list`, `release_unknown`);
    `version` is empty where the device has no release at all, `serial` where it is about no unit."""

    obligation: int
    code: str
    device: int
    brand: str
    version: str
    serial: str


@dataclass(frozen=True, slots=True)
class NoLists:
    """How many releases have no component list, how many devices with units no release, and how many units an unknown
    release, whether or not somebody signed that it is not to be had; `owed` are the first of those still owed."""

    releases: int
    devices: int
    units: int
    owed: tuple[NoList, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything may be reached of which nothing is known."""
        return bool(self.releases or self.devices or self.units)


def no_lists(viewer: Viewer, *, with_owed: bool = False) -> NoLists:
    """What may be reached and is in no list, for the devices that the viewer sees."""
    units = seen(viewer, Unit).filter(state__in=STANDING)
    bare = seen(viewer, Device).filter(releases=None, pk__in=units.values("device"))
    counted = _counted(
        releases=seen(viewer, Release).filter(sbom=None), devices=bare, units=units.filter(release=None)
    )
    return NoLists(**counted, owed=_owed(viewer) if with_owed else ())


def _counted(**rows: QuerySet[Any]) -> dict[str, int]:
    """How many there are of each, in one query."""
    first, *others = [
        found.order_by()
        .annotate(counted=Value(name))
        .values("counted")
        .annotate(number=Count("pk"))
        .values_list("counted", "number")
        for name, found in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(first.union(*others, all=True))


def _owed(viewer: Viewer) -> tuple[NoList, ...]:
    kinds = ("component_list_missing", "unit_release_unknown")
    rows = list(seen(viewer, Obligation).filter(kind__in=kinds, state__in=RUNNING).order_by("pk")[:_MOST])
    ids = {kind: {_id(row.owner) for row in rows if row.owner.startswith(kind)} for kind in ("device", "unit")}
    devices = dict(seen(viewer, Device).filter(pk__in=ids["device"]).values_list("pk", "brand"))
    columns = ("pk", "serial", "device", "device__brand")
    units = {row[0]: row[1:] for row in seen(viewer, Unit).filter(pk__in=ids["unit"]).values_list(*columns)}
    releases = {_id(row.item) for row in rows if row.item}
    versions = dict(seen(viewer, Release).filter(pk__in=releases).values_list("pk", "version"))
    found = []
    for row in rows:
        owner = _id(row.owner)
        if row.kind == "component_list_missing" and owner in devices:
            version = versions.get(_id(row.item), "") if row.item else ""
            found.append(NoList(row.pk, "no_component_list", owner, devices[owner], version, ""))
        elif owner in units and row.kind == "unit_release_unknown":
            serial, device, brand = units[owner]
            found.append(NoList(row.pk, "release_unknown", device, brand, "", serial))
    return tuple(found)


def _id(named: str) -> int:
    return int(named.partition(":")[2] or 0)
