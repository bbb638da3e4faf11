"""The page of one hospital, by its link and without an account: what concerns it, and its acknowledgement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.hospitals.acknowledge_as_hospital import acknowledge_as_hospital, answer_measure_as_hospital
from kizuki.actions.hospitals.acknowledging import Said
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.hospitals.links import OpenHospitalLink, open_hospital_link
from kizuki.store.queries.hospital_exports import sbom_of, vex_of
from kizuki.store.queries.hospital_information import HospitalInformation, hospital_information
from kizuki.store.queries.hospital_told import letter_told, statement_told
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.context import language_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_hospital import AcknowledgeForm, AnswerForm
from kizuki.web.hospital_lines import HospitalLines, lines_of
from kizuki.web.numbers import number_in
from kizuki.web.pages.first_run import FormOfStranger
from kizuki.web.said import say_done
from kizuki.web.today import today

_HOSPITAL = Actor.program("hospital")

SANDBOX = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class InformationPage:
    """What the hospital reads. `token` is the one that opened it, '' on the preview of our own people; `forms` are shown
    to the hospital alone: the one about responsibilities, and one for each measure without an answer, by its id."""

    found: HospitalInformation
    lines: HospitalLines
    token: str
    acknowledge: FormOfStranger | None
    answers: dict[int, FormOfStranger]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def information_of_hospital(request: HttpRequest, token: str) -> HttpResponse:
    """The page; a post is the hospital's word. Any other token finds no page, in the same words."""
    link = _opened(token)
    viewer = Viewer(None, "program", language_of(request))
    bound: dict[int, DoorForm] = {}
    if request.method == "POST":
        bound, done = _said(request, token, viewer)
        if done:
            say_done(request, say("hospital_page.thanks", viewer.lang))
            return redirect("hospital-information", token=token)
    found = hospital_information(viewer, link.hospital_id, today(), clock.now())
    if found is None:
        raise Http404
    page = _page(found, viewer, token, bound)
    return render(request, "kizuki/hospital_information.html", {"page": page}, status=422 if bound else 200)


@login_not_required
@require_safe
def sbom_of_hospital(request: HttpRequest, token: str, release_id: int) -> HttpResponse:
    """The component list of a release that runs there, as CycloneDX."""
    link = _opened(token)
    document = sbom_of(_viewer(request), link.hospital_id, release_id, clock.now())
    if document is None:
        raise Http404
    return _json(document, f"sbom-{release_id}.cdx.json")


@login_not_required
@require_safe
def vex_of_hospital(request: HttpRequest, token: str) -> HttpResponse:
    """The states of the vulnerabilities on the releases that run there, as CycloneDX VEX."""
    link = _opened(token)
    return _json(vex_of(_viewer(request), link.hospital_id, today(), clock.now()), "vex.cdx.json")


@login_not_required
@require_safe
def letter_of_hospital(request: HttpRequest, token: str, letter_id: int) -> HttpResponse:
    """A letter that was sent to this hospital."""
    content = letter_told(_viewer(request), _opened(token).hospital_id, letter_id, language_of(request))
    if content is None:
        raise Http404
    return _file(content, "application/pdf", f"letter-{letter_id}.pdf")


@login_not_required
@require_safe
def statement_of_hospital(request: HttpRequest, token: str, statement_id: int) -> HttpResponse:
    """An advisory that stands on this hospital's page."""
    content = statement_told(_viewer(request), _opened(token).hospital_id, statement_id, clock.now())
    if content is None:
        raise Http404
    return _file(content, "application/json", f"advisory-{statement_id}.json")


def preview(found: HospitalInformation, viewer: Viewer) -> InformationPage:
    """The page as our own people look at it beforehand, without its forms and files."""
    return InformationPage(found, lines_of(found, viewer.lang), "", None, {})


def _opened(token: str) -> OpenHospitalLink:
    found = open_hospital_link(token, today())
    if found is None:
        raise Http404
    return found


def _viewer(request: HttpRequest) -> Viewer:
    return Viewer(None, "program", language_of(request))


def _page(found: HospitalInformation, viewer: Viewer, token: str, bound: dict[int, DoorForm]) -> InformationPage:
    owed = found.sheet is not None and found.acknowledged is None
    acknowledge = None
    if owed and found.sheet is not None:
        form = bound.get(0) or AcknowledgeForm(_doing(viewer, 0, {"sha256": found.sheet.sha256}))
        acknowledge = FormOfStranger(form, "#acknowledge", say("hospital_page.acknowledge", viewer.lang))
    answers = {}
    for row in found.measures:
        if not row.answered:
            answer = bound.get(row.target) or AnswerForm(_doing(viewer, row.target, {"target": str(row.target)}))
            words = say("hospital_page.answer", viewer.lang)
            answers[row.target] = FormOfStranger(answer, f"#measure-{row.target}", words)
    return InformationPage(found, lines_of(found, viewer.lang), token, acknowledge, answers)


def _doing(viewer: Viewer, number: int, asked: dict[str, str]) -> Doing:
    return Doing(viewer, "hospital", 0, today(), asked, nth=number)


def _said(request: HttpRequest, token: str, viewer: Viewer) -> tuple[dict[int, DoorForm], bool]:
    """The form as it was sent, by the measure that it answers (0: responsibilities), and whether its word was kept."""
    target = number_in(request.POST.get("target", "")) or 0
    form: DoorForm = (AnswerForm if target else AcknowledgeForm)(_doing(viewer, target, {}), request.POST)
    if not form.is_valid():
        return {target: form}, False
    told: dict[str, Any] = form.cleaned_data
    try:
        if target:
            answer_measure_as_hospital(
                token, target, told["state"], told["name"], told["words"], on=today(), actor=_HOSPITAL
            )
        else:
            said = Said(told["name"], told["post"], told["sha256"], told["remark"])
            acknowledge_as_hospital(token, said, on=today(), actor=_HOSPITAL)
    except Refused as refused:
        form.refuse(refused)
        return {target: form}, False
    return {}, True


def _json(document: dict[str, Any], name: str) -> HttpResponse:
    content = json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8")
    return _file(content, "application/vnd.cyclonedx+json", name)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": SANDBOX,
        },
    )
