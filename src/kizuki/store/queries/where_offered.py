"""Hospitals and the units that stand there, to choose from: the first by name, or those that were searched for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from kizuki.store.access.seen import seen
from kizuki.store.models import Hospital, Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.viewer import Viewer

MOST = 30
"""Hospitals that are offered at once."""

_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class UnitOffered:
    """A unit by the name under which it is told (`<device key>/<serial>`), with what people know of it."""

    name: str
    brand: str
    serial: str
    place: str


@dataclass(frozen=True, slots=True)
class Place:
    """A hospital with its units."""

    key: str
    name: str
    prefecture: str
    units: tuple[UnitOffered, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """What is offered, and whether there are more hospitals than these."""

    rows: tuple[Place, ...]
    more: bool


def places(viewer: Viewer, find: str, sites: Collection[str], units: Collection[str]) -> Places:
    """What was chosen already, then what a search finds in names and prefectures ('' finds every hospital)."""
    chosen = Q(key__in=sites) | Q(pk__in=_at(viewer, units))
    named = seen(viewer, Hospital).filter(Q(name__icontains=find) | Q(prefecture__icontains=find))
    columns = ("pk", "key", "name", "prefecture")
    first = list(seen(viewer, Hospital).filter(chosen).order_by("name", "pk").values_list(*columns)[:MOST])
    rest = list(named.exclude(chosen).order_by("name", "pk").values_list(*columns)[: MOST + 1])
    rows = [*first, *rest[: max(0, MOST - len(first))]]
    standing = _units(viewer, [pk for pk, *_ in rows])
    more = len(first) + len(rest) > len(rows)
    found = tuple(Place(key, name, prefecture, tuple(standing.get(pk, ()))) for pk, key, name, prefecture in rows)
    return Places(found, more)


def _at(viewer: Viewer, units: Collection[str]) -> list[int]:
    """The hospitals where these units stand."""
    wanted = Q(pk__in=[])
    for name in units:
        device, _, serial = name.partition("/")
        wanted |= Q(device__key=device, serial=serial)
    rows = seen(viewer, Unit).filter(wanted, hospital__isnull=False)
    return [pk for pk in rows.values_list("hospital", flat=True) if pk is not None]


def _units(viewer: Viewer, hospitals: Collection[int]) -> dict[int, list[UnitOffered]]:
    found: dict[int, list[UnitOffered]] = {}
    rows = seen(viewer, Unit).filter(hospital__in=hospitals, state__in=STANDING).order_by("device", "serial")
    for pk, key, brand, serial, place in rows.values_list(
        "hospital", "device__key", "device__brand", "serial", "place"
    )[:_UNITS]:
        found.setdefault(pk or 0, []).append(UnitOffered(f"{key}/{serial}", brand, serial, place))
    return found
