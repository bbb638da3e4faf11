"""The company's table of severities in force, and the levels that entries may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kizuki.core.facts.values import Severity
from kizuki.core.scoring.hazards.hazard import SeverityMapping as Mapping
from kizuki.core.scoring.hazards.hazard import SeverityRow
from kizuki.core.scoring.hazards.mapping import PROPOSED_MAPPING
from kizuki.store.access.seen import seen
from kizuki.store.models import SeverityMapping
from kizuki.store.queries.viewer import Viewer

USUAL_LEVELS = tuple(PROPOSED_MAPPING.rows)
"""The five levels in use across the industry, for a company that has no table yet."""


def mapping_in_force(viewer: Viewer) -> Mapping:
    """The newest approved table; without one an empty table that nobody approved, under which every entry is open."""
    row = (
        seen(viewer, SeverityMapping)
        .exclude(approved_at=None)
        .select_related("approved_by")
        .order_by("-version")
        .first()
    )
    if row is None or row.approved_by is None or row.approved_at is None:
        return Mapping("company", "", {})
    rows = {
        level: SeverityRow(level, Severity(entry["severity"]), entry["criterion"])
        for level, entry in row.rows.items()
    }
    return Mapping(
        "company",
        str(row.version),
        rows,
        approved_by=row.approved_by.display_name,
        approved_on=row.approved_at.date(),
    )


def levels_in_use(viewer: Viewer) -> tuple[str, ...]:
    """The levels of the table in force, else those of the newest proposal, else the usual five."""
    row = seen(viewer, SeverityMapping).exclude(approved_at=None).order_by("-version").first()
    row = row or seen(viewer, SeverityMapping).order_by("-version").first()
    return tuple(row.rows) if row else USUAL_LEVELS


@dataclass(frozen=True, slots=True)
class ProposedMapping:
    """A version that waits for another person's approval."""

    version: int
    rows: tuple[SeverityRow, ...]
    proposed_by: str
    proposed_by_id: int


def proposed_mappings(viewer: Viewer) -> tuple[ProposedMapping, ...]:
    """The versions that wait for approval, the newest first."""
    found = seen(viewer, SeverityMapping).filter(approved_at=None).select_related("proposed_by").order_by("-version")
    return tuple(
        ProposedMapping(
            version=row.version,
            rows=tuple(_rows(row.rows).values()),
            proposed_by=row.proposed_by.display_name,
            proposed_by_id=row.proposed_by_id,
        )
        for row in found[:20]
    )


def _rows(kept: dict[str, Any]) -> dict[str, SeverityRow]:
    """The rows by level, the mildest first."""
    rows = [SeverityRow(level, Severity(row["severity"]), row["criterion"]) for level, row in kept.items()]
    return {row.level: row for row in sorted(rows, key=lambda row: (row.severity.rank, -(row.criterion or 9)))}
