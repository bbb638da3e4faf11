"""The company's table of severities in force, and the levels that entries may use."""

from __future__ import annotations

from kizuki.core.facts.values import Severity
from kizuki.core.scoring.hazards.hazard import SeverityMapping as Mapping
from kizuki.core.scoring.hazards.hazard import SeverityRow
from kizuki.core.scoring.hazards.mapping import PROPOSED_MAPPING
from kizuki.store.models import SeverityMapping

USUAL_LEVELS = tuple(PROPOSED_MAPPING.rows)
"""The five levels in use across the industry, for a company that has no table yet."""


def mapping_in_force() -> Mapping:
    """The newest approved table; without one an empty table that nobody approved, under which every entry is open."""
    row = SeverityMapping.objects.exclude(approved_at=None).select_related("approved_by").order_by("-version").first()
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


def levels_in_use() -> tuple[str, ...]:
    """The levels of the table in force, else those of the newest proposal, else the usual five."""
    row = SeverityMapping.objects.exclude(approved_at=None).order_by("-version").first()
    row = row or SeverityMapping.objects.order_by("-version").first()
    return tuple(row.rows) if row else USUAL_LEVELS
