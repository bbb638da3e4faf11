"""The report editor: each box is a form of its own, kept as it is left; what is being typed is never put anew."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.write_box import write_box
from kizuki.actions.verb import Actor
from kizuki.core.forms.writing import columns_of
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.boxes import BoxShown, Conflict
from kizuki.web.editor.page import EditorPage, editor_page
from kizuki.web.editor.posted import said_of, typed_back
from kizuki.web.refusals import refusal_words
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


def _shown(request: HttpRequest, page: EditorPage, refusal: str = "", status: int = 200) -> HttpResponse:
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
    case_id, report_id = page.case.id, page.life.report.id
    box = next((one for one in page.table.boxes if one.id == request.POST.get("box")), None)
    shown = page.box(box.id) if box else None
    if box is None or shown is None or not page.writes:
        raise Http404
    try:
        write_box(report_id, box.id, said_of(request.POST, box), read=request.POST.get("read", ""), actor=actor)
    except Refused as refused:
        words = say("editor.changed_meanwhile", viewer.lang)
        other = refused.place == "read"
        kept = replace(
            typed_back(shown, request.POST, columns_of(box)),
            refusal=words if other else _why(refused, shown, viewer),
            conflict=Conflict(shown.shown, shown.written_by) if other else None,
        )
        return _answer(request, page.with_box(kept), kept, whole=True, status=422)
    again = _page(viewer, case_id, report_id)
    kept_box = again.box(box.id)
    assert kept_box is not None, "the edition has not changed"
    whole = "take_back" in request.POST or "propose" in request.POST or request.POST.get("conflict") == "1"
    return _answer(request, again, kept_box, whole=whole)


def _why(refused: Refused, shown: BoxShown, viewer: Viewer) -> str:
    """Why a box cannot hold it; what the program says of another place stands as it is."""
    if shown.control == "day":
        return say("door.error.no_day", viewer.lang)
    return refusal_words(Refused("", refused.reason), viewer.lang)


def _answer(
    request: HttpRequest, page: EditorPage, box: BoxShown, *, whole: bool = False, status: int = 200
) -> HttpResponse:
    """What stands now: with htmx the box (or what is said of it) with everything around it, else the whole page."""
    if "HX-Request" not in request.headers:
        if status == 200:
            return redirect(f"{request.path}#box-{box.id}")
        return _shown(request, page, box.refusal, status)
    template = "kizuki/editor/box_answer.html" if whole else "kizuki/editor/kept_answer.html"
    response = render(request, template, {"page": page, "box": box})
    if whole:
        response["HX-Retarget"], response["HX-Reswap"] = f"#box-{box.id}", "outerHTML"
    return response


def _onward(request: HttpRequest, page: EditorPage, actor: Actor) -> HttpResponse:
    """Draw the draft up with what stands in its boxes, then go to the check or the sheet, or hand it in."""
    report, then = page.life.report, request.POST["then"]
    at = [page.case.id, report.id]
    try:
        if then == "request_review":
            request_review(report.id, request.POST.get("comment", "").strip(), on=page.today, actor=actor)
            say_done(request, say("editor.handed_in", viewer_of(request).lang))
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
