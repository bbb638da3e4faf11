"""Background work: what failed for the last time, what is under way, what waits, and when the workers gave signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.record.heartbeat import signs
from kizuki.store.work.standing import Standing, standing_work
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_alarms import SET_LIMITS
from kizuki.web.doors.of_jobs import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The work as it stands, and the workers with their newest signs: machine and process, lane, instant."""

    work: Standing
    signs: tuple[tuple[str, str, datetime], ...]
    doors: tuple[Link, ...]


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer = viewer_of(request)
    work = standing_work(viewer)
    doing = Doing(viewer, "", 0, today(), kept={"jobs": work})
    return render(request, "kizuki/jobs.html", {"page": JobsPage(work, signs(), links((*DOORS, SET_LIMITS), doing))})
