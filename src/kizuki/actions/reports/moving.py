"""Moving a report: the one way in which its state changes, shared by the verbs that are named after the moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.people.signing import Signature, single_person
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.report import Situation, moved
from kizuki.store.models import Report, ReportStep, Submission
from kizuki.store.obligations.locks import case_of
from kizuki.store.people.delegations import delegations_on
from kizuki.store.people.signers import report_chain
from kizuki.store.reports.hands import reviewers_of
from kizuki.store.reports.named import acts_by
from kizuki.store.reports.standing import rests_on_newest


@dataclass(frozen=True, slots=True)
class Step:
    """What a person asks for: the move, who they are (and for whom), the bytes they read, and their comment."""

    move: str
    signature: Signature
    on: date
    read_sha256: str = ""
    comment: str = ""
    back_to: str = ""


def take_step(act: Act, report_id: int, step: Step) -> tuple[Report, ReportStep]:
    """Move the report, keep the step, and answer both. `Refused` names the proposition that does not hold.

    The case is locked first, then the row: of two people who approve at once the second finds the state that the first
    left, and facts that are answered meanwhile come before or after.
    """
    lock_ledger(act, case_of(Report, report_id))
    report = Report.objects.select_for_update(of=("self",)).select_related("case").get(pk=report_id)
    now = _situation(report, step)
    after = moved(step.move, now)
    taken = ReportStep.objects.create(
        report=report,
        position=ReportStep.objects.filter(report=report).count() + 1,
        move=step.move,
        state_before=report.state,
        state_after=after,
        person_id=step.signature.person,
        on_behalf_of_id=step.signature.on_behalf_of,
        signed_sha256=step.read_sha256,
        single_person=_is_own_second_look(step, now),
        comment=keep_words(report.case_id, "report_comment", step.comment, act.at) if step.comment else None,
        at=act.at,
    )
    if after != report.state:
        Report.objects.filter(pk=report.pk).update(state=after)
        report.state = after
    return report, taken


def told(report: Report, step: Step) -> dict[str, str | int | None]:
    """What the audit says of a step."""
    return {
        "form": report.form,
        "matter": report.matter,
        "person": report.person,
        "number": report.number,
        "state": report.state,
        "sha256": step.read_sha256 or report.document_id,
        "for": step.signature.on_behalf_of,
    }


def subjects_of(report: Report) -> list[str]:
    """What the audit entry of a step speaks of."""
    return [f"case:{report.case_id}", f"report:{report.pk}"]


def _is_own_second_look(step: Step, now: Situation) -> bool:
    """Whether a person signed over their own earlier step, which only the single-person mode allows."""
    over = {"review": (now.author,), "approve": (now.author, *now.reviewers)}
    over["approve_afterwards"] = (*over["approve"], now.sender)
    return now.single_person and now.actor in over.get(step.move, ())


def _own_step_on(report: Report, person: int) -> date | None:
    """The day in Japan of the last step by which this person made the report theirs."""
    own = ReportStep.objects.filter(
        report=report, person_id=person, move__in=("request_review", "review", "submit_unapproved")
    )
    last = own.order_by("-position").first()
    return timezone.localdate(last.at) if last is not None else None


def _situation(report: Report, step: Step) -> Situation:
    unapproved = Submission.objects.filter(report=report, before_approval=True).first()
    approved = ReportStep.objects.filter(report=report, move="approve_afterwards").exists()
    return Situation(
        state=report.state,
        actor=step.signature.person,
        author=report.author_id,
        on=step.on,
        due_on=acts_by(report),
        sha256=report.document_id,
        read_sha256=step.read_sha256,
        missing=len(report.missing),
        purpose=report.purpose,
        newest=rests_on_newest(report),
        comment=step.comment,
        back_to=step.back_to,
        single_person=single_person(step.on),
        approved_afterwards=approved or unapproved is None,
        on_behalf_of=step.signature.on_behalf_of,
        chain=report_chain(),
        reviewers=reviewers_of(report),
        sender=unapproved.person_id if unapproved is not None else None,
        delegations=delegations_on(step.on),
        own_step_on=_own_step_on(report, step.signature.person),
    )
