"""Questions of PMDA on a case, and the forms by which they are recorded and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.actions.reports.answer_inquiry import (
    LEADS_TO,
    AnswerSent,
    approve_inquiry_answer,
    draft_inquiry_answer,
    send_inquiry_answer,
)
from kizuki.actions.reports.record_inquiry import Asked, record_inquiry
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.models.reports import WAYS
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.inquiries import InquiryRow, inquiries_of
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.reports import reports_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.numbers import number_in
from kizuki.web.proof import password_in
from kizuki.web.proofs import file_of, proof_of
from kizuki.web.refusals import refusal_words
from kizuki.web.signed import Signed
from kizuki.web.today import JAPAN, today
from kizuki.web.typed import day_if_any, day_of, time_of
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name

FORMS = ("record_inquiry", "draft_inquiry_answer", "approve_inquiry_answer", "send_inquiry_answer")
"""The verbs that the page has a form for."""

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class InquiriesPage:
    """What the page shows on a day; `reports` are those that an inquiry can be about, `forms` the reader's verbs."""

    today: date
    case: CaseRow
    rows: tuple[tuple[InquiryRow, str, Signed | None], ...]
    """Each with what to call the report that it is about, and its answer as it waits to be signed."""
    reports: tuple[tuple[int, str], ...]
    forms: tuple[str, ...]
    ways: tuple[str, ...]
    leads_to: tuple[str, ...]
    refusal: str
    typed: Typed


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def inquiries(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; a post records an inquiry, or takes a step of its answer. A refusal shows why."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        if viewer.user_id is None:
            raise Http404
        try:
            _act(request, case_id, Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.path)
    page = inquiries_page(viewer, case_id, today(), refusal, request.POST if refusal else {})
    if page is None:
        raise Http404
    return render(request, "kizuki/inquiries.html", {"page": page}, status=422 if refusal else 200)


def inquiries_page(
    viewer: Viewer, case_id: int, on: date, refusal: str = "", typed: Typed | None = None
) -> InquiriesPage | None:
    """The inquiries on a case as seen on one day; None where there is no such case."""
    found = case_page(viewer, case_id)
    if found is None:
        return None
    roles = standing_of(viewer, on).roles
    written = reports_of(viewer, case_id)
    called = {row.id: report_name(row.form, row.number, viewer.lang, row.whom) for row in written}
    return InquiriesPage(
        today=on,
        case=found.row,
        rows=tuple(
            (row, called.get(row.report_id or 0, ""), _signed(row, viewer.lang))
            for row in inquiries_of(viewer, case_id)
        ),
        reports=tuple((row.id, called[row.id]) for row in written if row.state == "submitted"),
        forms=tuple(verb for verb in FORMS if any(may(role, verb) for role in roles)),
        ways=WAYS,
        leads_to=LEADS_TO,
        refusal=refusal,
        typed=typed or {},
    )


def _signed(row: InquiryRow, lang: Lang) -> Signed | None:
    """The newest revision of an answer, to be opened; None where nothing was drawn up."""
    if row.answer is None:
        return None
    place = {"table": "inquiry-answer", "row_id": row.answer.id, "column": "document"}
    name = say("signed.answer_of", lang, number=row.number, revision=row.answer.revision)
    since = (say("letter.page.written_by", lang, who=row.answer.author),)
    return Signed(name, ((say("signed.answer", lang), reverse("document", kwargs=place)),), row.answer.sha256, since)


def _act(request: HttpRequest, case_id: int, actor: Actor) -> None:
    post, step = request.POST, request.POST.get("step", "")
    if step == "record":
        record_inquiry(case_id, _asked(post), on=today(), actor=actor)
    elif step == "draft":
        content, media_type = file_of(request, "document")
        draft_inquiry_answer(_number(post, "inquiry"), content or b"", media_type, actor=actor)
    elif step == "approve":
        signed = {"read_sha256": post.get("sha256", ""), "password": password_in(post)}
        comment = post.get("comment", "").strip()
        approve_inquiry_answer(_number(post, "answer"), **signed, comment=comment, on=today(), actor=actor)
    elif step == "send":
        next_on = day_if_any(post, "next_report_on")
        proof = proof_of(request, day_of(post, "sent_on"))
        sent = AnswerSent(post.get("way", ""), proof, post.get("leads_to", ""), post.get("reason", ""), next_on)
        send_inquiry_answer(_number(post, "answer"), sent, on=today(), now=clock.now(), actor=actor)
    else:
        raise Refused("step", f"{step!r} is no form of this page")


def _asked(post: QueryDict) -> Asked:
    wanted_on = day_of(post, "wanted_on")
    named = post.get("wanted_time", "").strip()
    return Asked(
        asked_by=post.get("asked_by", ""),
        asked_on=day_of(post, "asked_on"),
        points=post.get("points", "").splitlines(),
        wanted_on=wanted_on,
        wanted_at=datetime.combine(wanted_on, time_of(post, "wanted_time"), JAPAN) if named else None,
        number=post.get("number", ""),
        report=_number(post, "report") if post.get("report", "").strip() else None,
    )


def _number(post: QueryDict, name: str) -> int:
    number = number_in(post.get(name, ""))
    if number is None:
        raise Refused(name, "a number is expected")
    return number
