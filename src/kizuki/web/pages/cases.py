"""The ledger of cases: every case that the viewer sees, by filters and in an order that stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.glossary import Lang, say
from kizuki.store.queries.devices import device_names
from kizuki.store.queries.ledgers import cases as ledger
from kizuki.store.queries.ledgers.cases import CaseFilter, LedgerCase, case_ledger, items_met
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine, lines_of
from kizuki.web.lists.asked import Asked, Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.pills import PillGroup, pills_of
from kizuki.web.lists.shown import FilterField, Head, ListShown, heads_of, shown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import item_shown

GRAMMAR = Grammar(
    choices={"state": ledger.STATES, "outcome": ledger.OUTCOMES},
    days=("from", "to"),
    texts=("words", "item"),
    ids=("device",),
    orders=ledger.ORDERS,
    order="-number",
)

HEADS = (
    ("case_ledger.due", "due"),
    ("case_ledger.case", "number"),
    ("case_ledger.state", "state"),
    ("portfolio.awareness", "learned"),
    ("portfolio.device", ""),
    ("portfolio.hospital", ""),
)


@dataclass(frozen=True, slots=True)
class CaseLedgerLine:
    """A case of the ledger with what is owed next on it."""

    case: LedgerCase
    line: CaseLine
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasesPage:
    """One page of the ledger on one day."""

    today: date
    rows: tuple[CaseLedgerLine, ...]
    heads: tuple[Head, ...]
    list: ListShown


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The page, or all its rows as a file."""
    viewer, on = viewer_of(request), today()
    asked = asked_of(request, GRAMMAR, viewer.lang)
    part = case_ledger(viewer, _filter(asked), asked.span)
    rows = _lines(viewer, part.rows, on)
    if asked.file:
        return file_of(asked.file, "cases", "case_ledger.title", COLUMNS, rows, viewer.lang, on)
    around = shown(asked, part, viewer.lang, groups=_groups(asked, viewer.lang), fields=_fields(asked, viewer))
    page = CasesPage(on, rows, heads_of(asked, HEADS, viewer.lang), around)
    return render(request, "kizuki/cases.html", {"page": page}, status=422 if asked.wrong else 200)


def _filter(asked: Asked) -> CaseFilter:
    return CaseFilter(
        state=asked.get("state"),
        outcome=asked.get("outcome"),
        device=asked.number("device"),
        item=asked.get("item"),
        learned_from=asked.days.get("from"),
        learned_to=asked.days.get("to"),
        words=asked.get("words"),
        order=asked.order,
        descending=asked.descending,
    )


def _lines(viewer: Viewer, rows: tuple[LedgerCase, ...], on: date) -> tuple[CaseLedgerLine, ...]:
    lines = lines_of(viewer, [row.row for row in rows], on)
    return tuple(
        CaseLedgerLine(row, line, tuple(item_shown(item, viewer.lang) for item in row.items))
        for row, line in zip(rows, lines, strict=True)
    )


def _groups(asked: Asked, lang: Lang) -> tuple[PillGroup, ...]:
    states = ((one, say(f"case_ledger.state_{one}", lang)) for one in ledger.STATES)
    outcomes = ((one, say(f"screens.outcome.{one}", lang)) for one in ledger.OUTCOMES)
    return (
        pills_of(asked, "state", "case_ledger.state", states, lang),
        pills_of(asked, "outcome", "screens.home.determination", outcomes, lang),
    )


def _fields(asked: Asked, viewer: Viewer) -> tuple[FilterField, ...]:
    lang = viewer.lang
    devices = tuple((str(pk), brand) for pk, brand in device_names(viewer))
    items = tuple((item, item_shown(item, lang)) for item in items_met(viewer))
    return (
        FilterField("words", say("case_ledger.words", lang), asked.get("words")),
        FilterField("device", say("portfolio.device", lang), asked.get("device"), choices=devices),
        FilterField("item", say("case_ledger.item", lang), asked.get("item"), choices=items),
        FilterField("from", say("case_ledger.from", lang), asked.get("from"), asked.wrong.get("from", ""), day=True),
        FilterField("to", say("case_ledger.to", lang), asked.get("to"), asked.wrong.get("to", ""), day=True),
    )


def _owed(row: CaseLedgerLine, lang: Lang) -> str:
    return say(f"obligation.kind.{row.line.clock}", lang) if row.line.clock else ""


def _until(row: CaseLedgerLine, lang: Lang) -> str:
    if row.line.premise_passed:
        return say("obligation.past_working_day", lang)
    return row.line.countdown.words(lang) if row.line.countdown.due_on else ""


COLUMNS: tuple[Column[CaseLedgerLine], ...] = (
    Column("screens.case.number", lambda row, _: row.case.row.number),
    Column("case_ledger.title_of_case", lambda row, _: row.case.row.title),
    Column("case_ledger.state", lambda row, lang: say(f"case_ledger.state_{row.case.state}", lang)),
    Column("case_ledger.kept", lambda row, _: row.case.kept[1] if row.case.kept else ""),
    Column(
        "screens.home.determination", lambda row, lang: say(f"screens.outcome.{row.case.row.outcome or 'none'}", lang)
    ),
    Column("case_ledger.item", lambda row, lang: say("screens.comma", lang).join(row.items)),
    Column("portfolio.awareness", lambda row, _: row.case.learned_on),
    Column("case_ledger.due", lambda row, _: row.line.countdown.due_on),
    Column("case_ledger.owed", _owed),
    Column("case_ledger.until", _until),
    Column("portfolio.device", lambda row, _: row.line.device),
    Column("portfolio.hospital", lambda row, _: row.line.hospital),
)
