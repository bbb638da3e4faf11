"""Spread (波及性): from a component or a vulnerability to every device, release, hospital and unit of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from kizuki.store.access.seen import seen
from kizuki.store.components.searching import names_with
from kizuki.store.findings.bound import bound_seen
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import (
    AdvisoryAlias,
    Component,
    Device,
    Hospital,
    Match,
    Release,
    ReleaseComponent,
    SiteNote,
    Unit,
)
from kizuki.store.queries.viewer import Viewer

MOST_COMPONENTS = 500
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Reached:
    """A release that has the component: which ones, with the gravest verdict where a vulnerability was asked for, and
    what people judged its findings to be ('' where they did not, or not of all)."""

    release: int
    version: str
    components: tuple[str, ...]
    verdict: str
    units: int
    judged: str = ""


@dataclass(frozen=True, slots=True)
class ReachedDevice:
    """A device with its reached releases. `unknown_units` run a release that nobody registered, or that has no component
    list: they may be reached. `without_list` are the releases without list (`release_unknown` and `no_component_list`
    of what is owed)."""

    device: int
    brand: str
    releases: tuple[Reached, ...]
    unknown_units: int
    without_list: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A hospital with units that are reached or may be, and what else is noted of it (kind, what, words)."""

    hospital: int
    name: str
    prefecture: str
    units: tuple[tuple[str, int, int], ...]
    """Brand, units that are reached, units that run an unknown release."""
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far it reaches. `units` are those reached, `unknown_units` those that may be, `nowhere` those of either
    kind whose place is not known. `cut_off`: more components are called so than were followed.

    `known` is False where no advisory is kept under the name, or no component is called so: then nothing is told.
    `unmatched` counts the releases that were never matched, of which a vulnerability tells nothing yet. `possible` are
    devices of which nothing is known to be reached, and that have units or releases of which nothing is known.
    """

    devices: tuple[ReachedDevice, ...]
    sites: tuple[Site, ...]
    units: int
    unknown_units: int
    nowhere: int
    cut_off: bool
    known: bool
    unmatched: int
    possible: tuple[ReachedDevice, ...] = ()


def spread(viewer: Viewer, *, vulnerability: str = "", component: str = "") -> Spread:
    """Follow an advisory (by any of its names), or a component (a part of its name without case, spaces and signs, or
    the beginning of its package URL).

    A vulnerability reaches every component whose active match with it is affected or undetermined.
    """
    verdicts: dict[int, str] = {}
    bound = None
    if vulnerability:
        names = vulnerability_names(vulnerability[:200], viewer)
        found = seen(viewer, Match).filter(active=True, advisory__names__name__in=names)
        # `affected` comes before `undetermined`: the gravest of several records stands.
        for number, verdict in found.order_by("-verdict").values_list("component", "verdict"):
            verdicts[number] = verdict
        components, cut_off = list(verdicts), False
        bound = bound_seen(viewer, names)
        known = seen(viewer, AdvisoryAlias).filter(name__in=names).exists()
    else:
        components = list(_called(viewer, component).values_list("pk", flat=True)[: MOST_COMPONENTS + 1])
        cut_off, known = len(components) > MOST_COMPONENTS, bool(components)
    followed = _followed(viewer, components[:MOST_COMPONENTS] if cut_off else components, verdicts, bound)
    unmatched = seen(viewer, Release).filter(matched_at=None).count() if vulnerability else 0
    return replace(followed, cut_off=cut_off, known=known, unmatched=unmatched)


def _called(viewer: Viewer, component: str) -> QuerySet[Component]:
    if not component:
        return seen(viewer, Component).none()
    if component.startswith("pkg:"):
        return seen(viewer, Component).filter(purl__startswith=component).order_by("pk")
    names = names_with(component, _MOST_NAMES)
    return seen(viewer, Component).filter(name_key__in=names).order_by("pk")


def _having(viewer: Viewer, components: Sequence[int]) -> dict[int, list[ReleaseComponent]]:
    """The components of each release that has one of these."""
    held = seen(viewer, ReleaseComponent).filter(component__in=components).select_related("component")
    found: dict[int, list[ReleaseComponent]] = {}
    for row in held.defer("component__body").order_by("release", "component__name", "component__version"):
        found.setdefault(row.release_id, []).append(row)
    return found


def _followed(viewer: Viewer, components: Sequence[int], verdicts: dict[int, str], bound: Q | None = None) -> Spread:
    """`bound` are the only units that it can be in: where it was found by a person, no list needs to say so."""
    by_release = _having(viewer, components)
    if bound is not None:
        there = set(seen(viewer, Unit).filter(bound).values_list("release", flat=True))
        by_release = {pk: by_release.get(pk, []) for pk in there if pk is not None}
    releases = list(
        seen(viewer, Release).filter(pk__in=by_release).select_related("device").order_by("device__brand", "pk")
    )
    by_device: dict[int, list[Release]] = {}
    for release in releases:
        by_device.setdefault(release.device_id, []).append(release)
    counts = _counted(viewer, {release.pk for release in releases}, bound)
    bare = _without_a_list(viewer) if bound is None else {}
    others = {row["device"] for row in counts if not row["release"]} | set(bare)
    brands = seen(viewer, Device).filter(pk__in=others - set(by_device)).order_by("brand", "pk")
    return Spread(
        devices=tuple(_device(rows, by_release, verdicts, counts, bare) for rows in by_device.values()),
        possible=tuple(
            ReachedDevice(pk, brand, (), _unknown(pk, counts), tuple(bare.get(pk, ())))
            for pk, brand in brands.values_list("pk", "brand")
        ),
        sites=_sites(viewer, counts),
        units=sum(row["count"] for row in counts if row["release"]),
        unknown_units=sum(row["count"] for row in counts if not row["release"]),
        nowhere=sum(row["count"] for row in counts if not row["hospital"]),
        cut_off=False,
        known=True,
        unmatched=0,
    )


def _counted(viewer: Viewer, releases: set[int], bound: Q | None) -> list[dict[str, Any]]:
    """The units by device, release and site; `release` is None where nothing says that the unit is not reached: its
    release is not known, or has no component list."""
    blind = Q(release=None) | Q(release__sbom=None)
    units = seen(viewer, Unit).filter(Q(release__in=releases) | blind if bound is None else bound)
    rows = units.values("device", "device__brand", "release", "hospital").annotate(count=Count("pk"))
    return [
        dict(row) | {"release": row["release"] if row["release"] in releases else None}
        for row in rows.order_by("device")
    ]


def _device(
    releases: Sequence[Release],
    by_release: dict[int, list[ReleaseComponent]],
    verdicts: dict[int, str],
    counts: Sequence[Mapping[str, Any]],
    bare: dict[int, list[str]],
) -> ReachedDevice:
    device = releases[0].device
    reached = []
    for release in releases:
        rows = by_release[release.pk]
        reached.append(
            Reached(
                release=release.pk,
                version=release.version,
                components=tuple(f"{row.component.name} {row.component.version}".strip() for row in rows),
                verdict=min((verdicts[row.component_id] for row in rows if row.component_id in verdicts), default=""),
                units=sum(row["count"] for row in counts if row["release"] == release.pk),
            )
        )
    without = tuple(bare.get(device.pk, ()))
    return ReachedDevice(device.pk, device.brand, tuple(reached), _unknown(device.pk, counts), without)


def _without_a_list(viewer: Viewer) -> dict[int, list[str]]:
    """The releases of each device of which nobody has a component list."""
    found: dict[int, list[str]] = {}
    for device, version in seen(viewer, Release).filter(sbom=None).order_by("pk").values_list("device", "version"):
        found.setdefault(device, []).append(version)
    return found


def _unknown(device: int, counts: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["count"] for row in counts if row["device"] == device and not row["release"])


def _sites(viewer: Viewer, counts: Sequence[Mapping[str, Any]]) -> tuple[Site, ...]:
    hospitals = seen(viewer, Hospital).filter(pk__in={row["hospital"] for row in counts if row["hospital"]})
    notes: dict[int, list[tuple[str, str, str]]] = {}
    for note in seen(viewer, SiteNote).filter(hospital__in=hospitals).order_by("pk"):
        notes.setdefault(note.hospital_id, []).append((note.kind, note.about, note.body))
    units: dict[int, dict[str, list[int]]] = {}
    for row in counts:
        if row["hospital"]:
            line = units.setdefault(row["hospital"], {}).setdefault(str(row["device__brand"]), [0, 0])
            line[0 if row["release"] else 1] += row["count"]
    return tuple(
        Site(
            hospital=hospital.pk,
            name=hospital.name,
            prefecture=hospital.prefecture,
            units=tuple((brand, known, unknown) for brand, (known, unknown) in sorted(units[hospital.pk].items())),
            notes=tuple(notes.get(hospital.pk, ())),
        )
        for hospital in hospitals.order_by("prefecture", "name", "pk")
    )
