"""What a no-report decision on a case rests on, as the record has it now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kizuki.core.lifecycle.no_report import Hole, Watched
from kizuki.store.canonical import json_of
from kizuki.store.models import Advisory, Assessment, Case, CaseVulnerability, FactSheet, KnownExploited

OpenPips = Callable[[int, str], tuple[str, ...]]
"""Given a device and a vulnerability: the patient-safety answers that no hazard answers for."""


def watched_now(case_id: int) -> Watched:
    """The facts, vulnerabilities, measure, support and events behind a case at this moment."""
    case = Case.objects.select_related("device").get(pk=case_id)
    sheet = FactSheet.objects.filter(case_id=case_id).latest("revision")
    names = list(CaseVulnerability.objects.filter(case_id=case_id).order_by("name").values_list("name", flat=True))
    done, total = _units(json_of(sheet.facts))
    events, event_on = _events(case, names)
    return Watched(
        facts=sheet.sha256,
        facts_on=_day(sheet.made_at),
        outcome=case.outcome,
        holes=tuple(_hole(case.device_id, name) for name in names),
        units_done=done,
        units_total=total,
        units_on=_day(sheet.made_at),
        support_ends_on=_support_ends_on(case.device.profile),
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
    result: dict[str, Any] = assessed.result if assessed else {}
    pips = tuple(sorted(result["pips"])) if "pips" in result else None
    catalogue = KnownExploited.objects.exists()
    return Hole(
        name=name,
        # Without a catalogue nothing is known of exploitation: that is not a no.
        known_exploited=True if listed else (False if catalogue else None),
        exploited_on=_day(listed.source.kept_at) if listed else None,
        vector=result["cvss31"]["vector"] if result.get("cvss31") else None,
        pips=pips,
        open_pips=pips or (),
        assessed_on=_day(assessed.made_at) if assessed else None,
        learned_on=_day(record.kept_at) if record else None,
    )


def _units(facts: dict[str, Any]) -> tuple[int | None, int | None]:
    """Units done of units in use over the matters that tell of a mitigation; the sheet keeps numbers, not texts."""
    told = [matter["mitigation"] for matter in facts.get("matters", [facts]) if matter.get("mitigation")]
    done = [row["units_done"] for row in told if row.get("units_done") is not None]
    total = [row["units_total"] for row in told if row.get("units_total") is not None]
    return (sum(done) if done else None), (sum(total) if total else None)


def _events(case: Case, names: list[str]) -> tuple[int, date | None]:
    """Other cases on the same device that share a vulnerability, or all of them where this one names none."""
    others = Case.objects.filter(device_id=case.device_id).exclude(pk=case.pk)
    if names:
        others = others.filter(vulnerabilities__name__in=names).distinct()
    newest = others.order_by("-opened_at").values_list("opened_at", flat=True).first()
    return others.count(), _day(newest) if newest else None


def _support_ends_on(profile: dict[str, Any]) -> date | None:
    told = profile.get("lifecycle", {}).get("eos_on")
    if not told:
        return None
    return told if isinstance(told, date) else date.fromisoformat(told)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
