"""The question desk: every answer is a post; with JavaScript only the desk is put anew, without it the whole page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.assessments.draft import draft_of, drop_draft, keep_draft, sheet_of_current
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.assessments.sheet import Sheet, standing_of
from kizuki.actions.verb import Actor
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.assessments import Finding, finding
from kizuki.store.queries.signals import beside_of
from kizuki.store.queries.sites import site_choices
from kizuki.store.queries.viewer import Viewer
from kizuki.web.desk.page import DeskPage, desk_page, proposals_for, site_of
from kizuki.web.desk.posted import after_post
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, device_id: int, advisory: str) -> HttpResponse:
    """The desk of the person who looks; their draft, else the current revision, else an empty sheet."""
    viewer = viewer_of(request)
    about = finding(viewer, device_id, advisory)
    if about is None:
        raise Http404
    person = _person(viewer)
    draft = draft_of(person, about.device_id, about.advisory_id)
    sheet = draft or replace(sheet_of_current(about.device_id, about.advisory_id), last=())
    if request.method != "POST":
        page = desk_page(viewer, about, sheet, today(), drafted=draft is not None)
        return render(request, "kizuki/desk/desk.html", {"page": page})
    return _answered(request, viewer, about, sheet, drafted=draft is not None)


def _answered(request: HttpRequest, viewer: Viewer, about: Finding, sheet: Sheet, *, drafted: bool) -> HttpResponse:
    """What a post does: one answer more, or Save. A refusal is said on the desk, and nothing is kept."""
    on, person = today(), _person(viewer)
    try:
        if not may(viewer.role, "save_assessment"):
            raise Refused("actor", f"{viewer.role} may not answer")
        choices = site_choices(viewer, about.device_id)
        proposals = proposals_for(about, beside_of(viewer, about.advisory_id), choices, sheet)
        changed = after_post(sheet, request.POST, proposals, on, _name(request))
        site_of(changed.site, choices)
        standing_of(changed, on)
        if "drop" in request.POST:
            drop_draft(person, about.device_id, about.advisory_id)
            return _go_to(request, reverse("device-assessments", args=[about.device_id]))
        if "save" in request.POST:
            return _saved(request, viewer, about, changed, on)
        page = desk_page(viewer, about, changed, on, drafted=True) if _is_htmx(request) else None
        keep_draft(person, about.device_id, about.advisory_id, changed)
    except Refused as refusal:
        page = desk_page(viewer, about, sheet, on, drafted=drafted, refusal=f"{refusal.place}: {refusal.reason}")
        return _shown(request, page, status=422)
    if page is not None:
        return _shown(request, page)
    return redirect(f"{request.path}#{_anchor(changed)}")


def _saved(request: HttpRequest, viewer: Viewer, about: Finding, sheet: Sheet, on: date) -> HttpResponse:
    revision = save_assessment(
        about.device_id,
        about.advisory_id,
        sheet,
        release=request.POST.get("release") or None,
        on=on,
        actor=Actor.user(_person(viewer)),
    )
    return _go_to(request, reverse("assessment", args=[about.device_id, about.advisory, revision]))


def _shown(request: HttpRequest, page: DeskPage, status: int = 200) -> HttpResponse:
    """The desk alone for htmx, which swaps it in; the whole page else."""
    if _is_htmx(request):
        # htmx swaps nothing in for an answer that is not a success; the refusal stands in the desk itself.
        return render(request, "kizuki/desk/body.html", {"page": page})
    return render(request, "kizuki/desk/desk.html", {"page": page}, status=status)


def _go_to(request: HttpRequest, path: str) -> HttpResponse:
    if _is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": path})
    return redirect(path)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _anchor(sheet: Sheet) -> str:
    return f"q-{sheet.last[0][0]}" if sheet.last else "desk"


def _person(viewer: Viewer) -> int:
    if viewer.user_id is None:
        raise Http404
    return viewer.user_id


def _name(request: HttpRequest) -> str:
    return str(getattr(request.user, "display_name", ""))
