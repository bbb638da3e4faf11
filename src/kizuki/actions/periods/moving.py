"""Moving a periodic report: the states, moves and guards of any report, on its own rows."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kizuki.actions.people.signing import single_person
from kizuki.actions.periods.printing import print_period, said_of
from kizuki.actions.reports.moving import Step
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act
from kizuki.actions.waiting import Waiting
from kizuki.core.lifecycle.report import Situation, moved
from kizuki.store.models import PeriodReport, PeriodReportStep, Task
from kizuki.store.people.delegations import delegations_on
from kizuki.store.people.signers import report_chain, role_to_ask
from kizuki.store.record.keeping_rows import added, locked, standing

DONE_BY = {
    "review_period_report": "review_period_report",
    "approve_period_report": "approve_period_report",
    "submit_period_report": "submit_period_report",
    "correct_period_report": "request_period_review",
}
"""The verb by which each task of a periodic report is done."""


def is_newest(report: PeriodReport) -> bool:
    """Whether case base and shipments still give the document that stands: the same content is the same bytes."""
    made = print_period(report.period, report.number, said_of(report), draft=False)
    return made.printed.sha256 == report.document_id


def take_step(act: Act, report_id: int, step: Step, *, newest: bool = True) -> PeriodReport:
    """Move the report and keep the step; `Refused` names the proposition that does not hold. `newest` is what
    `is_newest` answered before the transaction."""
    report = locked(PeriodReport, report_id)
    now = _situation(report, step, newest)
    after = moved(step.move, now)
    taken = added(
        PeriodReportStep,
        report=report,
        position=standing(PeriodReportStep, report=report).count() + 1,
        move=step.move,
        state_before=report.state,
        state_after=after,
        person_id=step.signature.person,
        on_behalf_of_id=step.signature.on_behalf_of,
        signed_sha256=step.read_sha256,
        single_person=now.single_person and now.actor in (now.author, *now.reviewers) and bool(step.read_sha256),
        at=act.at,
    )
    keep_text(act, f"period_report_step:{taken.pk}", "comment", step.comment)
    if after != report.state:
        # What was sent stays as it is: it is approved afterwards (後閲) by its step alone.
        standing(PeriodReport, pk=report.pk).update(state=after)
        report.state = after
    return report


def _situation(report: PeriodReport, step: Step, newest: bool) -> Situation:
    return Situation(
        state=report.state,
        actor=step.signature.person,
        author=report.author_id,
        on=step.on,
        due_on=report.due_on,
        sha256=report.document_id,
        read_sha256=step.read_sha256,
        missing=len(report.missing),
        newest=newest,
        comment=step.comment,
        back_to=step.back_to,
        single_person=single_person(step.on),
        on_behalf_of=step.signature.on_behalf_of,
        chain=report_chain(),
        reviewers=reviewers_of(report),
        delegations=delegations_on(step.on),
        own_step_on=_own_step_on(report, step.signature.person),
        sender=_sender(report),
        approved_afterwards=not waits_for_approval(report),
    )


def reviewers_of(report: PeriodReport) -> tuple[int, ...]:
    """Whose review stands under the report as it was handed in last, with those in whose name it was given."""
    found: list[int] = []
    for taken in standing(PeriodReportStep, report=report).order_by("position"):
        if taken.move in ("request_review", "send_back"):
            found = []
        elif taken.move == "review":
            found += [person for person in (taken.person_id, taken.on_behalf_of_id) if person is not None]
    return tuple(found)


def _sender(report: PeriodReport) -> int | None:
    """Who sent it before it was approved."""
    sent = standing(PeriodReportStep, report=report, move="submit_unapproved").first()
    return sent.person_id if sent is not None else None


def waits_for_approval(report: PeriodReport) -> bool:
    """Whether it was sent unapproved, and nobody has approved it since (後閲)."""
    moves = set(standing(PeriodReportStep, report=report).values_list("move", flat=True))
    return "submit_unapproved" in moves and "approve_afterwards" not in moves


def _own_step_on(report: PeriodReport, person: int) -> date | None:
    own = standing(
        PeriodReportStep, report=report, person_id=person, move__in=("request_review", "review", "submit_unapproved")
    )
    last = own.order_by("-position").first()
    return timezone.localdate(last.at) if last is not None else None


def told(report: PeriodReport, step: Step) -> dict[str, str | int | None]:
    """What the audit says of a step."""
    return {
        "form": report.form,
        "number": report.number,
        "first_on": report.first_on.isoformat(),
        "state": report.state,
        "sha256": step.read_sha256 or report.document_id,
        "for": step.signature.on_behalf_of,
    }


def subjects_of(report: PeriodReport) -> list[str]:
    """What the audit entry of a step speaks of."""
    return [f"device:{report.device_id}", f"period:{report.period_id}", f"period_report:{report.pk}"]


def waiting_for_step(kind: str, report: PeriodReport, on: date) -> Waiting:
    """The next step of a periodic report as a task of a role that has somebody who may take it on that day."""
    signs = kind in ("review_period_report", "approve_period_report")
    author = report.author_id if signs else None
    hands = (*((report.author_id,) if report.author_id else ()), *reviewers_of(report)) if signs else ()
    return Waiting(
        kind=kind,
        subject=f"period_report:{report.pk}",
        origin="period_report",
        owner_role=role_to_ask(DONE_BY[kind], author, on, besides=hands),
        device=report.device_id,
        due_on=report.due_on,
        values={"form": report.form, "number": report.number},
    )


def close_waiting(act: Act, report: PeriodReport, *kinds: str) -> None:
    """The step was taken: its task is done."""
    rows = standing(Task, subject=f"period_report:{report.pk}", kind__in=kinds, state="open")
    rows.update(state="done", closed_at=act.at)
