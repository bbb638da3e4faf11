"""Moving a report: the one way in which its state changes, shared by the verbs that are named after the moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.people.signing import Signature, single_person
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.report import Situation, moved
from kizuki.store.models import Determination, FactSheet, Report, ReportStep, Submission


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

    The row is locked first: of two people who approve at once the second finds the state that the first left.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("case").get(pk=report_id)
    after = moved(step.move, _situation(report, step))
    taken = ReportStep.objects.create(
        report=report,
        position=ReportStep.objects.filter(report=report).count() + 1,
        move=step.move,
        state_before=report.state,
        state_after=after,
        person_id=step.signature.person,
        on_behalf_of_id=step.signature.on_behalf_of,
        signed_sha256=step.read_sha256,
        single_person=single_person(step.on) and step.signature.person == report.author_id,
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


def rests_on_newest(report: Report) -> bool:
    """Whether the report was drafted from the newest determination of the newest facts."""
    newest = Determination.objects.filter(case_id=report.case_id).order_by("-pk").first()
    sheet = FactSheet.objects.filter(case_id=report.case_id).latest("revision")
    return newest is not None and newest.pk == report.determination_id and newest.fact_sheet_id == sheet.pk


def _situation(report: Report, step: Step) -> Situation:
    unapproved = Submission.objects.filter(report=report, before_approval=True).exists()
    approved = ReportStep.objects.filter(report=report, move="approve_afterwards").exists()
    return Situation(
        state=report.state,
        actor=step.signature.person,
        author=report.author_id,
        on=step.on,
        due_on=report.due_on,
        sha256=report.document_id,
        read_sha256=step.read_sha256,
        missing=len(report.missing),
        purpose=report.purpose,
        newest=rests_on_newest(report),
        comment=step.comment,
        back_to=step.back_to,
        single_person=single_person(step.on),
        approved_afterwards=approved or not unapproved,
        on_behalf_of=step.signature.on_behalf_of,
    )
