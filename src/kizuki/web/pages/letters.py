"""One letter of a measure: its twin as HTML with the source of every field, and its prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kizuki.core.forms.letters.html import html_of
from kizuki.core.forms.letters.paper import missing_in
from kizuki.core.glossary import Lang, say
from kizuki.gateways.typst import print_letter
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.letters import LetterRow, document_of_letter, letter_page
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_letter import OF_LETTER
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as the page shows it."""

    told: Mapping[str, Any]
    english: str
    source: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter with its fields; `page` is its Japanese text, None where it was erased."""

    case: CaseRow
    row: LetterRow
    page: Mapping[str, Any] | None
    fields: tuple[FieldLine, ...]
    missing: tuple[str, ...]
    doors: tuple[Link, ...]


@require_safe
def letter_view(request: HttpRequest, case_id: int, letter_id: int) -> HttpResponse:
    """The page."""
    viewer = viewer_of(request)
    found, row = case_page(viewer, case_id), letter_page(viewer, case_id, letter_id)
    if found is None or row is None:
        raise Http404
    asked = {"letter": str(row.id), "measure": str(row.measure)}
    doing = Doing(viewer, "", case_id, today(), asked, kept={"letters": (row,)})
    paper = row.paper
    view = LetterView(
        case=found.row,
        row=row,
        page=paper["ja"] if paper else None,
        fields=_fields(paper, viewer.lang) if paper else (),
        missing=missing_in(paper, "ja") if paper else (),
        doors=links(OF_LETTER, doing, asked),
    )
    return render(request, "kizuki/letter.html", {"page": view})


@require_safe
def letter_pdf(request: HttpRequest, case_id: int, letter_id: int) -> HttpResponse:
    """The print as it was kept; of a draft, one that says so on every page. `?lang=en` is its twin."""
    row, lang = _asked(request, case_id, letter_id)
    content = document_of_letter(viewer_of(request), case_id, letter_id, lang)
    if content is None and row.state == "draft" and row.paper is not None:
        content = print_letter(row.paper, lang).pdf
    if content is None:
        raise Http404
    return _file(content, "application/pdf", row, lang, "pdf")


@require_safe
def letter_html(request: HttpRequest, case_id: int, letter_id: int) -> HttpResponse:
    """The same letter as one page of HTML, to be kept or mailed."""
    row, lang = _asked(request, case_id, letter_id)
    if row.paper is None:
        raise Http404
    return _file(html_of(row.paper, lang).encode("utf-8"), "text/html; charset=utf-8", row, lang, "html")


def _asked(request: HttpRequest, case_id: int, letter_id: int) -> tuple[LetterRow, Lang]:
    row = letter_page(viewer_of(request), case_id, letter_id)
    if row is None:
        raise Http404
    return row, "en" if request.GET.get("lang") == "en" else "ja"


def _file(content: bytes, media_type: str, row: LetterRow, lang: Lang, ending: str) -> HttpResponse:
    parts = [f"{row.dated_on:%Y%m%d}", say(f"letter.kind.{row.kind}", lang)]
    if row.state == "draft":
        parts.append(say("letter.state.draft", lang))
    disposition = content_disposition_header(as_attachment=True, filename="_".join(parts) + f".{ending}")
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": disposition or "attachment"}
    )


def _fields(paper: Mapping[str, Any], lang: Lang) -> tuple[FieldLine, ...]:
    english = {one["id"]: one for one in paper["en"]["fields"]}
    told = (paper["ja"]["addressee"], *paper["ja"]["sender"], *paper["ja"]["fields"])
    return tuple(FieldLine(one, english.get(one["id"], {}).get("text", ""), _source(one, lang)) for one in told)


def _source(one: Mapping[str, Any], lang: Lang) -> str:
    head = one["source"].partition(".")[0].partition(":")[0]
    return say(f"letter.source.{head}", lang)
