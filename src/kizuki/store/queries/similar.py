"""Earlier cases that are like one: a precedent shows, it never decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.store.access.seen import seen
from kizuki.store.models import Case, CaseTrait, CaseVulnerability
from kizuki.store.queries.viewer import Viewer

_MOST_ALIKE = 5_000
"""Rows looked at for one trait set: enough to rank, bounded for a record of any size."""


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case and why it is like the other one: `device`, `malfunction:…`, `effect:…`, `vulnerability:…`,
    `component:…`. `outcome` is what was determined of it, shown and not taken over."""

    id: int
    number: str
    title: str
    brand: str
    state: str
    outcome: str
    primary_item: str
    opened_at: datetime
    reasons: tuple[str, ...]


def similar_cases(viewer: Viewer, case_id: int, *, limit: int = 10) -> tuple[SimilarCase, ...]:
    """Cases with a device or a trait in common, the one with most in common first, then the newest."""
    case = seen(viewer, Case).filter(pk=case_id).first()
    if case is None:
        return ()
    reasons: dict[int, list[str]] = {}
    same_device = seen(viewer, Case).filter(device_id=case.device_id).exclude(pk=case_id).order_by("-pk")
    for pk in same_device.values_list("pk", flat=True)[:_MOST_ALIKE]:
        reasons.setdefault(pk, []).append("device")
    traits = seen(viewer, CaseTrait).filter(case_id=case_id).values("trait")
    shared = seen(viewer, CaseTrait).filter(trait__in=traits).exclude(case_id=case_id).order_by("-case_id", "trait")
    for pk, trait in shared.values_list("case_id", "trait")[:_MOST_ALIKE]:
        reasons.setdefault(pk, []).append(trait)
    names = seen(viewer, CaseVulnerability).filter(case_id=case_id).values("name")
    tied = (
        seen(viewer, CaseVulnerability).filter(name__in=names).exclude(case_id=case_id).order_by("-case_id", "name")
    )
    for pk, name in tied.values_list("case_id", "name")[:_MOST_ALIKE]:
        reasons.setdefault(pk, []).append(f"vulnerability:{name}")
    shown = set(seen(viewer, Case).filter(pk__in=reasons).values_list("pk", flat=True))
    ranked = sorted(shown, key=lambda pk: (-len(reasons[pk]), -pk))[:limit]
    found = {row.pk: row for row in seen(viewer, Case).filter(pk__in=ranked).select_related("device")}
    return tuple(
        SimilarCase(
            id=pk,
            number=found[pk].number,
            title=found[pk].title,
            brand=found[pk].device.brand,
            state=found[pk].state,
            outcome=found[pk].outcome,
            primary_item=found[pk].primary_item,
            opened_at=found[pk].opened_at,
            reasons=tuple(reasons[pk]),
        )
        for pk in ranked
    )
