"""The register of no-report decisions: every case that is not reported, why, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.lifecycle.no_report import STATES
from kizuki.store.queries import register as queries
from kizuki.store.queries.taken_over import EarlierRow, earlier_decisions
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A decision and the days until its review; those no longer standing have no countdown."""

    row: queries.DecisionRow
    countdown: Countdown


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register on one day, in one state (all: empty)."""

    today: date
    state: str
    states: tuple[str, ...]
    lines: tuple[RegisterLine, ...]
    earlier: tuple[EarlierRow, ...]


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The page."""
    state = request.GET.get("state", "")
    page = register_page(viewer_of(request), today(), state if state in STATES else "")
    return render(request, "kizuki/register.html", {"page": page})


def register_page(viewer: Viewer, on: date, state: str) -> RegisterPage:
    """The register as seen on one day."""
    rows = queries.register(viewer, state=state)
    standing = ("proposed", "decided")
    lines = (RegisterLine(row, countdown(row.review_on if row.state in standing else None, on)) for row in rows)
    return RegisterPage(on, state, STATES[:4], tuple(lines), () if state else earlier_decisions(viewer))
