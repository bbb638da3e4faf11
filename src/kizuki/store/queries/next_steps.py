"""What is owed next on many cases at once, and the reports and decisions that lead to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.store.access.seen import seen
from kizuki.store.models import NoReportDecision, Obligation, Report
from kizuki.store.queries.obligations import ObligationRow, row_without_place
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ReportAt:
    """A report: of which case, on which form, of which matter and person ('' none)."""

    id: int
    case_id: int
    form: str
    matter: str
    person: str


def next_rows(viewer: Viewer, case_ids: Collection[int]) -> dict[int, ObligationRow]:
    """By case, the obligation whose day is the next of the case."""
    rows = seen(viewer, Obligation).filter(case_id__in=case_ids, state__in=LIVE, kind=F("case__clock"))
    found: dict[int, Obligation] = {}
    for row in sorted(rows, key=lambda row: (row.due_on or date.max, row.pk)):
        if row.case_id is not None:
            found.setdefault(row.case_id, row)
    return {case_id: row_without_place(row, viewer.lang) for case_id, row in found.items()}


def reports_at(viewer: Viewer, case_ids: Collection[int]) -> tuple[ReportAt, ...]:
    """The reports of these cases, the earliest first."""
    rows = seen(viewer, Report).filter(case_id__in=case_ids).order_by("pk")
    return tuple(ReportAt(*row) for row in rows.values_list("pk", "case_id", "form", "matter", "person"))


def decisions_at(viewer: Viewer, case_ids: Collection[int]) -> dict[int, int]:
    """By case, its newest no-report decision."""
    rows = seen(viewer, NoReportDecision).filter(case_id__in=case_ids).order_by("pk")
    return {case_id: pk for pk, case_id in rows.values_list("pk", "case_id")}
