"""Where a vulnerability of our own is, if it is bound to sites or to units: a password left at one hospital."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kizuki.core.refusal import Refused
from kizuki.store.access.seen import seen
from kizuki.store.models import Advisory, HoleBound, Hospital, Unit
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Bound:
    """The sites and units, by their ids, that a vulnerability is bound to."""

    hospitals: tuple[int, ...] = ()
    units: tuple[int, ...] = ()


def bounds_named(viewer: Viewer, sites: Iterable[str], units: Iterable[str]) -> Bound:
    """The sites with these keys and the units called `<device key>/<serial>`, as far as the viewer sees them.

    `Refused` names the first that is not there.
    """
    wanted = list(dict.fromkeys(sites))
    hospitals = dict(seen(viewer, Hospital).filter(key__in=wanted).values_list("key", "pk"))
    for key in wanted:
        if key not in hospitals:
            raise Refused("sites", f"there is no hospital with key {key}")
    found = []
    for name in dict.fromkeys(units):
        device, _, serial = name.partition("/")
        pk = seen(viewer, Unit).filter(device__key=device, serial=serial).values_list("pk", flat=True).first()
        if pk is None:
            raise Refused("units", f"there is no unit {name}; a unit is told as device/serial")
        found.append(pk)
    return Bound(tuple(hospitals.values()), tuple(found))


def keep_bounds(advisory_id: int, bound: Bound) -> None:
    """Keep, inside a verb, that an entry of our own is there only."""
    rows = [HoleBound(advisory_id=advisory_id, hospital_id=pk) for pk in bound.hospitals]
    HoleBound.objects.bulk_create([*rows, *(HoleBound(advisory_id=advisory_id, unit_id=pk) for pk in bound.units)])


def bound_to(names: Collection[str]) -> Q | None:
    """The units that a vulnerability with these names can be in, as a condition on units; None where one of its records
    is not bound: that one may be anywhere."""
    records = set(Advisory.objects.filter(names__name__in=names).values_list("pk", flat=True))
    return _units(records, HoleBound.objects.filter(advisory__in=records).values_list("advisory", "hospital", "unit"))


def bound_seen(viewer: Viewer, names: Collection[str]) -> Q | None:
    """The same of the records that a person sees. A bound unit outside their scope is not shown to them."""
    records = set(seen(viewer, Advisory).filter(names__name__in=names).values_list("pk", flat=True))
    return _units(records, HoleBound.objects.filter(advisory__in=records).values_list("advisory", "hospital", "unit"))


def _units(records: set[int], rows: Iterable[Sequence[int | None]]) -> Q | None:
    told = list(rows)
    if not records or records - {advisory for advisory, _, _ in told}:
        return None
    hospitals = [pk for _, pk, _ in told if pk is not None]
    return Q(hospital__in=hospitals) | Q(pk__in=[pk for _, _, pk in told if pk is not None])
