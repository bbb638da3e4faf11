"""Hazards behind safety-relevant answers, and which of those answers still lack one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kizuki.core.scoring.hazards.hazard import Hazard as Entry
from kizuki.store.models import Assessment, Hazard
from kizuki.store.queries.severity import mapping_in_force
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OpenPips:
    """A safety-relevant answer (High, Low or Unknown) behind which the hazard analysis is not complete.

    `reason` is not_assessed (there is no assessment: every one of the 13 is open, `code` is empty), missing (no entry),
    not_rated (an entry has no severity) or mapping_not_approved (its level has no place in an approved table).
    """

    advisory_id: int
    code: str
    reason: str


def pips_open(viewer: Viewer, device_id: int, advisory_ids: Iterable[int]) -> tuple[OpenPips, ...]:
    """What still blocks a no-report conclusion on the safety side, for a device and the advisories of a case.

    Empty only where every advisory has a current assessment and each of its safety-relevant answers other than None
    has an entry that is rated under an approved table. An advisory without an assessment is open, never clear.
    """
    wanted = list(dict.fromkeys(advisory_ids))
    rows = Assessment.objects.filter(device_id=device_id, advisory_id__in=wanted, current=True)
    pips = {row.advisory_id: _pips_of(row) for row in rows}
    entries = hazards_of(device_id, wanted)
    levels = set(mapping_in_force().rows)
    found: list[OpenPips] = []
    for advisory_id in wanted:
        if advisory_id not in pips:
            found.append(OpenPips(advisory_id, "", "not_assessed"))
            continue
        for code in pips[advisory_id]:
            reason = gap(code, entries.get(advisory_id, ()), levels)
            if reason:
                found.append(OpenPips(advisory_id, code, reason))
    return tuple(found)


def hazards_of(device_id: int, advisory_ids: Iterable[int]) -> dict[int, tuple[Entry, ...]]:
    """The entries that stand, by advisory, the oldest first."""
    rows = Hazard.objects.filter(device_id=device_id, advisory_id__in=list(advisory_ids), withdrawn_at=None)
    found: dict[int, list[Entry]] = {}
    for row in rows.select_related("reviewed_by").order_by("pk"):
        found.setdefault(row.advisory_id, []).append(entry_of(row))
    return {advisory: tuple(entries) for advisory, entries in found.items()}


def entry_of(row: Hazard) -> Entry:
    """The row as the core knows it."""
    return Entry(
        id=str(row.pk),
        pips=tuple(row.pips),
        situation=row.situation,
        harm=row.harm,
        severity=row.severity or None,
        likelihood=row.likelihood,
        harm_kinds=tuple(row.harm_kinds),
        controls=tuple(row.controls),
        detectability=row.detectability,
        patients_exposed=row.patients_exposed,
        through_other_system=row.through_other_system,
        credible=row.credible,
        not_credible_because=row.not_credible_because,
        reviewed_by=row.reviewed_by.display_name if row.reviewed_by else "",
    )


def gap(code: str, entries: Iterable[Entry], levels: Iterable[str]) -> str:
    """Why the answer `code` is not covered; empty where it is. An entry that is held not credible, and was reviewed,
    covers the answer without a severity of its own.
    """
    behind = [entry for entry in entries if code in entry.pips]
    if not behind:
        return "missing"
    counting = [entry for entry in behind if entry.counts]
    if any(entry.severity is None for entry in counting):
        return "not_rated"
    return "mapping_not_approved" if any(entry.severity not in set(levels) for entry in counting) else ""


def hazard_states(device_id: int, advisory_id: int, pips: Iterable[str]) -> Mapping[str, str]:
    """covered or open, by safety-relevant code."""
    entries = hazards_of(device_id, [advisory_id]).get(advisory_id, ())
    levels = set(mapping_in_force().rows)
    return {code: "open" if gap(code, entries, levels) else "covered" for code in pips}


def _pips_of(row: Assessment) -> tuple[str, ...]:
    outcome = row.record.get("outcome") or row.result["ja"]
    return tuple(outcome["pips"])
