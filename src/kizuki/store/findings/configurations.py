"""Matches whose verdict waits for the other parts of a release, and what those parts made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kizuki.core.matching import AliasTable, DeviceParts, device_parts
from kizuki.core.sbom import Component as Read
from kizuki.store.models import Component, Match, Release, ReleaseComponent, ReleaseVerdict

_READ = msgspec.json.Decoder(Read)
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A match that is undetermined by its component alone: its component and advisory as they are kept."""

    match: int
    verdict: str
    component: str
    advisory: str


def waiting_in(release: int) -> list[Waiting]:
    """The matches of a release that its other parts may settle."""
    rows = Match.objects.filter(active=True, verdict="undetermined", advisory__configured=True)
    rows = rows.filter(component__releases__release=release).order_by("pk")
    return [Waiting(*row) for row in rows.values_list("pk", "verdict", "component__body", "advisory__body")]


def parts_of_release(release: int, aliases: AliasTable) -> DeviceParts:
    """Every component of a release, ready to be asked for platforms."""
    bodies = Component.objects.filter(releases__release=release).order_by("pk").values_list("body", flat=True)
    return device_parts((_READ.decode(body) for body in bodies.iterator(chunk_size=2_000)), aliases=aliases)


def told_in(release: int) -> dict[int, tuple[str, object]]:
    """What is kept for a release: verdict and evidence by match."""
    rows = ReleaseVerdict.objects.filter(release=release)
    return {
        match: (verdict, evidence) for match, verdict, evidence in rows.values_list("match", "verdict", "evidence")
    }


def releases_waiting(
    advisories: Collection[int] | None = None, components: Collection[int] | None = None
) -> list[int]:
    """The releases in which a match of these advisories or components (None: of any) waits for its other parts, or has
    a verdict of its own."""
    found: set[int] = set()
    for advisory_part, component_part in _parts(advisories, components):
        rows = Match.objects.filter(active=True, verdict="undetermined", advisory__configured=True)
        told = ReleaseVerdict.objects.all()
        if advisory_part is not None:
            rows, told = rows.filter(advisory__in=advisory_part), told.filter(match__advisory__in=advisory_part)
        if component_part is not None:
            rows, told = rows.filter(component__in=component_part), told.filter(match__component__in=component_part)
        held = ReleaseComponent.objects.filter(component__in=rows.values("component"), release__state="kept")
        found |= set(held.values_list("release", flat=True).distinct()) | set(told.values_list("release", flat=True))
    return sorted(found)


def _parts(
    advisories: Collection[int] | None, components: Collection[int] | None
) -> Iterator[tuple[Sequence[int] | None, Sequence[int] | None]]:
    if advisories is None and components is None:
        yield None, None
        return
    ids = sorted(advisories if advisories is not None else components or ())
    for start in range(0, len(ids), _AT_A_TIME):
        part = ids[start : start + _AT_A_TIME]
        yield (part, None) if advisories is not None else (None, part)


def keep_told(release: int, wanted: Mapping[int, tuple[str, object]], gone: Collection[int]) -> None:
    """Write what differs now, take away what does not any more, inside a verb."""
    ReleaseVerdict.objects.filter(release=release, match__in=[*gone, *wanted]).delete()
    ReleaseVerdict.objects.bulk_create(
        ReleaseVerdict(release_id=release, match_id=match, verdict=verdict, evidence=evidence)
        for match, (verdict, evidence) in wanted.items()
    )


def device_of(release: int) -> int:
    """The device of a release."""
    return int(Release.objects.values_list("device_id", flat=True).get(pk=release))
