"""The register of no-report decisions, as the doors read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from kizuki.store.embargo import seen_by
from kizuki.store.models import NoReportDecision, Reopening
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision in the list. `decided_by` is empty while it waits for its second person."""

    id: int
    case_id: int
    case_number: str
    title: str
    brand: str
    reason: str
    state: str
    review_on: date
    owner: str
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime
    decided_by: str
    decided_on: date | None
    single_person: bool


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """A reopening, or a day that a person set after it: then `person` and `reason` are there."""

    causes: tuple[dict[str, Any], ...]
    provisional_on: date
    aware_on: date
    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision with what it rests on, its evidence (digests) and its reopenings, the newest last."""

    row: DecisionRow
    explanation: str
    rests_on: dict[str, Any]
    sha256: str
    evidence: tuple[str, ...]
    reopenings: tuple[ReopeningRow, ...]


def register(viewer: Viewer, *, state: str = "", limit: int = 200) -> tuple[DecisionRow, ...]:
    """The decisions in one state (all: empty), the earliest review day first."""
    rows = _rows(viewer).filter(state=state) if state else _rows(viewer)
    return tuple(_row(row) for row in rows.order_by("review_on", "pk")[:limit])


def decisions_of(viewer: Viewer, case_id: int) -> tuple[DecisionRow, ...]:
    """The decisions on a case, the newest first."""
    return tuple(_row(row) for row in _rows(viewer).filter(case_id=case_id).order_by("-pk"))


def decision_page(viewer: Viewer, decision_id: int) -> DecisionPage | None:
    """One decision; None where there is none."""
    row = _rows(viewer).select_related("explanation").filter(pk=decision_id).first()
    if row is None:
        return None
    reopenings = Reopening.objects.filter(decision=row).select_related("person", "reason").order_by("position")
    return DecisionPage(
        row=_row(row),
        explanation=row.explanation.body if row.explanation.erased_at is None else "",
        rests_on=row.rests_on,
        sha256=row.sha256,
        evidence=tuple(row.evidence.order_by("pk").values_list("document_id", flat=True)),
        reopenings=tuple(_reopening(one) for one in reopenings),
    )


def _rows(viewer: Viewer) -> QuerySet[NoReportDecision]:
    seen = NoReportDecision.objects.filter(seen_by(viewer.user_id, "case__"))
    return seen.select_related("case__device", "owner", "proposed_by", "decided_by")


def _row(row: NoReportDecision) -> DecisionRow:
    return DecisionRow(
        id=row.pk,
        case_id=row.case_id,
        case_number=row.case.number,
        title=row.case.title,
        brand=row.case.device.brand,
        reason=row.reason,
        state=row.state,
        review_on=row.review_on,
        owner=row.owner.display_name,
        proposed_by=row.proposed_by.display_name,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by.display_name if row.decided_by else "",
        decided_on=row.decided_on,
        single_person=row.single_person,
    )


def _reopening(row: Reopening) -> ReopeningRow:
    return ReopeningRow(
        causes=tuple(row.causes),
        provisional_on=row.provisional_on,
        aware_on=row.aware_on,
        person=row.person.display_name if row.person else "",
        reason=row.reason.body if row.reason and row.reason.erased_at is None else "",
        at=row.at,
    )
