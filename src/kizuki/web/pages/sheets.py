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
from kizuki.gateways.xlsx import XLSX
from kizuki.store.queries.hospitals import HospitalPage, hospital_page
from kizuki.store.queries.ledgers.parts import Beginning
from kizuki.store.queries.sent_sheets import SentRow, numbers_sent, sent_sheets, sent_workbook, to_correct, wrong_in
from kizuki.store.queries.sheet_answers import Answered, answers_for, keys_for
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import address_of
from kizuki.web.doors.of_sheets import FACTS, KEEP, SEND_ALL, SEND_ONE, section_said, sections_of
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


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


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One box in words; `missing`: what the facts that nobody told are called."""

    box: Box
    topic: str
    section: str
    answer: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The boxes of one section; `open` how many nobody has told the facts of; `tell` where those of the device are told
    ('' where there are none, or the reader may not)."""

    words: str
    lines: tuple[BoxLine, ...]
    filled: int
    boxes: int
    open: int
    tell: str


@dataclass(frozen=True, slots=True)
class SheetToday:
    """One sheet as it would be answered today; one of few boxes is a single part without words."""

    device: str
    release: str
    parts: tuple[SheetPart, ...]
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
    sent = numbers_sent(viewer)
    owed = to_correct(viewer)
    wrong = wrong_in(viewer, [row.id for row in owed], on)
    doing = Doing(viewer, "", 0, on, kept={"to_correct": list(owed)})
    page = SheetsPage(
        tuple(
            EditionLine(one, one.said(viewer.lang), len(one.items), sent.get(one.id, 0)) for one in EDITIONS.values()
        ),
        tuple(WrongLine(row, EDITIONS[row.sheet].said(viewer.lang), wrong.get(row.id, ())) for row in owed),
        links((SEND_ALL, FACTS[""], KEEP), doing),
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
    sent = sent_sheets(viewer, hospital_id)
    tells = FACTS["device"].allowed(doing)
    page = HospitalSheets(
        found,
        edition,
        edition.said(viewer.lang),
        tuple((one.id, one.said(viewer.lang)) for one in known.values() if one is not edition),
        tuple(
            SheetToday(one.device, one.release, _sections(edition, one, viewer.lang, tells), *filled_share(one.boxes))
            for one in answered
        ),
        Beginning(((EDITIONS[row.sheet].said(viewer.lang), row) for row in sent), sent.more),
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


def _sections(edition: Edition, sheet: Answered, lang: Lang, tells: bool) -> tuple[SheetPart, ...]:
    """The boxes of a sheet by section, in the order of the questionnaire."""
    found: dict[str, list[BoxLine]] = {}
    for line in _lines(edition, sheet.boxes, lang):
        found.setdefault(line.section, []).append(line)
    of_device = sections_of("device") if tells and sheet.key.device else ()
    return tuple(
        SheetPart(
            section_said(section, lang) if section else "",
            tuple(lines),
            *filled_share(line.box for line in lines),
            sum(line.box.state == "open" for line in lines),
            address_of("device", sheet.key.device or 0, "tell_sheet_facts", {"section": section})
            if section in of_device
            else "",
        )
        for section, lines in found.items()
    )


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
