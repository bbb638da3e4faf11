"""Ask for the review of a periodic report (申請)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.periods.handed_over import name_in_period_report, tell_of_cases
from kizuki.actions.periods.moving import close_waiting, subjects_of, take_step, told, waiting_for_step
from kizuki.actions.periods.printing import print_period, said_of, told_to
from kizuki.actions.permission import viewer_of
from kizuki.actions.reports.moving import Step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import PeriodReport
from kizuki.store.record.keeping_rows import standing


def request_period_review(report_id: int, comment: str = "", *, on: date, actor: Actor) -> str:
    """Print it for good from what is counted now and hand it to whoever signs next. Returns the digest to be signed.
    `Refused` where it is no draft, required boxes are missing, or not every case of which it tells is seen."""
    report = find(PeriodReport, "report", actor=actor, pk=report_id)
    if report.state != "draft":
        raise Refused("report", f"is {report.state}; only a draft is handed in")
    if report.missing:
        raise Refused("no_required_box_is_missing", f"{len(report.missing)} required boxes have no value")
    told_now = told_to(viewer_of(actor.code), report.period)
    made = print_period(report.period, report.number, said_of(report), draft=False, told=told_now)
    step = Step("request_review", Signature(person_of(actor), None), on, comment=comment.strip())
    with verb("request_period_review", actor=actor, of=[f"period_report:{report_id}"]) as act:
        document, subjects = keep_document(made.printed.pdf, "application/pdf")
        standing(PeriodReport, pk=report_id, state="draft").update(
            author_id=step.signature.person,
            document=document,
            pages=made.printed.pages,
            events=made.events,
            missing=list(made.filled.missing),
        )
        report = take_step(act, report_id, step)
        name_in_period_report(report, made.told)
        tell_of_cases(report, made.told)
        close_waiting(act, report, "correct_period_report")
        kind = "review_period_report" if report.state == "in_review" else "approve_period_report"
        act.wait_for(waiting_for_step(kind, report, on))
        act.record(subjects=[*subjects_of(report), *subjects], payload=told(report, step))
    return str(report.document_id)
