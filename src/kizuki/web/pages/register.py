"""The register of no-report decisions: every case that is not reported, why, and when it is looked at again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.lifecycle.no_report import STATES
from kizuki.core.people import may
from kizuki.store.queries import register as queries
from kizuki.store.queries.cases import CaseRow, cases_to_decide
from kizuki.store.queries.taken_over import EarlierRow, earlier_decisions
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

LONGEST_NUMBER = 200


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A decision and the days until its review; those no longer standing have no countdown."""

    row: queries.DecisionRow
    countdown: Countdown


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register on one day, in one state (all: empty), of the cases whose number holds `number`. `to_decide` are the
    cases that nobody has proposed yet."""

    today: date
    state: str
    states: tuple[str, ...]
    lines: tuple[RegisterLine, ...]
    earlier: tuple[EarlierRow, ...]
    number: str
    to_decide: tuple[tuple[CaseRow, Countdown], ...]
    may_propose: bool


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The page."""
    state = request.GET.get("state", "")
    # A number is found however wide it was typed.
    number = unicodedata.normalize("NFKC", request.GET.get("number", "")[:LONGEST_NUMBER]).strip()
    page = register_page(viewer_of(request), today(), state if state in STATES else "", number)
    return render(request, "kizuki/register.html", {"page": page})


def register_page(viewer: Viewer, on: date, state: str, number: str = "") -> RegisterPage:
    """The register as seen on one day."""
    rows = queries.register(viewer, state=state, number=number)
    standing = ("proposed", "decided")
    lines = (RegisterLine(row, countdown(row.review_on if row.state in standing else None, on)) for row in rows)
    undecided = () if state else cases_to_decide(viewer, number=number)
    return RegisterPage(
        today=on,
        state=state,
        states=STATES[:4],
        lines=tuple(lines),
        earlier=() if state else earlier_decisions(viewer, number=number),
        number=number,
        to_decide=tuple((row, countdown(row.planning_due_on, on)) for row in undecided),
        may_propose=may(viewer.role, "propose_no_report"),
    )
