"""One kept document, opened from the page that names it: as text or picture that nothing of it can run, or as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kizuki.core.documents.shown import LONGEST, MAIL, PICTURES, ShownText, text_shown
from kizuki.core.glossary import say
from kizuki.core.information.mail_file import MailFile, read_mail
from kizuki.core.refusal import Refused
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.kept_documents import KeptDocument, PaperRow, kept_document, papers_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.files import as_a_file, as_a_picture
from kizuki.web.viewer import viewer_of

PAGE_OF = {"case": "case", "information": "information-page", "incident": "incident", "device": "device"}
"""The page of what a document belongs to."""

COMPANY_PAGES = {
    "self-inspection": ("training", "training.title"),
    "corrective-step": ("training", "training.title"),
    "procedure": ("training", "training.title"),
    "training-result": ("training", "training.title"),
    "hospital-acknowledgement": ("hospitals-told", "told_hospitals.title"),
}
"""The page that names a document of the company itself, and its title, by the table of the document."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with what is shown of it: the mail that it is, its text or a picture; none of these: a file to save.
    `back` leads to what it belongs to."""

    found: KeptDocument
    title: str
    back: str
    back_words: str
    mail: MailFile | None
    text: ShownText | None
    picture: bool


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """Every document that is kept of a case."""

    case: int
    number: str
    papers: tuple[PaperRow, ...]


@require_safe
def case_documents(request: HttpRequest, case_id: int) -> HttpResponse:
    """The list of them."""
    viewer = viewer_of(request)
    found = case_page(viewer, case_id)
    if found is None:
        raise Http404
    page = CaseDocuments(case_id, found.row.number, papers_of(viewer, "case", case_id))
    return render(request, "kizuki/case_documents.html", {"page": page})


@require_safe
def document(request: HttpRequest, table: str, row_id: int, column: str) -> HttpResponse:
    """The page; of what was erased or is withheld it says so."""
    found = _found(request, table, row_id, column)
    page = _page(viewer_of(request), found)
    return render(request, "kizuki/document.html", {"page": page}, status=403 if found.state == "withheld" else 200)


@require_safe
def document_file(request: HttpRequest, table: str, row_id: int, column: str) -> HttpResponse:
    """The bytes as they came, as a file to keep; where there are none, the page that says why."""
    found = _found(request, table, row_id, column)
    if found.state:
        return redirect("document", table=table, row_id=row_id, column=column)
    # A charset that its keeper told belongs to the type that they told.
    told = found.told if found.told.partition(";")[0].strip() == found.media_type else found.media_type
    return as_a_file(found.name, told, found.content)


@require_safe
def document_picture(request: HttpRequest, table: str, row_id: int, column: str) -> HttpResponse:
    """The bytes of a picture for the page that shows it; of what is none, nothing."""
    found = _found(request, table, row_id, column)
    if found.state or found.media_type not in PICTURES:
        raise Http404
    return as_a_picture(found.name, found.media_type, found.content)


def _found(request: HttpRequest, table: str, row_id: int, column: str) -> KeptDocument:
    found = kept_document(viewer_of(request), table, row_id, column)
    if found is None:
        raise Http404
    # Who reads a document reads of what it belongs to (`middleware/reading.py`).
    request.shown = {f"{kind}_id": number for kind, number, _ in found.owners}  # type: ignore[attr-defined]
    return found


def _page(viewer: Viewer, found: KeptDocument) -> DocumentPage:
    mail = _mail(found) if found.media_type == MAIL else None
    text = text_shown(found.media_type, found.told, found.content) if not (found.state or mail) else None
    owner = found.owners[0] if found.owners else None
    name, words = COMPANY_PAGES.get(found.place.table, ("home", "screens.home.title"))
    return DocumentPage(
        found=found,
        title=say(found.word, viewer.lang),
        back=reverse(PAGE_OF[owner[0]], args=[owner[1]]) if owner else reverse(name),
        back_words=owner[2] if owner else say(words, viewer.lang),
        mail=mail,
        text=text,
        picture=not found.state and found.media_type in PICTURES,
    )


def _mail(found: KeptDocument) -> MailFile | None:
    """The mail; None where its bytes are none that can be read, and are shown as text."""
    if found.state:
        return None
    try:
        return read_mail(found.content, longest=LONGEST)
    except Refused:
        return None
