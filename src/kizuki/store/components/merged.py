"""Components that are one: found, and what became of those that were merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import msgspec
from django.db.models import Count, Q

from kizuki.core.sbom import Component as Read
from kizuki.core.sbom.duplicates import duplicates_among
from kizuki.store.access.seen import seen
from kizuki.store.models import Component, ComponentMerge, Match, RecordJoin
from kizuki.store.queries.viewer import Viewer

_READ = msgspec.json.Decoder(Read)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A component that says nothing more than another one of the same name and version (`into`), by their ids."""

    old: int
    into: int
    name: str
    version: str
    identifier: str


def duplicates() -> Iterator[Duplicate]:
    """Every component of a release that says nothing more than another one; two queries."""
    held = Component.objects.filter(releases__isnull=False)
    shared = held.values("name", "version").annotate(many=Count("pk", distinct=True)).filter(many__gt=1)
    wanted = {(row["name"], row["version"]) for row in shared}
    rows = held.filter(name__in={name for name, _ in wanted}).distinct().order_by("name", "version", "pk")
    for key, some in groupby(rows.iterator(chunk_size=1_000), key=lambda row: (row.name, row.version)):
        if key in wanted:
            kept = {row.pk: row for row in some}
            for old, into in duplicates_among([(pk, _READ.decode(row.body)) for pk, row in kept.items()]):
                yield Duplicate(old, into, *key, kept[into].purl or kept[into].cpe)


def match_after_merging(viewer: Viewer, match_id: int) -> int | None:
    """The match that stands in the place of one whose component was merged, or whose record gave way to another one;
    None where neither was, or the viewer does not see it."""
    found = seen(viewer, Match).filter(pk=match_id)
    merged = found.filter(component__merge__isnull=False)
    about = merged.values_list("component__merge__into", "advisory").first()
    if about is None:
        gave_way = found.filter(advisory__joins__ended_at=None, advisory__joins__into__isnull=False)
        about = gave_way.values_list("component", "advisory__joins__into").first()
    if about is None:
        return None
    return Match.objects.filter(component=about[0], advisory=about[1]).values_list("pk", flat=True).first()


def former_matches(match: Match) -> list[int]:
    """The matches that this one took the place of: of components that were merged into its own, of records that gave way
    to its own."""
    olds = ComponentMerge.objects.filter(into=match.component_id).values("old")
    records = RecordJoin.objects.filter(into=match.advisory_id, ended_at=None).values("advisory")
    of_components = Q(advisory=match.advisory_id, component__in=olds)
    of_records = Q(advisory__in=records) & (Q(component=match.component_id) | Q(component__in=olds))
    return list(Match.objects.filter(of_components | of_records).order_by("pk").values_list("pk", flat=True))
