"""A saved revision: the record, who confirmed it, what changed since; and its print."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.assessments.sign_assessment import (
    confirm_assessment,
    dissent_from_assessment,
    return_assessment,
    state_no_hazard,
)
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.gateways.typst.record import print_record
from kizuki.store.queries.assessments import (
    Finding,
    RevisionPage,
    differences_of,
    finding,
    revision,
)
from kizuki.store.queries.hazards import hazards_of
from kizuki.store.queries.ledgers.parts import Beginning
from kizuki.store.queries.recomputing import recomputed
from kizuki.store.queries.viewer import Viewer
from kizuki.web.desk.differences import DifferenceLine, difference_lines
from kizuki.web.desk.printing import assessment_data
from kizuki.web.desk.record import RecordShown, record_shown
from kizuki.web.signed import Signed
from kizuki.web.today import JAPAN
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """A revision with what the viewer may do to it; `faults` name the parts that do not follow from the answers."""

    about: Finding
    number: int
    current: bool
    shown: RecordShown
    faults: tuple[str, ...]
    differences: tuple[DifferenceLine, ...]
    may_sign: bool
    may_dissent: bool
    may_state: bool
    refusal: str
    earlier: tuple[int, ...]
    signed: Signed


@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, device_id: int, advisory: str, number: int) -> HttpResponse:
    """The page; a post confirms, returns, dissents or states that no hazard can be reached."""
    viewer = viewer_of(request)
    about, found = _found(viewer, device_id, advisory, number)
    refusal = ""
    if request.method == "POST":
        try:
            _sign(request, viewer, found)
        except Refused as refused:
            refusal = refused.reason
        else:
            return redirect(request.path)
    page = assessment_page(viewer, about, found, refusal)
    return render(request, "kizuki/desk/assessment.html", {"page": page}, status=422 if refusal else 200)


@require_safe
def assessment_pdf(request: HttpRequest, device_id: int, advisory: str, number: int) -> HttpResponse:
    """The record printed, as an attachment; the same record gives the same bytes."""
    viewer = viewer_of(request)
    about, found = _found(viewer, device_id, advisory, number)
    entries = hazards_of(viewer, about.device_id, [about.advisory_id]).get(about.advisory_id, ())
    shown = record_shown(found, entries, viewer.lang)
    printed = print_record(assessment_data(shown, viewer.lang), found.made_at.astimezone(JAPAN).date())
    name = file_name(about, found, viewer.lang)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        printed.pdf, content_type="application/pdf", headers={"Content-Disposition": disposition or "attachment"}
    )


def file_name(about: Finding, found: RevisionPage, lang: Lang) -> str:
    """20261124_CVE-2026-0001_臨床再評価_第1版.pdf."""
    day = found.made_at.astimezone(JAPAN)
    words = say("record_page.file", lang), say("desk.revision", lang, revision=found.revision)
    return (
        "_".join([f"{day:%Y%m%d}", about.device_key, about.advisory, *(word.replace(" ", "") for word in words)])
        + ".pdf"
    )


def assessment_page(viewer: Viewer, about: Finding, found: RevisionPage, refusal: str = "") -> AssessmentPage:
    """The page of one revision."""
    entries = hazards_of(viewer, about.device_id, [about.advisory_id]).get(about.advisory_id, ())
    shown = record_shown(found, entries, viewer.lang)
    own = found.saved_by == viewer.user_id
    since = differences_of(viewer, found.id)
    undecided = found.current and found.state == "saved" and not own
    stated = any(row.kind == "no_hazard" for row in found.signatures)
    return AssessmentPage(
        about=about,
        number=found.revision,
        current=found.current,
        shown=shown,
        faults=recomputed(found.record, found.digest),
        differences=Beginning(difference_lines(since, viewer.lang), since.more),
        may_sign=undecided and may(viewer.role, "confirm_assessment"),
        may_dissent=may(viewer.role, "dissent_from_assessment"),
        may_state=found.current and not own and not shown.pips and not stated and may(viewer.role, "state_no_hazard"),
        refusal=refusal,
        earlier=tuple(number for number in range(found.revision - 1, 0, -1)),
        signed=_signed(about, found, viewer.lang),
    )


def _signed(about: Finding, found: RevisionPage, lang: Lang) -> Signed:
    """The record, its print and the revision before, against which it is read."""
    where = (about.device_id, about.advisory)
    links = [(say("signed.pdf", lang), reverse("assessment-pdf", args=[*where, found.revision]))]
    if found.revision > 1:
        before = say("desk.revision", lang, revision=found.revision - 1)
        links.append((before, reverse("assessment", args=[*where, found.revision - 1])))
    return Signed(say("signed.record", lang, revision=found.revision), tuple(links), found.digest)


def _found(viewer: Viewer, device_id: int, advisory: str, number: int) -> tuple[Finding, RevisionPage]:
    about = finding(viewer, device_id, advisory)
    found = revision(viewer, about.device_id, about.advisory_id, number) if about else None
    if about is None or found is None:
        raise Http404
    return about, found


def _sign(request: HttpRequest, viewer: Viewer, found: RevisionPage) -> None:
    if viewer.user_id is None:
        raise Http404
    actor, remark = Actor.user(viewer.user_id), request.POST.get("remark", "")
    act = request.POST.get("act", "")
    if act == "confirm":
        confirm_assessment(found.id, remark=remark, actor=actor)
    elif act == "return":
        return_assessment(found.id, remark=remark, actor=actor)
    elif act == "no-hazard":
        state_no_hazard(found.id, reason=remark, actor=actor)
    else:
        dissent_from_assessment(found.id, code=request.POST.get("code", ""), remark=remark, actor=actor)
