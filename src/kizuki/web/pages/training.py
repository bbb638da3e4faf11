"""Procedures, who is to be trained and who was, self-inspections and what was put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.training.areas import areas
from kizuki.store.queries.inspections import CorrectionRow, InspectionRow, corrections, inspections
from kizuki.store.queries.training import (
    OwedTraining,
    PlanRow,
    ProcedureRow,
    ResultRow,
    UntrainedRow,
    owed_trainings,
    plan_rows,
    procedures_of,
    results_of,
    untrained,
)
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_training import CHECK_CORRECTION, DOORS, RECORD_TRAINING, REPORT_CORRECTION
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One procedure: its newest edition first, what that governs in words."""

    key: str
    editions: tuple[ProcedureRow, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """All of it on one day; `late` trainings are past their day."""

    today: date
    owed: tuple[OwedTraining, ...]
    late: int
    procedures: tuple[ProcedureLine, ...]
    plan: tuple[PlanRow, ...]
    results: tuple[ResultRow, ...]
    untrained: tuple[UntrainedRow, ...]
    inspections: tuple[InspectionRow, ...]
    corrections: tuple[CorrectionRow, ...]
    doors: tuple[Link, ...]
    open: frozenset[str]
    """Names of the doors that the reader may open, for the lines that lead to them."""


@require_safe
def training_view(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer, on = viewer_of(request), today()
    owed = owed_trainings(viewer, on)
    actions = corrections(viewer, on)
    doing = Doing(viewer, "", 0, on, kept={"corrections": actions})
    found = links(DOORS, doing)
    page = TrainingPage(
        today=on,
        owed=owed,
        late=sum(row.late for row in owed),
        procedures=_lines(procedures_of(viewer, on), viewer.lang),
        plan=plan_rows(viewer),
        results=results_of(viewer),
        untrained=untrained(viewer),
        inspections=inspections(viewer),
        corrections=actions,
        doors=found,
        open=frozenset(link.name for link in found)
        & {RECORD_TRAINING.name, REPORT_CORRECTION.name, CHECK_CORRECTION.name},
    )
    return render(request, "kizuki/training.html", {"page": page})


def _lines(rows: Iterable[ProcedureRow], lang: str) -> tuple[ProcedureLine, ...]:
    found = []
    for key, group in groupby(rows, key=lambda row: row.key):
        editions = tuple(group)
        words = tuple(areas()[code].said("ja" if lang == "ja" else "en") for code in editions[0].areas)
        found.append(ProcedureLine(key, editions, words))
    return tuple(found)
