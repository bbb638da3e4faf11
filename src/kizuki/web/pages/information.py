"""Safety information: what was received and waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.glossary import say
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.lifecycle.moves import states_of
from kizuki.core.people import may
from kizuki.store.queries.information import InformationRow, information_ledger
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_finders import IMPORT
from kizuki.web.doors.offered import Link, links
from kizuki.web.lists.asked import Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.shown import ListShown, shown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

STATES = tuple(states_of("information"))

COLUMNS: tuple[Column[InformationRow], ...] = (
    Column("lists.number", lambda row, _: row.number),
    Column("portfolio.summary", lambda row, _: row.summary),
    Column("portfolio.states", lambda row, lang: say(f"portfolio.information_state.{row.state}", lang)),
    Column("portfolio.awareness", lambda row, _: row.awareness_on),
    Column("portfolio.decide_by", lambda row, _: row.decide_by),
    Column("portfolio.source", lambda row, _: row.source_said),
    Column("portfolio.source_no", lambda row, _: row.source_no),
    Column("portfolio.device", lambda row, _: row.brand),
    Column("portfolio.hospital", lambda row, _: row.hospital),
    Column("portfolio.case", lambda row, _: row.case_number),
)


@dataclass(frozen=True, slots=True)
class InformationList:
    """The inbox on one day: `state` is the one asked for, empty for all that wait."""

    today: date
    state: str
    states: tuple[str, ...]
    rows: tuple[tuple[InformationRow, Countdown | None], ...]
    list: ListShown
    may_receive: bool
    may_triage: bool
    import_mail: tuple[Link, ...]


@require_safe
def information(request: HttpRequest) -> HttpResponse:
    """The page, or all its rows as a file; a state that is none shows what waits."""
    viewer, on = viewer_of(request), today()
    asked = asked_of(request, Grammar(choices={"state": STATES}), viewer.lang)
    state = asked.get("state")
    part = information_ledger(viewer, (state,) if state else UNDECIDED, asked.span)
    if asked.file:
        return file_of(asked.file, "information", "portfolio.information", COLUMNS, part.rows, viewer.lang, on)
    page = _page(viewer, on, state, part.rows, shown(asked, part, viewer.lang))
    return render(request, "kizuki/information.html", {"page": page})


def _page(viewer: Viewer, on: date, state: str, rows: Sequence[InformationRow], around: ListShown) -> InformationList:
    return InformationList(
        today=on,
        state=state,
        states=STATES,
        rows=tuple((row, decision_countdown(row, on)) for row in rows),
        list=around,
        may_receive=may(viewer.role, "receive_information"),
        may_triage=may(viewer.role, "set_aside_information"),
        import_mail=links((IMPORT,), Doing(viewer, "", 0, on)),
    )
