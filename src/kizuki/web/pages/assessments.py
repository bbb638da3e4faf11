"""The clinical assessments of a device: what was assessed, and what still waits for one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kizuki.core.glossary import say
from kizuki.core.scoring.shown import severity
from kizuki.store.queries.assessments import AssessmentRow, assessments_of_device, device_head, finding
from kizuki.store.queries.viewer import Viewer
from kizuki.web.viewer import viewer_of

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One advisory on the device. `score` is empty where nobody assessed it; `highest` where it can still be more."""

    advisory: str
    aliases: tuple[str, ...]
    summary: str
    known_exploited_on: date | None
    revision: int | None
    score: str
    severity: str
    highest: str
    pips: int
    state: str
    saved_at: datetime | None
    saved_by: str
    drafted: bool
    drafted_at: datetime | None
    tasks: int


@dataclass(frozen=True, slots=True)
class AssessmentsPage:
    """The list of one device."""

    device_id: int
    brand: str
    lines: tuple[AssessmentLine, ...]
    cut_off: bool
    refusal: str = ""


@require_safe
def assessments(request: HttpRequest, device_id: int) -> HttpResponse:
    """The page."""
    page = assessments_page(viewer_of(request), device_id)
    if page is None:
        raise Http404
    return render(request, "kizuki/desk/assessments.html", {"page": page})


@require_safe
def start(request: HttpRequest, device_id: int) -> HttpResponse:
    """To the desk of the advisory that was typed; the list again where it is not kept."""
    viewer = viewer_of(request)
    found = finding(viewer, device_id, request.GET.get("advisory", "").strip())
    if found is not None:
        return redirect("desk", device_id, found.advisory)
    page = assessments_page(viewer, device_id)
    if page is None:
        raise Http404
    page = replace(page, refusal=say("assessments_page.not_kept", viewer.lang))
    return render(request, "kizuki/desk/assessments.html", {"page": page}, status=404)


def assessments_page(viewer: Viewer, device_id: int) -> AssessmentsPage | None:
    """The list; None where there is no such device."""
    brand = device_head(viewer, device_id)
    if brand is None:
        return None
    rows = assessments_of_device(viewer, device_id, limit=MOST_ROWS + 1)
    return AssessmentsPage(device_id, brand, tuple(_line(row) for row in rows[:MOST_ROWS]), len(rows) > MOST_ROWS)


def _line(row: AssessmentRow) -> AssessmentLine:
    return AssessmentLine(
        advisory=row.advisory,
        aliases=row.aliases,
        summary=row.summary,
        known_exploited_on=row.known_exploited_on,
        revision=row.revision,
        score="" if row.score is None else f"{row.score:.1f}",
        severity="" if row.score is None else severity(row.score),
        highest="" if row.highest is None or row.highest == row.score else f"{row.highest:.1f}",
        pips=row.pips,
        state=row.state,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        drafted=row.drafted,
        drafted_at=row.drafted_at,
        tasks=row.tasks,
    )
