"""Record that a report was sent to PMDA (提出)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.obligations.by_report import afterwards_approval, report_sent
from kizuki.actions.obligations.keeping import told as ledger_told
from kizuki.actions.people.signing import Signature, person_of, sign
from kizuki.actions.reports.moving import Step, earliest_of, subjects_of, take_step, told
from kizuki.actions.reports.waiting_for import close_waiting, waiting_for_step
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Report, Submission
from kizuki.store.models.reports import WAYS


@dataclass(frozen=True, slots=True)
class Sending:
    """How and when it was sent: `way` is one of WAYS, `sent_on` the day in Japan on which it left."""

    way: str
    sent_on: date
    read_sha256: str


def submit_report(report_id: int, sending: Sending, *, on: date, actor: Actor) -> None:
    """The approved report was sent. From here on it is never edited; what comes later is a follow-up of its own.

    `Refused` where it is not approved, the document is another than the one that was sent, the facts have changed
    since (on its last day it goes out all the same, and says what its own facts say), or the day lies ahead, or before
    that on which its matter was learned.
    """
    report = _checked(report_id, sending, on, actor)
    step = Step("submit", Signature(person_of(actor), None), on, sending.read_sha256)
    with verb("submit_report", actor=actor, of=[f"report:{report_id}"]) as act:
        report, _ = take_step(act, report_id, step)
        moves = _keep(act, report, sending, step, before_approval=False)
        close_waiting(act, report, "submit_report")
        act.record(subjects=subjects_of(report), payload=told(report, step) | _sent(sending) | moves)


def submit_unapproved(
    report_id: int, sending: Sending, *, password: str, comment: str, on: date, actor: Actor
) -> None:
    """The report was sent without approval because its day would else have been missed; approval follows (後閲).

    The person signs with their password and says why; that the facts changed since it was drawn up does not keep it
    back. `Refused` while approval can still be had in time, and always for a 取下げ or 報告対象外.
    """
    report = _checked(report_id, sending, on, actor)
    signature = sign(actor, password, "submit_unapproved", on)
    step = Step("submit_unapproved", signature, on, sending.read_sha256, comment.strip())
    with verb("submit_unapproved", actor=actor, of=[f"report:{report_id}"]) as act:
        report, _ = take_step(act, report_id, step)
        moves = _keep(act, report, sending, step, before_approval=True)
        close_waiting(act, report, "review_report", "approve_report", "submit_report", "correct_report")
        act.wait_for(waiting_for_step("approve_afterwards", report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step) | _sent(sending) | moves)


def _checked(report_id: int, sending: Sending, on: date, actor: Actor) -> Report:
    report = find(Report, "report", actor=actor, pk=report_id)
    if sending.way not in WAYS:
        raise Refused("way", f"{sending.way!r} is not one of: {', '.join(WAYS)}")
    if sending.sent_on > on:
        raise Refused("sent_on", f"{sending.sent_on} lies after today, {on}")
    learned = earliest_of(report)
    if learned is not None and sending.sent_on < learned:
        raise Refused("sent_on", f"{sending.sent_on} lies before {learned}, on which its matter was learned")
    return report


def _keep(act: Act, report: Report, sending: Sending, step: Step, *, before_approval: bool) -> dict[str, Any]:
    """Keep the submission, and let the report end what it names. Returns what the audit says of the ledger."""
    Submission.objects.create(
        report=report,
        way=sending.way,
        sent_on=sending.sent_on,
        covers=[],
        before_approval=before_approval,
        person_id=step.signature.person,
        at=act.at,
    )
    Report.objects.filter(pk=report.pk).update(submitted_at=act.at)
    moves = report_sent(act, report, sending.sent_on)
    if before_approval:
        afterwards_approval(act, report)
    return {"ledger": ledger_told(moves)}


def _sent(sending: Sending) -> dict[str, str]:
    return {"way": sending.way, "sent_on": sending.sent_on.isoformat()}
