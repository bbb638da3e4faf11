"""A report on its way: where it stands, who signed what, and the steps that the reader may take now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.models.reports import WAYS
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.kept_documents import PaperRow, papers_of
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.reports import ReportLife, report_life
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.due_because import DueBecause, due_because
from kizuki.web.missing_boxes import MissingBox, missing_boxes
from kizuki.web.refusals import refusal_words
from kizuki.web.report_offers import (
    SIGNING,
    asks_password,
    back_to_review,
    handed_to,
    offered,
    owed_after,
    signers_said,
)
from kizuki.web.report_steps import VERBS, act
from kizuki.web.said import say_done
from kizuki.web.signed import Signed, signed_report
from kizuki.web.today import JAPAN, today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name

BEFORE_SENDING = ("request_review", "review", "approve")

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the page of a report shows. `steps` are the names of the forms that the reader gets, `signs` those of
    the signature bar, `back_to_review` whether it can be sent back to a review, `follows` whether they may go on,
    `missing_boxes` the required boxes of a draft that say nothing."""

    case: CaseRow
    name: str
    life: ReportLife
    countdown: Countdown
    steps: tuple[str, ...]
    signs: tuple[str, ...]
    follows: bool
    ways: tuple[str, ...]
    today: date
    refusal: str
    typed: Typed
    back_to_review: bool
    missing_boxes: tuple[MissingBox, ...] = ()
    because: DueBecause | None = None
    """Why it is due on its day."""
    signers: str = ""
    """Who may give the signature that it waits for, in one line."""
    signed: Signed | None = None
    """What a signature of this page is under; None where its reader gives none."""
    owes_follow_up: bool = False
    """Whether the report after this one is owed: beginning it comes first then."""
    papers: tuple[PaperRow, ...] = ()
    """What proves that it was sent, and what PMDA answered."""

    @property
    def kept_later(self) -> bool:
        """Whether what came before the sending was put on record on a later day than that of the sending, as in a record
        that tells what was done elsewhere: the instants are then not those of the story."""
        sent = self.life.submission
        before = [step.at for step in self.life.steps if step.move in BEFORE_SENDING]
        return sent is not None and any(at.astimezone(JAPAN).date() > sent.sent_on for at in before)

    @property
    def asks_password(self) -> bool:
        """Whether the signature bar asks for the password again."""
        return asks_password(self.signs)


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The page; a post takes a step. A refusal shows why, with what was typed."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST" and viewer.user_id is not None:
        step = request.POST.get("step", "")
        try:
            act(step, report_id, request, viewer.user_id, today())
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            if step in ("request_review", "review") and (to := handed_to(viewer, report_id, today())):
                say_done(request, to)
            return redirect(request.path)
    page = report_page(viewer, case_id, report_id, today(), refusal, request.POST if refusal else {})
    if page is None:
        raise Http404
    return render(request, "kizuki/report.html", {"page": page}, status=422 if refusal else 200)


def report_page(
    viewer: Viewer,
    case_id: int,
    report_id: int,
    on: date,
    refusal: str = "",
    typed: QueryDict | dict[str, str] | None = None,
) -> ReportPage | None:
    """A report as seen on one day; None where the case has none of this number."""
    found, life = case_page(viewer, case_id), report_life(viewer, report_id)
    if found is None or life is None or life.report.case_id != case_id:
        return None
    standing = standing_of(viewer, on)
    steps = tuple(step for step in VERBS if offered(step, life, viewer, standing, on))
    name = report_name(life.report.form, life.report.number, viewer.lang, life.report.whom)
    owed = life.report.due_on if life.report.state != "submitted" else None
    return ReportPage(
        case=found.row,
        name=name
        + (say("report_page.attempt", viewer.lang, attempt=life.report.attempt) if life.report.attempt > 1 else ""),
        life=life,
        countdown=countdown(owed, on, of_law=True),
        steps=tuple(step for step in steps if step not in SIGNING),
        signs=tuple(step for step in SIGNING if step in steps),
        signed=signed_report(viewer, life.report, name) if {*SIGNING, "submit_unapproved"} & {*steps} else None,
        follows=life.report.state == "submitted" and any(may(role, "start_follow_up") for role in standing.roles),
        ways=WAYS,
        today=on,
        refusal=refusal,
        typed=typed or {},
        back_to_review=back_to_review(life, standing),
        missing_boxes=missing_boxes(life.report, viewer.lang),
        because=due_because(viewer, life.report),
        signers=signers_said(viewer, report_id, on),
        owes_follow_up=owed_after(viewer, life.report) is not None,
        papers=papers_of(viewer, "report", report_id),
    )
