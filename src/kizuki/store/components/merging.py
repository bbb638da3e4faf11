"""The rows of a component as those of another one that it is, moved inside a verb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from kizuki.core.sbom import Component as Read
from kizuki.store.findings.device_matches import end_matches, keep_components, keep_matches
from kizuki.store.findings.tallies import outdate_by_components
from kizuki.store.models import (
    Component,
    ComponentLookup,
    ComponentMerge,
    Match,
    Release,
    ReleaseComponent,
    ReleaseVerdict,
    Suppression,
    Triage,
)
from kizuki.store.record.bulk import chosen

_READ = msgspec.json.Decoder(Read)


@dataclass(frozen=True, slots=True)
class Merged:
    """Which releases have the other one now, how many matches became one with a match of it, and how many findings are
    to triage again since two judgements differ."""

    releases: tuple[int, ...]
    matches: int
    differing: int


def is_merged(*components: int) -> bool:
    """Whether one of these was merged into another one already."""
    return ComponentMerge.objects.filter(old__in=components).exists()


def bodies_locked(*components: int) -> list[Read]:
    """What these components say, in this order; nobody else merges them until the transaction ends."""
    rows = {row.pk: row.body for row in Component.objects.select_for_update().filter(pk__in=components)}
    return [_READ.decode(rows[pk]) for pk in components]


def ids_of_digests(digests: Iterable[str]) -> dict[str, int]:
    """What is kept, by digest; what was merged into another one is that one."""
    return dict(
        chosen(
            "SELECT c.digest, COALESCE(m.into_id, c.id) FROM store_component c"
            " LEFT JOIN store_componentmerge m ON m.old_id = c.id WHERE c.digest {asked}",
            list(digests),
        )
    )


def join_components(old_id: int, into_id: int, on: date) -> Merged:
    """Have every release and every match of `old` be of `into`."""
    outdate_by_components((old_id, into_id))
    both = _releases_of(old_id) & _releases_of(into_id)
    releases = _take_releases(old_id, into_id)
    matches, differing = _take_matches(old_id, into_id, both, on)
    ComponentLookup.objects.filter(component=old_id).delete()
    ComponentMerge.objects.filter(into=old_id).update(into=into_id)
    ComponentMerge.objects.create(old_id=old_id, into_id=into_id)
    for device in Release.objects.filter(pk__in=releases).order_by().values_list("device", flat=True).distinct():
        keep_components(device, [into_id])
    return Merged(releases, matches, differing)


def _releases_of(component: int) -> set[int]:
    return set(ReleaseComponent.objects.filter(component=component).values_list("release", flat=True))


def _take_releases(old: int, into: int) -> tuple[int, ...]:
    releases = sorted(_releases_of(old))
    held = _releases_of(into)
    ReleaseComponent.objects.filter(component=old, release__in=held).delete()
    ReleaseComponent.objects.filter(component=old).update(component=into)
    return tuple(releases)


def _take_matches(old: int, into: int, both: set[int], on: date) -> tuple[int, int]:
    """`both` are the releases that had both components. Returns how many matches met one of the other, and how many
    findings are to triage again."""
    ReleaseVerdict.objects.filter(match__component=old).delete()
    theirs = {row.advisory_id: row for row in Match.objects.select_for_update().filter(component=into)}
    met, moved, differing = [], [], 0
    for match in Match.objects.select_for_update().filter(component=old).order_by("pk"):
        standing = theirs.get(match.advisory_id)
        if standing is None:
            match.component_id = into
            match.save(update_fields=["component"])
            moved.append(match.pk)
            continue
        differing += join_matches(match, standing, both, on)
        met.append(match.pk)
    end_matches(met)
    keep_matches([*moved, *(theirs[row.advisory_id].pk for row in Match.objects.filter(pk__in=met))])
    return len(met), differing


def join_matches(match: Match, standing: Match, both: set[int], on: date) -> int:
    """One finding of two in each release, inside a verb: `match` ends, what was said of it holds for `standing`; `both`
    are the releases that had both. Returns how many findings are to triage again, since two judgements differ."""
    standing.first_on = min(match.first_on, standing.first_on)
    standing.retrieved_on = _earlier(match.retrieved_on, standing.retrieved_on)
    differing = 0
    kept = {row.release_id: row for row in Triage.objects.filter(match=standing)}
    for triage in Triage.objects.filter(match=match).order_by("pk"):
        other = kept.get(triage.release_id)
        if other is None:
            triage.match = standing
            triage.save(update_fields=["match"])
            continue
        if (triage.state, triage.verdict) != (other.state, other.verdict):
            # No revision of a record: what was said holds for none, and somebody looks at both.
            other.advisory_revision, differing = 0, differing + 1
        other.expires_on = _earlier(triage.expires_on, other.expires_on)
        other.reportable_on = _earlier(triage.reportable_on, other.reportable_on)
        other.save(update_fields=["advisory_revision", "expires_on", "reportable_on"])
        triage.delete()
    _join_suppressions(match, standing, both)
    if differing:
        standing.last_on = max(on, standing.last_on)
    standing.save(update_fields=["first_on", "last_on", "retrieved_on"])
    Match.objects.filter(pk=match.pk).update(active=False, verdict="not_affected")
    return differing


def _join_suppressions(match: Match, standing: Match, both: set[int]) -> None:
    """Where a release had both findings, only what was hidden under both stays hidden."""
    hidden = {row.release_id: row for row in Suppression.objects.filter(match=match)}
    kept = {row.release_id: row for row in Suppression.objects.filter(match=standing)}
    for release in sorted(hidden.keys() | kept.keys()):
        mine, theirs = hidden.get(release), kept.get(release)
        if mine is not None and theirs is not None:
            theirs.expires_on = _earlier(mine.expires_on, theirs.expires_on)
            theirs.save(update_fields=["expires_on"])
            mine.delete()
        elif release in both:
            _drop(mine, theirs)
        elif mine is not None:
            mine.match = standing
            mine.save(update_fields=["match"])


def _drop(*rows: Suppression | None) -> None:
    for row in rows:
        if row is not None:
            row.delete()


def _earlier(*days: date | None) -> date | None:
    return min(_told(days), default=None)


def _told(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]
