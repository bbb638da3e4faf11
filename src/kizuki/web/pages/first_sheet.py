"""The sheet of a first report (第一報連絡票): written box by box, drawn up, sent and arrived, for those who are named."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
from kizuki.actions.reports.write_sheet_box import write_sheet_box
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import address_of
from kizuki.web.editor.answering import Writing, written
from kizuki.web.editor.form_page import FormPage
from kizuki.web.editor.sheet_page import SheetPage, named_in, sheet_page
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

FORMS = ("write_sheet_box", "draft_first_sheet")
"""The verbs that the page has a form for."""


@require_http_methods(["GET", "HEAD", "POST"])
def first_sheet(request: HttpRequest, case_id: int) -> HttpResponse:
    """The sheet of those whom the address names (`for`); a post writes a box, or draws the sheet up. Where nobody or
    somebody else is named, the form on which they are chosen."""
    viewer, names = viewer_of(request), request.GET.getlist("for")
    try:
        page = _page(viewer, case_id, names)
    except Refused:
        return redirect(address_of("case", case_id, "draft_first_sheet"))
    if request.method != "POST":
        return _shown(request, page)
    if viewer.user_id is None:
        raise Http404
    actor = Actor.user(viewer.user_id)
    matters, persons = named_in(viewer, case_id, page.names)
    if "then" in request.POST:
        return _drawn(request, page, actor)
    writing = Writing(
        write=lambda box, said, read: write_sheet_box(
            case_id, box, said, read=read, matters=matters, persons=persons, actor=actor
        ),
        again=lambda: _page(viewer, case_id, names),
        show=lambda shown, refusal, status: _shown(request, shown, refusal, status),
    )
    return written(request, viewer, page, writing)


def _page(viewer: Viewer, case_id: int, names: list[str]) -> SheetPage:
    page = sheet_page(viewer, case_id, names, today())
    if page is None:
        raise Http404
    return page


def _shown(request: HttpRequest, page: FormPage, refusal: str = "", status: int = 200) -> HttpResponse:
    return render(request, "kizuki/editor/first_sheet.html", {"page": page, "refusal": refusal}, status=status)


def _drawn(request: HttpRequest, page: SheetPage, actor: Actor) -> HttpResponse:
    """The PDF, kept with the case, to be printed or faxed."""
    matters, persons = named_in(viewer_of(request), page.case.id, page.names)
    try:
        kept = draft_first_sheet(page.case.id, matters=matters, persons=persons, actor=actor)
    except Refused as refused:
        return _shown(request, page, refusal_words(refused, viewer_of(request).lang), 422)
    return redirect("document-file", table="attachment", row_id=kept, column="document")
