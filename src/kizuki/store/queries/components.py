"""Software components of our releases: each distinct one, and which releases have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from kizuki.store.access.seen import seen
from kizuki.store.models import Component, Release, ReleaseComponent
from kizuki.store.queries.devices import ReleaseRow, releases_by_id
from kizuki.store.queries.viewer import Viewer

MOST_RELEASES = 500


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A distinct component by what identifies it; '' where its list says nothing of it."""

    id: int
    name: str
    version: str
    purl: str
    cpe: str


@dataclass(frozen=True, slots=True)
class ComponentPage:
    """A component with the releases that have it, as far as the viewer sees them (at most `MOST_RELEASES`)."""

    row: ComponentRow
    releases: tuple[ReleaseRow, ...]


def components_in_use(viewer: Viewer) -> QuerySet[Component]:
    """The components of releases that the viewer sees: what only another product has is none of theirs."""
    having = seen(viewer, ReleaseComponent).filter(component=OuterRef("pk"))
    return seen(viewer, Component).filter(Exists(having))


def components_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[ComponentRow, ...]:
    """Those of these components that the viewer sees, by id."""
    rows = components_in_use(viewer).filter(pk__in=ids).order_by("pk").defer("body")
    return tuple(ComponentRow(row.pk, row.name, row.version, row.purl, row.cpe) for row in rows)


def component_page(viewer: Viewer, component_id: int) -> ComponentPage | None:
    """One component; None where there is none."""
    rows = components_by_id(viewer, [component_id])
    if not rows:
        return None
    having = seen(viewer, Release).filter(components__component=component_id).order_by("pk").distinct()
    ids = list(having.values_list("pk", flat=True)[:MOST_RELEASES])
    return ComponentPage(rows[0], releases_by_id(viewer, ids))
