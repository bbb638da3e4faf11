"""How long the makers of a device's components support what is in it: a signal, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec
from django.db.models import Q

from kizuki.core.advisories import SupportCycle
from kizuki.core.matching.support import by_identifier, support_of
from kizuki.core.sbom import Component as Read
from kizuki.store.access.seen import seen
from kizuki.store.models import Component, ComponentLookup, Device, ReleaseComponent, SupportedCycle
from kizuki.store.queries.viewer import Viewer

_READ = msgspec.json.Decoder(Read)


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A component and the cycle that its version belongs to, none where it fits none (then `cycle` is empty).

    `ended` is whether its security support is over on the day that was asked for; None where the source does not say.
    `releases` are the versions of the device that have it.
    """

    component: str
    version: str
    product: str
    cycle: str
    eol_on: date | None
    extended_on: date | None
    latest: str
    ended: bool | None
    releases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EosProposed:
    """The day that is proposed as end of support (EOS) of a release: the first on which the makers of its components end
    their security support, of which components, and whether it is past. A person decides; what can be bought beyond it,
    and what is not known of other components, is not in it."""

    release: str
    on: date
    components: tuple[str, ...]
    past: bool


def eos_proposed(rows: Iterable[SupportRow], on: date) -> tuple[EosProposed, ...]:
    """The proposal for each release of which the support of a component is known by its day; the earliest first."""
    ending: dict[str, dict[date, list[str]]] = {}
    for row in rows:
        if row.eol_on is not None:
            for release in row.releases:
                named = f"{row.component} {row.version}".strip()
                ending.setdefault(release, {}).setdefault(row.eol_on, []).append(named)
    found = [
        EosProposed(release, min(days), tuple(dict.fromkeys(days[min(days)])), min(days) <= on)
        for release, days in ending.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.release)))


def support_of_device(viewer: Viewer, device_id: int, on: date) -> tuple[SupportRow, ...]:
    """The components of a device's releases that endoflife.date knows, those whose support is over first.

    A component that it does not know is not in it: nothing is said of its support.
    """
    known = by_identifier(_cycle(row) for row in seen(viewer, SupportedCycle).order_by("product", "pk"))
    if not known:
        return ()
    # Only what can be told of is read: what goes by a package that is known, has a CPE name, or was not matched yet.
    packages = [key for key in known if key.startswith("purl ")]
    by_package = seen(viewer, ComponentLookup).filter(lookup__in=packages).values("component")
    told = Q(pk__in=by_package) | ~Q(cpe="") | Q(left_out=None)
    mine = seen(viewer, Device).filter(pk=device_id)
    held = seen(viewer, Component).filter(told, releases__release__device__in=mine)
    components = held.distinct().order_by("name", "pk")
    told_of = [
        (component, found)
        for component in components.iterator(chunk_size=1_000)
        for found in support_of(_READ.decode(component.body), known)
    ]
    places = seen(viewer, ReleaseComponent).filter(
        component__in={component.pk for component, _ in told_of}, release__device__in=mine
    )
    releases: dict[int, list[str]] = {}
    for pk, version in places.order_by("release_id").values_list("component_id", "release__version").distinct():
        releases.setdefault(pk, []).append(version)
    rows = [
        _row(component, found.product, found.cycle, on, tuple(releases.get(component.pk, ())))
        for component, found in told_of
    ]
    return tuple(sorted(rows, key=lambda row: (row.ended is not True, row.eol_on or date.max, row.component)))


def _row(
    component: Component, product: str, cycle: SupportCycle | None, on: date, releases: tuple[str, ...]
) -> SupportRow:
    eol_on, extended_on = (_day(cycle.eol_on), _day(cycle.extended_on)) if cycle else (None, None)
    return SupportRow(
        component=component.name,
        version=component.version,
        product=product,
        cycle=cycle.cycle if cycle else "",
        eol_on=eol_on,
        extended_on=extended_on,
        latest=cycle.latest if cycle else "",
        ended=eol_on <= on if eol_on else (cycle.ended if cycle else None),
        releases=releases,
    )


def _cycle(row: SupportedCycle) -> SupportCycle:
    return SupportCycle(
        product=row.product,
        cycle=row.cycle,
        eol_on=row.eol_on.isoformat() if row.eol_on else "",
        ended=row.ended,
        support_on=row.support_on.isoformat() if row.support_on else "",
        extended_on=row.extended_on.isoformat() if row.extended_on else "",
        latest=row.latest,
        packages=tuple(row.packages),
        cpes=tuple(row.cpes),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
