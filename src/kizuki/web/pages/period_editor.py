"""The editor of a periodic report (様式第11・第12): its boxes, the sheet beside them, and what the check finds."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.request_period_review import request_period_review
from kizuki.actions.periods.write_period_box import write_period_box
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.answering import Writing, written
from kizuki.web.editor.form_page import FormPage
from kizuki.web.editor.period_page import PeriodEditorPage, period_editor_page
from kizuki.web.refusals import refusal_words
from kizuki.web.said import say_done
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

FORMS = ("write_period_box", "draft_period_report", "request_period_review")
"""The verbs that the page has a form for."""


@require_http_methods(["GET", "HEAD", "POST"])
def period_editor(request: HttpRequest, device_id: int, report_id: int) -> HttpResponse:
    """The editor; a post writes a box, or draws the report up and goes on with it. What is no draft any more is its PDF:
    the page of the periods tells of it."""
    viewer = viewer_of(request)
    page = _page(viewer, device_id, report_id)
    if page.report.state != "draft":
        return redirect(reverse("device-periods", args=[device_id]))
    if request.method != "POST":
        return _shown(request, page)
    if viewer.user_id is None:
        raise Http404
    actor = Actor.user(viewer.user_id)
    if "then" in request.POST:
        return _onward(request, page, actor)
    writing = Writing(
        write=lambda box, said, read: write_period_box(report_id, box, said, read=read, actor=actor),
        again=lambda: _page(viewer, device_id, report_id),
        show=lambda shown, refusal, status: _shown(request, shown, refusal, status),
    )
    return written(request, viewer, page, writing)


def _page(viewer: Viewer, device_id: int, report_id: int) -> PeriodEditorPage:
    page = period_editor_page(viewer, device_id, report_id, today())
    if page is None:
        raise Http404
    return page


def _shown(request: HttpRequest, page: FormPage, refusal: str = "", status: int = 200) -> HttpResponse:
    return render(request, "kizuki/editor/period_editor.html", {"page": page, "refusal": refusal}, status=status)


def _onward(request: HttpRequest, page: PeriodEditorPage, actor: Actor) -> HttpResponse:
    """Draw the report up with what stands in its boxes, then show it, check it, or hand it in."""
    then, lang = request.POST["then"], viewer_of(request).lang
    try:
        draft_period_report(page.period.id, actor=actor)
        if then == "request_review":
            request_period_review(page.report.id, on=today(), actor=actor)
    except Refused as refused:
        return _shown(request, page, refusal_words(refused, lang), 422)
    if then == "request_review":
        say_done(request, say("editor.handed_in", lang))
        return redirect(reverse("device-periods", args=[page.device.id]))
    say_done(request, say("editor.drawn_up", lang))
    return redirect(f"{page.address}#check" if then == "check" else page.address)
