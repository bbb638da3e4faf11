"""The register of no-report decisions: every case that is not reported, why, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.glossary import say
from kizuki.core.lifecycle.no_report import STATES
from kizuki.core.people import may
from kizuki.store.queries import register as queries
from kizuki.store.queries.cases import CaseRow, cases_to_decide
from kizuki.store.queries.ledgers.parts import Part, Span
from kizuki.store.queries.taken_over import EarlierRow, earlier_decisions
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.lists.asked import Asked, Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.shown import ListShown, shown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

BESIDE = Span(0, 200)
"""So many of what stands under the decisions; how many more there are is said."""

COLUMNS: tuple[Column[queries.DecisionRow], ...] = (
    Column("screens.case.number", lambda row, _: row.case_number),
    Column("case_ledger.title_of_case", lambda row, _: row.title),
    Column("portfolio.device", lambda row, _: row.brand),
    Column("register.reason", lambda row, lang: say(f"record.value.reason.{row.reason}", lang)),
    Column("register.states", lambda row, lang: say(f"record.value.state.{row.state}", lang)),
    Column("register.review_on", lambda row, _: row.review_on),
    Column("register.owner", lambda row, _: row.owner),
    Column("register.proposed", lambda row, _: row.proposed_by),
    Column("register.decided", lambda row, _: row.decided_by),
    Column("lists.decided_on", lambda row, _: row.decided_on),
)


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
    list: ListShown
    more_to_decide: int = 0
    more_earlier: int = 0
    """So many more of each than are shown."""


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The page, or the decisions as a file. A number is found however wide it was typed."""
    viewer, on = viewer_of(request), today()
    asked = asked_of(request, Grammar(choices={"state": STATES}, texts=("number",)), viewer.lang)
    part = queries.register(viewer, asked.span, state=asked.get("state"), number=asked.get("number"))
    if asked.file:
        return file_of(asked.file, "register", "register.title", COLUMNS, part.rows, viewer.lang, on)
    page = _page(viewer, on, asked, part)
    return render(request, "kizuki/register.html", {"page": page})


def _page(viewer: Viewer, on: date, asked: Asked, part: Part[queries.DecisionRow]) -> RegisterPage:
    """What nobody proposed yet, and what was decided before, stand under the first page of all decisions."""
    state, number = asked.get("state"), asked.get("number")
    beside = not state and part.page == 1
    standing = ("proposed", "decided")
    lines = (RegisterLine(row, countdown(row.review_on if row.state in standing else None, on)) for row in part.rows)
    undecided = cases_to_decide(viewer, BESIDE, number=number) if beside else None
    earlier = earlier_decisions(viewer, BESIDE, number=number) if beside else None
    return RegisterPage(
        today=on,
        state=state,
        states=STATES[:4],
        lines=tuple(lines),
        list=shown(asked, part, viewer.lang),
        earlier=earlier.rows if earlier else (),
        more_earlier=_more(earlier),
        number=number,
        to_decide=tuple((row, countdown(row.planning_due_on, on)) for row in undecided.rows) if undecided else (),
        more_to_decide=_more(undecided),
        may_propose=may(viewer.role, "propose_no_report"),
    )


def _more(part: Part[Any] | None) -> int:
    return part.total - part.end if part else 0
