"""The report editor: each box is a form of its own, kept as it is left; what is being typed is never put anew."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.write_box import write_box
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.answering import Writing, written
from kizuki.web.editor.form_page import FormPage
from kizuki.web.editor.page import EditorPage, editor_page
from kizuki.web.refusals import refusal_words
from kizuki.web.report_offers import handed_to
from kizuki.web.report_steps import VERBS
from kizuki.web.said import say_done
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
def report_editor(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The editor; a post writes a box, or draws up the draft and goes on with it."""
    viewer = viewer_of(request)
    page = _page(viewer, case_id, report_id)
    if request.method != "POST":
        return _shown(request, page)
    if viewer.user_id is None:
        raise Http404
    actor = Actor.user(viewer.user_id)
    return _onward(request, page, actor) if "then" in request.POST else _written(request, viewer, page, actor)


def _page(viewer: Viewer, case_id: int, report_id: int) -> EditorPage:
    page = editor_page(viewer, case_id, report_id, today())
    if page is None:
        raise Http404
    return page


def _shown(request: HttpRequest, page: FormPage, refusal: str = "", status: int = 200) -> HttpResponse:
    assert isinstance(page, EditorPage), "the page of a report"
    may_ask = any(may(role, VERBS["request_review"]) for role in page.standing.roles)
    draft = page.life.report.state == "draft"
    return render(
        request,
        "kizuki/editor/editor.html",
        {
            "page": page,
            "refusal": refusal,
            "draws": draft and any(may(role, "draft_form") for role in page.standing.roles),
            "asks": draft and may_ask,
        },
        status=status,
    )


def _written(request: HttpRequest, viewer: Viewer, page: EditorPage, actor: Actor) -> HttpResponse:
    """One box, as it was sent."""
    report_id = page.life.report.id
    writing = Writing(
        write=lambda box, said, read: write_box(report_id, box, said, read=read, actor=actor),
        again=lambda: _page(viewer, page.case.id, report_id),
        show=lambda shown, refusal, status: _shown(request, shown, refusal, status),
    )
    return written(request, viewer, page, writing)


def _onward(request: HttpRequest, page: EditorPage, actor: Actor) -> HttpResponse:
    """Draw the draft up with what stands in its boxes, then go to the check or the sheet, or hand it in."""
    report, then = page.life.report, request.POST["then"]
    at = [page.case.id, report.id]
    try:
        if then == "request_review":
            request_review(report.id, request.POST.get("comment", "").strip(), on=page.today, actor=actor)
            say_done(request, handed_to(viewer_of(request), report.id, page.today))
            return redirect(reverse("report", args=at))
        matter, person = (report.matter, report.person) if report.matter else (None, None)
        draft_form(page.case.id, int(report.form), matter=matter, person=person, actor=actor)
    except Refused as refused:
        return _shown(request, page, refusal_words(refused, viewer_of(request).lang), 422)
    if then == "check":
        return redirect(reverse("report-check", args=at))
    if then == "transcribe":
        return redirect(reverse("report-transcription", args=at))
    say_done(request, say("editor.drawn_up", viewer_of(request).lang))
    return redirect(request.path)
