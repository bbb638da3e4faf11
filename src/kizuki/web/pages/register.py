"""The register of no-report decisions: every case that is not reported, why, and when it is looked at again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.no_report import STATES
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.gateways.typst.record import print_record
from kizuki.gateways.xlsx import XLSX, sheet_workbook
from kizuki.store.queries import register as queries
from kizuki.store.queries.cases import CaseRow, cases_to_decide
from kizuki.store.queries.company import standing_company
from kizuki.store.queries.ledgers.parts import WHOLE, Part, Span
from kizuki.store.queries.register_list import register_list
from kizuki.store.queries.taken_over import EarlierRow, earlier_decisions
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.files import as_a_file
from kizuki.web.lists.asked import Asked, Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.shown import ListShown, shown
from kizuki.web.refusals import refusal_words
from kizuki.web.register_paper import register_data, register_sheet, within
from kizuki.web.today import today
from kizuki.web.typed import day_if_any
from kizuki.web.viewer import viewer_of

LONGEST_NUMBER = 200

GRAMMAR = Grammar(choices={"state": STATES}, texts=("number",), days=("from", "to"))

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
    from_typed: str = ""
    to_typed: str = ""
    refusal: str = ""
    query: str = ""
    """What is asked for, as the addresses of its print and its workbook tell it."""
    others: str = ""
    """The same without the state: what each state is asked for with."""


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The page, or the decisions as a file."""
    viewer, on = viewer_of(request), today()
    asked, refusal = _asked(request.GET, viewer.lang)
    listed = asked_of(request, GRAMMAR, viewer.lang)
    part = queries.register(viewer, listed.span, asked)
    if listed.file and not refusal:
        return file_of(listed.file, "register", "register.title", COLUMNS, part.rows, viewer.lang, on)
    page = _page(viewer, on, asked, listed, part, refusal)
    return render(request, "kizuki/register.html", {"page": page}, status=422 if refusal else 200)


@require_safe
def register_pdf(request: HttpRequest) -> HttpResponse:
    """What the page lists, printed: to be kept or handed to an inspector. Days that are none lead back to the page."""
    viewer = viewer_of(request)
    asked, refusal = _asked(request.GET, viewer.lang)
    if refusal:
        return _back(request)
    listed, more = register_list(viewer, asked)
    data = register_data(
        listed,
        _earlier(viewer, asked),
        asked,
        more=more,
        company=standing_company(viewer, today()),
        printed=_printed(request),
        lang=viewer.lang,
    )
    return as_a_file(_file_name(asked, viewer.lang, "pdf"), "application/pdf", print_record(data, today()).pdf)


@require_safe
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with explanations and digests."""
    viewer = viewer_of(request)
    asked, refusal = _asked(request.GET, viewer.lang)
    if refusal:
        return _back(request)
    listed, more = register_list(viewer, asked)
    sheet = register_sheet(
        listed, _earlier(viewer, asked), asked, more=more, printed=_printed(request), lang=viewer.lang
    )
    return as_a_file(_file_name(asked, viewer.lang, "xlsx"), XLSX, sheet_workbook(sheet))


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('register')}?{request.GET.urlencode()}")


def _page(
    viewer: Viewer, on: date, asked: queries.Asked, listed: Asked, part: Part[queries.DecisionRow], refusal: str
) -> RegisterPage:
    """What nobody proposed yet, and what was decided before, stand under the first page of all decisions."""
    beside = not asked.state and part.page == 1
    standing = ("proposed", "decided")
    lines = (RegisterLine(row, countdown(row.review_on if row.state in standing else None, on)) for row in part.rows)
    undecided = cases_to_decide(viewer, BESIDE, number=asked.number) if beside else None
    earlier = earlier_decisions(viewer, BESIDE, number=asked.number) if beside else None
    told = {name: listed.get(name) for name in ("from", "to")}
    around = shown(listed, part, viewer.lang)
    return RegisterPage(
        today=on,
        state=asked.state,
        states=STATES[:4],
        lines=tuple(lines),
        # Its workbook is one of its own, with explanations and digests.
        list=replace(around, files=around.files[:1]),
        earlier=tuple(row for row in earlier.rows if within(row, asked)) if earlier else (),
        more_earlier=_more(earlier),
        number=asked.number,
        to_decide=tuple((row, countdown(row.planning_due_on, on)) for row in undecided.rows) if undecided else (),
        more_to_decide=_more(undecided),
        may_propose=may(viewer.role, "propose_no_report"),
        from_typed=told["from"],
        to_typed=told["to"],
        refusal=refusal,
        query=_query(asked),
        others=urlencode({name: text for name, text in {"number": asked.number, **told}.items() if text}),
    )


def _earlier(viewer: Viewer, asked: queries.Asked) -> tuple[EarlierRow, ...]:
    """Decisions of before have no state of this record."""
    found = () if asked.state else earlier_decisions(viewer, WHOLE, number=asked.number).rows
    return tuple(row for row in found if within(row, asked))


def _asked(query: QueryDict, lang: Lang) -> tuple[queries.Asked, str]:
    """What is asked for; days that are none are said, and everything is shown."""
    try:
        return _asked_for(query), ""
    except Refused as refused:
        return _asked_for(query, days=False), refusal_words(refused, lang)


def _asked_for(query: QueryDict, *, days: bool = True) -> queries.Asked:
    state = query.get("state", "")
    # A number is found however wide it was typed.
    number = unicodedata.normalize("NFKC", query.get("number", "")[:LONGEST_NUMBER]).strip()
    since, until = (day_if_any(query, "from"), day_if_any(query, "to")) if days else (None, None)
    return queries.Asked(state if state in STATES else "", number, since, until)


def _query(asked: queries.Asked) -> str:
    """The same again, in an address."""
    told = {
        "state": asked.state,
        "number": asked.number,
        "from": asked.from_on.isoformat() if asked.from_on else "",
        "to": asked.to_on.isoformat() if asked.to_on else "",
    }
    return urlencode({name: text for name, text in told.items() if text})


def _printed(request: HttpRequest) -> tuple[str, datetime]:
    return getattr(request.user, "display_name", ""), clock.now()


def _file_name(asked: queries.Asked, lang: Lang, ending: str) -> str:
    """20261201_報告不要判断台帳_2026-04-01_2027-03-31.pdf."""
    days = [day.isoformat() for day in (asked.from_on, asked.to_on) if day]
    return "_".join([f"{today():%Y%m%d}", say("register.file_list", lang), *days]) + f".{ending}"


def _more(part: Part[Any] | None) -> int:
    return part.total - part.end if part else 0
