"""Propose a table from the company's ISO 14971 levels to the law's severities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from kizuki.actions.assessments.people import person_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.facts.values import Severity
from kizuki.core.refusal import Refused
from kizuki.store.models import SeverityMapping

_LEVELS_AT_MOST = 20


def propose_severity_mapping(rows: Mapping[str, Mapping[str, Any]], *, actor: Actor) -> int:
    """Keep the table as a new version that waits for another person's approval. Returns the version.

    `rows` maps each level to `severity` (`none`, `non_serious`, `serious`, `death`) and, for serious harm only, to
    `criterion` 1-5 (施行規則第228条の20第1項第1号ハ(1)-(5)). `Refused` names the level whose row cannot stand.
    """
    kept = {str(level): _row(str(level), row) for level, row in rows.items()}
    if not 0 < len(kept) <= _LEVELS_AT_MOST:
        raise Refused("rows", f"from 1 to {_LEVELS_AT_MOST} levels are expected")
    with verb("propose_severity_mapping", actor=actor, of=()) as act:
        version = (SeverityMapping.objects.aggregate(top=Max("version"))["top"] or 0) + 1
        made = SeverityMapping.objects.create(
            version=version, rows=kept, proposed_by=person_of(actor), proposed_at=act.at
        )
        act.record(subjects=[f"severity_mapping:{made.pk}"], payload={"version": version, "levels": len(kept)})
    return version


def _row(level: str, row: Mapping[str, Any]) -> dict[str, Any]:
    if not level.strip() or len(level) > 32:
        raise Refused("rows", "a level has from 1 to 32 characters")
    if set(row) - {"severity", "criterion"}:
        raise Refused(f"rows.{level}", "has other keys than severity and criterion")
    try:
        severity = Severity(row.get("severity"))
    except ValueError:
        raise Refused(f"rows.{level}.severity", f"{row.get('severity')!r} is no severity of the law") from None
    criterion = row.get("criterion")
    if severity is Severity.SERIOUS:
        if criterion not in (1, 2, 3, 4, 5):
            raise Refused(f"rows.{level}.criterion", "serious harm needs its criterion, 1 to 5")
    elif criterion is not None:
        raise Refused(f"rows.{level}.criterion", "only serious harm has a criterion")
    return {"severity": severity.value, "criterion": criterion}
