"""Questionnaires: the editions with what was sent and is to be corrected; one hospital with its answers of today."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kizuki.actions.questionnaires.paper import answer_words
from kizuki.core.glossary import Lang
from kizuki.core.questionnaires import EDITIONS, Box, Edition, edition_of, filled_share
from kizuki.core.questionnaires.catalogue import fact_of
from kizuki.core.questionnaires.correcting import Wrong
from kizuki.store.queries.hospitals import HospitalPage, hospital_page
from kizuki.store.queries.sent_sheets import SentRow, sent_sheets, sent_workbook, to_correct, wrong_in
from kizuki.store.queries.sheet_answers import answers_for, keys_for
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_sheets import FACTS, KEEP, SEND_ALL, SEND_ONE, sections_of
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition with how many sheets of it were sent."""

    edition: Edition
    name: str
    items: int
    sent: int


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A sent sheet, what its questionnaire is called, and the boxes that would be answered otherwise now."""

    row: SentRow
    name: str
    boxes: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """All of it."""

    editions: tuple[EditionLine, ...]
    wrong: tuple[WrongLine, ...]
    doors: tuple[Link, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One box in words; `missing`: what the facts that nobody told are called."""

    box: Box
    topic: str
    section: str
    answer: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetToday:
    """One sheet as it would be answered today."""

    device: str
    release: str
    lines: tuple[BoxLine, ...]
    filled: int
    boxes: int


@dataclass(frozen=True, slots=True)
class HospitalSheets:
    """One hospital: the sheets that were sent, each with what its questionnaire is called, and one questionnaire as it
    would be answered today."""

    found: HospitalPage
    edition: Edition
    name: str
    others: tuple[tuple[str, str], ...]
    sheets: tuple[SheetToday, ...]
    sent: tuple[tuple[str, SentRow], ...]
    doors: tuple[Link, ...]


@require_safe
def sheets_view(request: HttpRequest) -> HttpResponse:
    """The editions, what is to be corrected, and the doors."""
    viewer, on = viewer_of(request), today()
    sent = sent_sheets(viewer)
    owed = to_correct(viewer)
    wrong = wrong_in(viewer, [row.id for row in owed], on)
    doing = Doing(viewer, "", 0, on, kept={"to_correct": list(owed)})
    page = SheetsPage(
        tuple(
            EditionLine(one, one.said(viewer.lang), len(one.items), sum(row.sheet == one.id for row in sent))
            for one in EDITIONS.values()
        ),
        tuple(WrongLine(row, EDITIONS[row.sheet].said(viewer.lang), wrong.get(row.id, ())) for row in owed),
        links((SEND_ALL, FACTS[""], KEEP), doing),
        sections_of(""),
    )
    return render(request, "kizuki/sheets.html", {"page": page})


@require_safe
def hospital_sheets(request: HttpRequest, hospital_id: int) -> HttpResponse:
    """One hospital; `?sheet=` chooses the questionnaire."""
    viewer, on = viewer_of(request), today()
    found = hospital_page(viewer, hospital_id)
    known = {one.id: one for one in EDITIONS.values() if one.loaded}
    edition = known.get(request.GET.get("sheet", ""), edition_of("mhlw_checklist_vendor_r7"))
    if found is None:
        raise Http404
    answered = answers_for(viewer, edition, keys_for(viewer, edition, [hospital_id]), on)
    doing = Doing(viewer, "", hospital_id, on, kept={"hospital": found})
    page = HospitalSheets(
        found,
        edition,
        edition.said(viewer.lang),
        tuple((one.id, one.said(viewer.lang)) for one in known.values() if one is not edition),
        tuple(
            SheetToday(one.device, one.release, _lines(edition, one.boxes, viewer.lang), *filled_share(one.boxes))
            for one in answered
        ),
        tuple((EDITIONS[row.sheet].said(viewer.lang), row) for row in sent_sheets(viewer, hospital_id)),
        links((SEND_ONE, FACTS["hospital"]), doing, {"sheet": edition.id}),
    )
    return render(request, "kizuki/hospital_sheets.html", {"page": page})


@require_safe
def sent_file(request: HttpRequest, sent_sheet_id: int) -> HttpResponse:
    """The workbook of a sheet that was sent."""
    found = sent_workbook(viewer_of(request), sent_sheet_id)
    if found is None:
        raise Http404
    name, content = found
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition or "attachment"})


def _lines(edition: Edition, boxes: tuple[Box, ...], lang: Lang) -> tuple[BoxLine, ...]:
    items = {item.no: item for item in edition.items}
    return tuple(
        BoxLine(
            box,
            items[box.no].said(lang),
            items[box.no].section,
            answer_words(box, lang),
            tuple(fact_of(name).said(lang) for name in box.missing),
        )
        for box in boxes
    )
