"""A report on its way: where it stands, who signed what, and the steps that the reader may take now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.core.clocks import previous_business_day
from kizuki.core.glossary import say
from kizuki.core.lifecycle.report import MOVES
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.models.reports import WAYS
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.people import Standing, standing_of
from kizuki.store.queries.reports import ReportLife, report_life
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.refusals import refusal_words
from kizuki.web.report_steps import VERBS, act
from kizuki.web.throttle import count_failure, is_paused
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the page of a report shows. `steps` are the names of the forms that the reader gets; `back_to_review`
    whether it can be sent back to a review."""

    case: CaseRow
    name: str
    life: ReportLife
    countdown: Countdown
    steps: tuple[str, ...]
    ways: tuple[str, ...]
    today: date
    refusal: str
    typed: Typed
    back_to_review: bool


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The page; a post takes a step. A refusal shows why, with what was typed."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST" and viewer.user_id is not None:
        step = request.POST.get("step", "")
        try:
            if is_paused(request, f"sign:{viewer.user_id}"):
                raise Refused("paused", "too many wrong passwords")
            act(step, report_id, request, viewer.user_id, today())
        except Refused as refused:
            if refused.place == "password":
                count_failure(request, f"sign:{viewer.user_id}")
            refusal = refusal_words(refused, viewer.lang)
        else:
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
    owed = life.report.due_on if life.report.state != "submitted" else None
    return ReportPage(
        case=found.row,
        name=report_name(life.report.form, life.report.number, viewer.lang, life.report.whom)
        + (say("report_page.attempt", viewer.lang, attempt=life.report.attempt) if life.report.attempt > 1 else ""),
        life=life,
        countdown=countdown(owed, on),
        steps=tuple(step for step in VERBS if _offered(step, life, viewer, standing, on)),
        ways=WAYS,
        today=on,
        refusal=refusal,
        typed=typed or {},
        back_to_review=life.report.state != "in_review" and _goes_over_a_review(life, standing),
    )


def _goes_over_a_review(life: ReportLife, standing: Standing) -> bool:
    return standing.report_steps == 3 or "review" in {taken.move for taken in life.steps}


def _offered(step: str, life: ReportLife, viewer: Viewer, standing: Standing, on: date) -> bool:
    """Whether the reader gets the form of this step: it stands open in this state, and a role in which they may act
    today may take it; nobody is offered to sign what they wrote, outside the single-person mode.

    What a guard would refuse for other reasons is offered all the same, and says why when it is tried.
    """
    report, sent = life.report, life.submission
    if not any(may(role, VERBS[step]) for role in standing.roles):
        return False
    second_look = step in ("review", "approve", "approve_afterwards")
    if second_look and report.author_id == viewer.user_id and not standing.single_person:
        return False
    if step == "record_receipt":
        return report.state == "submitted" and (sent is None or sent.accepted is not True)
    if step == "approve_afterwards":
        owed = sent is not None and sent.before_approval
        return owed and "approve_afterwards" not in {taken.move for taken in life.steps}
    if step == "submit_unapproved" and (
        report.purpose != "report" or report.due_on is None or on < previous_business_day(report.due_on)
    ):
        return False
    if step == "pull_back" and report.author_id != viewer.user_id:
        return False
    return report.state in MOVES[step].before
