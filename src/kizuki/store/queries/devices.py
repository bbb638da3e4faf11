"""Devices with their counts, and the findings of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import Count, Max, Min, Q, QuerySet

from kizuki.core.glossary import Lang
from kizuki.core.matching import Evidence
from kizuki.core.matching.showing import evidence_json
from kizuki.store.access.seen import seen
from kizuki.store.devices.milestones import milestones_by_device
from kizuki.store.findings.tallies import counts_of
from kizuki.store.models import Assessment, Case, Device, Match, Release, ReleaseComponent, Unit
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device in a list. `affected` and `undetermined` count components of its releases with such a verdict;
    `unmatchable` those that no feed can be asked about; `score` is the highest clinical score so far, `highest` how
    high one can still become while answers are unknown. `matched_at` is the earliest that a release of it was last
    matched; `eos_on` the day of its end of support (EOS), where one is registered."""

    id: int
    key: str
    brand: str
    generic: str
    jmdn: str
    device_class: str
    approval_no: str
    releases: int
    units: int
    components: int
    affected: int
    undetermined: int
    unmatchable: int
    open_cases: int
    score: float | None
    highest: float | None
    matched_at: datetime | None
    eos_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release of a device with its counts."""

    id: int
    version: str
    released_on: date | None
    state: str
    sbom_format: str | None
    sha256: str | None
    components: int
    unmatchable: int
    units: int
    matched_at: datetime | None
    device_id: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A component of a device's releases that an advisory affects, or may: `evidence` says why, in the viewer's
    language and as codes (`kizuki match`)."""

    component: str
    version: str
    purl: str
    cpe: str
    releases: tuple[str, ...]
    advisory: str
    aliases: tuple[str, ...]
    summary: str
    known_exploited_on: date | None
    verdict: str
    evidence: dict[str, Any]
    fixed_in: tuple[str, ...]
    first_on: date
    last_on: date
    score: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class DevicePage:
    """One device with its releases; `facts` are what its cases take over."""

    row: DeviceRow
    model: str
    maker: str
    approved_on: date | None
    facts: dict[str, Any]
    details: dict[str, Any]
    releases: tuple[ReleaseRow, ...]


def devices(viewer: Viewer, *, limit: int = 500) -> tuple[DeviceRow, ...]:
    """Every device with its counts, by key."""
    return _device_rows(viewer, Q(), limit)


def devices_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[DeviceRow, ...]:
    """Those of these devices that the viewer sees, by id."""
    return tuple(sorted(_device_rows(viewer, Q(pk__in=ids), len(ids)), key=lambda row: row.id))


def device_page(viewer: Viewer, device_id: int) -> DevicePage | None:
    """One device with its releases; None where there is none."""
    rows = _device_rows(viewer, Q(pk=device_id), 1)
    if not rows:
        return None
    device = seen(viewer, Device).get(pk=device_id)
    return DevicePage(
        row=rows[0],
        model=device.model,
        maker=device.maker,
        approved_on=device.approved_on,
        facts=device.facts,
        details=device.details,
        releases=_releases(viewer, device_id),
    )


def generic_and_approval(viewer: Viewer, device_id: int) -> tuple[str, str]:
    """The generic name and the approval number of a device, and nothing that is counted of it; empty where the viewer
    sees no such device."""
    found = seen(viewer, Device).filter(pk=device_id).values_list("generic", "approval_no").first()
    return found or ("", "")


def findings_of_device(viewer: Viewer, device_id: int, *, limit: int = 500) -> tuple[FindingRow, ...]:
    """What affects or may affect the releases of a device: affected before undetermined, known exploited first."""
    releases = seen(viewer, Release).filter(device_id=device_id)
    matches = (
        seen(viewer, Match)
        .filter(active=True, component__releases__release__in=releases)
        .exclude(verdict="not_affected")
        .select_related("component", "advisory")
        .order_by("verdict", "advisory__known_exploited_on", "advisory__identifier", "component__name", "pk")
        .distinct()
    )
    found = list(matches[:limit])
    versions = _versions_by_component(viewer, device_id, {match.component_id for match in found})
    scores = _scores(viewer, device_id)
    return tuple(
        FindingRow(
            component=match.component.name,
            version=match.component.version,
            purl=match.component.purl,
            cpe=match.component.cpe,
            releases=versions.get(match.component_id, ()),
            advisory=match.advisory.identifier,
            aliases=tuple(match.advisory.aliases),
            summary=match.advisory.summary,
            known_exploited_on=match.advisory.known_exploited_on,
            verdict=match.verdict,
            evidence=_evidence(match.evidence, viewer.lang),
            fixed_in=tuple(match.evidence["fixed_in"]),
            first_on=match.first_on,
            last_on=match.last_on,
            score=_scored(match, scores)[0],
            highest=_scored(match, scores)[1],
        )
        for match in found
    )


def _clinical_scores(viewer: Viewer, ids: Sequence[int]) -> dict[int, tuple[float, float]]:
    """The clinical scores of devices as they count now: the highest reached, and the highest that is possible."""
    scored = seen(viewer, Assessment).filter(device__in=ids, current=True).values("device")
    rows = scored.annotate(reached=Max("score"), top=Max("highest")).values_list("device", "reached", "top")
    return {device: (float(score), float(highest)) for device, score, highest in rows}


def _device_rows(viewer: Viewer, wanted: Q, limit: int) -> tuple[DeviceRow, ...]:
    found = list(seen(viewer, Device).filter(wanted).order_by("key")[:limit])
    ids = [device.pk for device in found]
    releases = _counts(seen(viewer, Release).filter(device__in=ids), "device")
    of_these = seen(viewer, Release).filter(device__in=ids).values("device")
    matched = dict(of_these.annotate(at=Min("matched_at")).values_list("device", "at"))
    units = _counts(seen(viewer, Unit).filter(device__in=ids), "device")
    milestones = milestones_by_device(ids)
    counted = counts_of(ids)
    cases = _counts(seen(viewer, Case).filter(device__in=ids, state="open"), "device")
    scores = _clinical_scores(viewer, ids)
    return tuple(
        DeviceRow(
            id=device.pk,
            key=device.key,
            brand=device.brand,
            generic=device.generic,
            jmdn=device.jmdn,
            device_class=device.device_class,
            approval_no=device.approval_no,
            releases=releases.get(device.pk, 0),
            units=units.get(device.pk, 0),
            components=counted[device.pk].components,
            affected=counted[device.pk].affected,
            undetermined=counted[device.pk].undetermined,
            unmatchable=counted[device.pk].unmatchable,
            open_cases=cases.get(device.pk, 0),
            score=scores.get(device.pk, (None, None))[0],
            highest=scores.get(device.pk, (None, None))[1],
            matched_at=matched.get(device.pk),
            eos_on=milestones[device.pk].get("eos"),
        )
        for device in found
    )


def _counts(rows: Any, group: str, counted: str = "*", *, distinct: bool = False) -> dict[int, int]:
    # By "*" PostgreSQL counts in the index alone; for a named column it would look at each row.
    return dict(rows.values(group).annotate(count=Count(counted, distinct=distinct)).values_list(group, "count"))


def _releases(viewer: Viewer, device_id: int) -> tuple[ReleaseRow, ...]:
    rows = seen(viewer, Release).filter(device_id=device_id).order_by("-released_on", "-pk")
    return _release_rows(rows, seen(viewer, Unit).filter(device_id=device_id, release__isnull=False))


def releases_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[ReleaseRow, ...]:
    """Those of these releases that the viewer sees, by id."""
    rows = seen(viewer, Release).filter(pk__in=ids).order_by("pk")
    return _release_rows(rows, seen(viewer, Unit).filter(release__in=ids))


def _release_rows(rows: QuerySet[Release], running: QuerySet[Unit]) -> tuple[ReleaseRow, ...]:
    units = _counts(running, "release", "pk")
    return tuple(
        ReleaseRow(
            id=release.pk,
            version=release.version,
            released_on=release.released_on,
            state=release.state,
            sbom_format=release.sbom.format if release.sbom else None,
            sha256=release.sbom_id,
            components=release.sbom.component_count if release.sbom else 0,
            unmatchable=release.sbom.unmatchable_count if release.sbom else 0,
            units=units.get(release.pk, 0),
            matched_at=release.matched_at,
            device_id=release.device_id,
        )
        for release in rows.select_related("sbom")
    )


def _versions_by_component(viewer: Viewer, device_id: int, components: set[int]) -> dict[int, tuple[str, ...]]:
    rows = seen(viewer, ReleaseComponent).filter(release__device_id=device_id, component_id__in=components)
    found: dict[int, tuple[str, ...]] = {}
    for component, version in rows.order_by("release_id").values_list("component_id", "release__version"):
        found[component] = (*found.get(component, ()), version)
    return found


def _scores(viewer: Viewer, device_id: int) -> dict[str, tuple[float, float]]:
    """By advisory: the clinical score, and how high it can still become. A score holds for every name of its advisory."""
    rows = seen(viewer, Assessment).filter(device_id=device_id, current=True)
    columns = rows.values_list("advisory__names__name", "score", "highest")
    return {name: (float(score), float(highest)) for name, score, highest in columns}


def _evidence(kept: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """The kept evidence as `kizuki match` shows it, with whatever other evidence lies beside it."""
    said = evidence_json(msgspec.convert(kept["evidence"], Evidence), lang)
    beside = [msgspec.convert(row, Evidence) for row in kept["beside"]]
    return said | {"beside": [{"verdict": str(row.verdict)} | evidence_json(row, lang) for row in beside]}


def _scored(match: Match, scores: dict[str, tuple[float, float]]) -> tuple[float | None, float | None]:
    names = (match.advisory.identifier, *match.advisory.aliases)
    return max((scores[name] for name in names if name in scores), default=(None, None))


def device_names(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """Id and brand of every device, for choosing one."""
    return tuple(seen(viewer, Device).order_by("brand", "pk").values_list("pk", "brand"))
