"""Record that a report was sent to PMDA (提出)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.obligations.by_report import afterwards_approval, report_sent
from kizuki.actions.obligations.by_sending import gaps_after_sending, owe_formal_sending
from kizuki.actions.obligations.keeping import told as ledger_told
from kizuki.actions.people.signing import Signature, person_of, sign
from kizuki.actions.reports.moving import Step, subjects_of, take_step, told
from kizuki.actions.reports.sending import (
    Proof,
    Sending,
    failed_before,
    keep_transmission,
    require_proof,
    require_way,
)
from kizuki.actions.reports.waiting_for import close_waiting, waiting_for_step
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.forms.checking import gaps_of
from kizuki.core.forms.checking.paper import FORMAL
from kizuki.core.refusal import Refused
from kizuki.store.models import Report, Submission, SubmissionCheck
from kizuki.store.obligations.locks import case_of
from kizuki.store.queries.checking import CheckedReport, check_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import added
from kizuki.store.reports.standing import earliest_of

__all__ = ["Proof", "Sending", "submit_report", "submit_unapproved"]


def submit_report(report_id: int, sending: Sending, *, on: date, actor: Actor) -> None:
    """The approved report was sent. From here on it is never edited; what comes later is a follow-up of its own.

    The findings of the check are kept with it; those that matter later stay owed (`sent_gap`). `Refused` where it is not
    approved, the document is another than the one that was sent, the facts have changed since (on its last day it goes
    out all the same, and says what its own facts say), the day lies ahead or before that on which its matter was
    learned, where way, instant or proof are missing, and for a 完了 that cannot be one (`refusal_of`).
    """
    report, proof = _ready(report_id, sending, on, actor)
    step = Step("submit", Signature(person_of(actor), None), on, sending.read_sha256)
    with verb("submit_report", actor=actor, of=[f"report:{report_id}"]) as act:
        checked = _checked(act, report_id, sending.sent_on)
        report, _ = take_step(act, report_id, step)
        kept = _keep(act, report, sending, proof, step, checked, before_approval=False)
        close_waiting(act, report, "submit_report")
        act.record(subjects=[*subjects_of(report), *kept[1]], payload=told(report, step) | kept[0])


def submit_unapproved(
    report_id: int, sending: Sending, *, password: str, comment: str, on: date, actor: Actor
) -> None:
    """The report was sent without approval because its day would else have been missed; approval follows (後閲).

    The person signs with their password and says why; that the facts changed since it was drawn up does not keep it
    back. `Refused` while approval can still be had in time, always for a 取下げ or 報告対象外, and as `submit_report`
    for what is said of its sending.
    """
    report, proof = _ready(report_id, sending, on, actor)
    signature = sign(actor, password, "submit_unapproved", on)
    step = Step("submit_unapproved", signature, on, sending.read_sha256, comment.strip())
    with verb("submit_unapproved", actor=actor, of=[f"report:{report_id}"]) as act:
        checked = _checked(act, report_id, sending.sent_on)
        report, _ = take_step(act, report_id, step)
        kept = _keep(act, report, sending, proof, step, checked, before_approval=True)
        close_waiting(act, report, "review_report", "approve_report", "submit_report", "correct_report")
        act.wait_for(waiting_for_step("approve_afterwards", report, on))
        act.record(subjects=[*subjects_of(report), *kept[1]], payload=told(report, step) | kept[0])


def _ready(report_id: int, sending: Sending, on: date, actor: Actor) -> tuple[Report, Proof]:
    report = find(Report, "report", actor=actor, pk=report_id)
    require_way(sending.way)
    if sending.sent_on > on:
        raise Refused("sent_on", f"{sending.sent_on} lies after today, {on}")
    learned = earliest_of(report)
    if learned is not None and sending.sent_on < learned:
        raise Refused("sent_on", f"{sending.sent_on} lies before {learned}, on which its matter was learned")
    return report, require_proof(sending.proof, sending.sent_on, _latest(on))


def _latest(on: date) -> datetime:
    """The latest instant that has been, where today is `on`: now, or the end of a day that the clock has not."""
    if on == clock.today():
        return clock.now()
    return datetime.combine(on, time.max, clock.JAPAN)


def _checked(act: Act, report_id: int, on: date) -> CheckedReport:
    """The report as it went out on a day, held against the record before it moves; nothing is answered on its case
    meanwhile."""
    lock_ledger(act, case_of(Report, report_id))
    checked = check_of(PROGRAM, report_id, on)
    assert checked is not None, "it was found"
    return checked


def _keep(
    act: Act,
    report: Report,
    sending: Sending,
    proof: Proof,
    step: Step,
    checked: CheckedReport,
    *,
    before_approval: bool,
) -> tuple[dict[str, Any], list[str]]:
    """Keep the submission, its transmission and its check, and let the report end what it names. Returns what the audit
    says of it, and the subjects beside the report."""
    if checked.refusal is not None:
        raise checked.refusal
    Submission.objects.create(
        report=report,
        way=sending.way,
        sent_on=sending.sent_on,
        covers=[],
        before_approval=before_approval,
        person_id=step.signature.person,
        at=act.at,
    )
    added(SubmissionCheck, report=report, findings=_codes(checked), checked_at=act.at)
    instead_of = failed_before(report, sending.way)
    _, subjects = keep_transmission(act, report, sending.way, proof, went=True, instead_of=instead_of)
    Report.objects.filter(pk=report.pk).update(submitted_at=act.at)
    moves = report_sent(act, report, sending.sent_on)
    moves += gaps_after_sending(act, report, gaps_of(checked.findings))
    if sending.way not in FORMAL:
        moves += owe_formal_sending(act, report, sending.sent_on)
    if before_approval:
        afterwards_approval(act, report)
    told_of_it = {"way": sending.way, "sent_on": sending.sent_on.isoformat(), "ledger": ledger_told(moves)}
    return told_of_it | {"findings": sorted({finding.code for finding in checked.findings})}, subjects


def _codes(checked: CheckedReport) -> list[dict[str, Any]]:
    """The findings without the words that they quote: those may name a person."""
    return [
        {"code": one.code, "field": one.field, "weighs": one.weighs, "owed": one.owed} for one in checked.findings
    ]
