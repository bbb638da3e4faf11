"""Hospitals and the units that stand there, to choose from: the first by name, or those that were searched for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from kizuki.store.access.seen import seen
from kizuki.store.models import Hospital, Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.viewer import Viewer

MOST, MOST_UNITS = 30, 200
"""Hospitals that are offered at once, and units of one of them, beside what was chosen."""


@dataclass(frozen=True, slots=True)
class UnitOffered:
    """A unit by the name under which it is told (`<device key>/<serial>`), with what people know of it."""

    name: str
    brand: str
    serial: str
    place: str


@dataclass(frozen=True, slots=True)
class Place:
    """A hospital with its units; `more` of them are not offered here."""

    key: str
    name: str
    prefecture: str
    units: tuple[UnitOffered, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """What is offered, and whether there are more hospitals than these."""

    rows: tuple[Place, ...]
    more: bool


def places(viewer: Viewer, find: str, sites: Collection[str], units: Collection[str]) -> Places:
    """What was chosen already, all of it: what a page does not show again would be lost; then what a search finds in
    names and prefectures ('' finds every hospital)."""
    chosen = Q(key__in=sites) | Q(pk__in=_at(viewer, units))
    named = seen(viewer, Hospital).filter(Q(name__icontains=find) | Q(prefecture__icontains=find))
    columns = ("pk", "key", "name", "prefecture")
    first = list(seen(viewer, Hospital).filter(chosen).order_by("name", "pk").values_list(*columns))
    rest = list(named.exclude(chosen).order_by("name", "pk").values_list(*columns)[: MOST + 1])
    rows = [*first, *rest[: max(0, MOST - len(first))]]
    standing = _units(viewer, [pk for pk, *_ in rows])
    more = len(first) + len(rest) > len(rows)
    return Places(tuple(_place(key, name, told, standing.get(pk, []), units) for pk, key, name, told in rows), more)


def _place(key: str, name: str, prefecture: str, units: list[UnitOffered], chosen: Collection[str]) -> Place:
    """A hospital with its first units and those that were chosen."""
    offered = [unit for number, unit in enumerate(units) if number < MOST_UNITS or unit.name in chosen]
    return Place(key, name, prefecture, tuple(offered), len(units) - len(offered))


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
    ):
        found.setdefault(pk or 0, []).append(UnitOffered(f"{key}/{serial}", brand, serial, place))
    return found
