"""The ledger of reports: what was drawn up and sent over all cases, by which day, and whether it was in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.glossary import Lang, say
from kizuki.store.queries.devices import device_names
from kizuki.store.queries.ledgers import reports as ledger
from kizuki.store.queries.ledgers.reports import LedgerReport, ReportFilter, report_ledger
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.lists.asked import Asked, Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.pills import PillGroup, pills_of
from kizuki.web.lists.shown import FilterField, Head, ListShown, heads_of, shown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

GRAMMAR = Grammar(
    choices={"form": ledger.FORMS, "state": ledger.STATES, "kept": ledger.KEPT},
    days=("from", "to"),
    texts=("words",),
    ids=("device",),
    orders=ledger.ORDERS,
    order="-sent",
)

HEADS = (
    ("report_ledger.report", ""),
    ("report_ledger.case", "number"),
    ("report_ledger.state", ""),
    ("report_ledger.reported_on", ""),
    ("report_ledger.due_on", "due"),
    ("report_ledger.sent_on", "sent"),
    ("report_ledger.receipt", ""),
)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of the ledger: what its state is called, and the countdown while it is still to be sent."""

    row: LedgerReport
    state: str
    countdown: Countdown | None


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """One page of the ledger on one day."""

    today: date
    rows: tuple[ReportLine, ...]
    heads: tuple[Head, ...]
    list: ListShown


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The page, or all its rows as a file."""
    viewer, on = viewer_of(request), today()
    asked = asked_of(request, GRAMMAR, viewer.lang)
    part = report_ledger(viewer, _filter(asked), asked.span, on)
    rows = tuple(_line(row, on, viewer.lang) for row in part.rows)
    if asked.file:
        return file_of(asked.file, "reports", "report_ledger.title", COLUMNS, rows, viewer.lang, on)
    around = shown(asked, part, viewer.lang, groups=_groups(asked, viewer.lang), fields=_fields(asked, viewer))
    page = ReportsPage(on, rows, heads_of(asked, HEADS, viewer.lang), around)
    return render(request, "kizuki/reports.html", {"page": page}, status=422 if asked.wrong else 200)


def _filter(asked: Asked) -> ReportFilter:
    return ReportFilter(
        form=asked.get("form"),
        state=asked.get("state"),
        kept=asked.get("kept"),
        device=asked.number("device"),
        sent_from=asked.days.get("from"),
        sent_to=asked.days.get("to"),
        words=asked.get("words"),
        order=asked.order,
        descending=asked.descending,
    )


def _line(row: LedgerReport, on: date, lang: Lang) -> ReportLine:
    waits = row.sent_on is None and row.due_on is not None
    return ReportLine(row, _state(row.state, lang), countdown(row.due_on, on, of_law=True) if waits else None)


def _state(state: str, lang: Lang) -> str:
    return say(f"report_ledger.state_{state}" if state in ledger.OF_A_SHEET else f"record.value.state.{state}", lang)


def _form(form: str, lang: Lang) -> str:
    return (
        say("screens.case.form_first", lang)
        if form == "first"
        else say("screens.case.form_number", lang, number=form)
    )


def _groups(asked: Asked, lang: Lang) -> tuple[PillGroup, ...]:
    forms = ((one, _form(one, lang)) for one in ledger.FORMS)
    kept = ((one, say(f"report_ledger.kept_{one}", lang)) for one in ledger.KEPT)
    return (
        pills_of(asked, "form", "report_ledger.form", forms, lang),
        pills_of(asked, "state", "report_ledger.state", ((one, _state(one, lang)) for one in ledger.STATES), lang),
        pills_of(asked, "kept", "report_ledger.kept", kept, lang),
    )


def _fields(asked: Asked, viewer: Viewer) -> tuple[FilterField, ...]:
    lang = viewer.lang
    devices = tuple((str(pk), brand) for pk, brand in device_names(viewer))
    return (
        FilterField("words", say("report_ledger.words", lang), asked.get("words")),
        FilterField("device", say("portfolio.device", lang), asked.get("device"), choices=devices),
        FilterField(
            "from", say("report_ledger.from", lang), asked.get("from"), asked.wrong.get("from", ""), day=True
        ),
        FilterField("to", say("report_ledger.to", lang), asked.get("to"), asked.wrong.get("to", ""), day=True),
    )


COLUMNS: tuple[Column[ReportLine], ...] = (
    Column("report_ledger.report", lambda line, _: line.row.name),
    Column("screens.case.number", lambda line, _: line.row.number),
    Column("case_ledger.title_of_case", lambda line, _: line.row.title),
    Column("report_ledger.whom", lambda line, _: line.row.whom),
    Column("portfolio.device", lambda line, _: line.row.brand),
    Column("report_ledger.purpose", lambda line, lang: say(f"record.value.purpose.{line.row.purpose}", lang)),
    Column("report_ledger.state", lambda line, _: line.state),
    Column("report_ledger.reported_on", lambda line, _: line.row.reported_on),
    Column("report_ledger.due_on", lambda line, _: line.row.due_on),
    Column("report_ledger.sent_on", lambda line, _: line.row.sent_on),
    Column(
        "report_ledger.kept",
        lambda line, lang: say(f"report_ledger.kept_{line.row.kept}", lang) if line.row.kept else "",
    ),
    Column("report_ledger.late_days", lambda line, _: line.row.days_late or ""),
    Column("report_ledger.receipt", lambda line, _: line.row.receipt),
)
