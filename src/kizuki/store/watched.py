"""What a no-report decision on a case rests on, as the record has it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kizuki.core.lifecycle.no_report import Hole, Watched
from kizuki.store.canonical import json_of
from kizuki.store.lifecycle import milestones_of
from kizuki.store.models import (
    Advisory,
    Assessment,
    Case,
    CaseVulnerability,
    FactSheet,
    KnownExploited,
    Patch,
    PatchMove,
    UnitPatchMove,
)
from kizuki.store.queries.hazards import pips_open
from kizuki.store.queries.patches import patch_progress
from kizuki.store.queries.viewer import PROGRAM


def watched_now(case_id: int) -> Watched:
    """The facts, vulnerabilities, measure, support and events behind a case at this moment."""
    case = Case.objects.get(pk=case_id)
    sheet = FactSheet.objects.filter(case_id=case_id).latest("revision")
    names = list(CaseVulnerability.objects.filter(case_id=case_id).order_by("name").values_list("name", flat=True))
    units = _patched(case.device_id, names) or _told(json_of(sheet.facts), _day(sheet.made_at))
    events, event_on = _events(case, names)
    return Watched(
        facts=sheet.sha256,
        facts_on=_day(sheet.made_at),
        outcome=case.outcome,
        holes=tuple(_hole(case.device_id, name) for name in names),
        units_done=units.done,
        units_total=units.total,
        units_on=units.on,
        measure_withdrawn=units.withdrawn,
        support_ends_on=milestones_of(case.device_id).get("eos"),
        events=events,
        event_on=event_on,
    )


def _hole(device_id: int, name: str) -> Hole:
    record = Advisory.objects.filter(names__name=name).order_by("-pk").first()
    listed = KnownExploited.objects.filter(cve=name).select_related("source").first()
    assessed = (
        Assessment.objects.filter(device_id=device_id, advisory__names__name=name, current=True)
        .order_by("-pk")
        .first()
    )
    # Both languages hold the same codes and numbers.
    result: dict[str, Any] = assessed.result["ja"] if assessed else {}
    lacking = pips_open(PROGRAM, device_id, [assessed.advisory_id]) if assessed else ()
    catalogue = KnownExploited.objects.exists()
    return Hole(
        name=name,
        # Without a catalogue nothing is known of exploitation: that is not a no.
        known_exploited=True if listed else (False if catalogue else None),
        exploited_on=_day(listed.source.kept_at) if listed else None,
        vector=result["cvss31"]["vector"] if assessed else None,
        pips=tuple(sorted(result["pips"])) if assessed else None,
        open_pips=tuple(dict.fromkeys(row.about or row.code for row in lacking)),
        assessed_on=_day(assessed.made_at) if assessed else None,
        learned_on=_day(record.kept_at) if record else None,
    )


@dataclass(frozen=True, slots=True)
class _Units:
    """Units that have the measure, of units in use; `on` is the day on which the record last heard of it."""

    done: int | None
    total: int | None
    on: date
    withdrawn: bool = False


def _patched(device_id: int, names: list[str]) -> _Units | None:
    """How far the patches that close these vulnerabilities are; None where the record has none of them.

    The one that is on fewest units counts; one that is not shipped, or was taken back, is on none.
    """
    patches = [row for row in Patch.objects.filter(device_id=device_id) if set(row.fixes) & set(names)]
    if not patches:
        return None
    found = [progress for row in patches if (progress := patch_progress(PROGRAM, row.pk)) is not None]
    moves = [
        *PatchMove.objects.filter(patch__in=patches).values_list("recorded_at", flat=True),
        *UnitPatchMove.objects.filter(patch__in=patches).values_list("recorded_at", flat=True),
    ]
    return _Units(
        done=min(row.done if row.state == "shipped" else 0 for row in found),
        total=max(row.in_use for row in found),
        on=_day(max(moves)) if moves else timezone.localdate(),
        withdrawn=any(row.state == "withdrawn" for row in found),
    )


def _told(facts: dict[str, Any], on: date) -> _Units:
    """Units over the matters whose facts tell of a mitigation; the sheet keeps numbers, not texts."""
    told = [matter["mitigation"] for matter in facts.get("matters", [facts]) if matter.get("mitigation")]
    done = [row["units_done"] for row in told if row.get("units_done") is not None]
    total = [row["units_total"] for row in told if row.get("units_total") is not None]
    return _Units(sum(done) if done else None, sum(total) if total else None, on)


def _events(case: Case, names: list[str]) -> tuple[int, date | None]:
    """Other cases on the same device that share a vulnerability, or all of them where this one names none."""
    others = Case.objects.filter(device_id=case.device_id).exclude(pk=case.pk)
    if names:
        others = others.filter(vulnerabilities__name__in=names).distinct()
    newest = others.order_by("-opened_at").values_list("opened_at", flat=True).first()
    return others.count(), _day(newest) if newest else None


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
