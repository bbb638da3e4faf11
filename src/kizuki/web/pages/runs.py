"""Runs that hold everything against everything: how far, what they wrote, and the limit of triage."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.findings.joined import triage_limit
from kizuki.store.queries.match_runs import RunOver, match_runs
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_watch import OF_RUNS
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class RunsPage:
    """The newest runs first; `limit` in business days."""

    rows: tuple[RunOver, ...]
    limit: int
    doors: tuple[Link, ...]


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer, rows = viewer_of(request), match_runs()
    doing = Doing(viewer, "", 0, today(), kept={"runs": rows})
    return render(request, "kizuki/runs.html", {"page": RunsPage(rows, triage_limit(), links(OF_RUNS, doing))})
