"""Record that a periodic report was sent to PMDA (提出), approved or, on its last day, before it is (後閲)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import Signature, person_of, sign
from kizuki.actions.periods.handed_over import lock_cases_of, owe_the_delay, period_report_sent
from kizuki.actions.periods.moving import (
    DONE_BY,
    close_waiting,
    is_newest,
    subjects_of,
    take_step,
    told,
    waiting_for_step,
)
from kizuki.actions.reports.moving import Step
from kizuki.actions.reports.sending import Proof, Sending, require_proof, require_way
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import PeriodReport, PeriodSubmission, Task
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import added, standing


def submit_period_report(report_id: int, sending: Sending, *, on: date, actor: Actor) -> None:
    """The approved report was sent; it ends exactly the obligations that it names, and is never edited again. One that
    left after its day opens the record of the delay (遅延).

    `Refused` where it is not approved, the document is another than the one that was sent, what is counted has changed
    since (on its last day it goes out all the same), the day lies ahead or inside its period, and where way, instant or
    proof are missing.
    """
    row, proof = _ready(report_id, sending, on, actor)
    step = Step("submit", Signature(person_of(actor), None), on, sending.read_sha256)
    newest = is_newest(row)
    with verb("submit_period_report", actor=actor, of=[f"period_report:{report_id}"]) as act:
        cases = lock_cases_of(act, row)
        report = take_step(act, report_id, step, newest=newest)
        kept, subjects = _keep(act, report, sending, proof, step, cases)
        close_waiting(act, report, "submit_period_report")
        act.record(subjects=[*subjects_of(report), *subjects], payload=told(report, step) | kept)


def submit_period_unapproved(
    report_id: int, sending: Sending, *, password: str, comment: str, on: date, actor: Actor
) -> None:
    """The report was sent without approval because its day would else have been missed; approval follows (後閲).

    The person signs with their password and says why. `Refused` while approval can still be had in time, and as
    `submit_period_report` for what is said of its sending.
    """
    row, proof = _ready(report_id, sending, on, actor)
    signature = sign(actor, password, "submit_period_unapproved", on)
    step = Step("submit_unapproved", signature, on, sending.read_sha256, comment.strip())
    with verb("submit_period_unapproved", actor=actor, of=[f"period_report:{report_id}"]) as act:
        cases = lock_cases_of(act, row)
        report = take_step(act, report_id, step)
        kept, subjects = _keep(act, report, sending, proof, step, cases)
        close_waiting(act, report, *DONE_BY)
        act.wait_for(waiting_for_step("approve_period_report", report, on))
        act.record(subjects=[*subjects_of(report), *subjects], payload=told(report, step) | kept)


def _ready(report_id: int, sending: Sending, on: date, actor: Actor) -> tuple[PeriodReport, Proof]:
    row = find(PeriodReport, "report", actor=actor, pk=report_id)
    require_way(sending.way)
    if sending.sent_on > on:
        raise Refused("sent_on", f"{sending.sent_on} lies after today, {on}")
    if sending.sent_on <= row.period.last_on:
        raise Refused("sent_on", f"{sending.sent_on} lies in the period, which ends on {row.period.last_on}")
    return row, require_proof(sending.proof, sending.sent_on, clock.now())


def _keep(
    act: Act, report: PeriodReport, sending: Sending, proof: Proof, step: Step, cases: Iterable[int]
) -> tuple[dict[str, Any], list[str]]:
    """Keep the submission and let the report end what it names. Returns what the audit says of it, and the subjects
    beside the report."""
    document, subjects = keep_document(proof.document, proof.media_type) if proof.document else (None, [])
    added(
        PeriodSubmission,
        report=report,
        way=sending.way,
        sent_on=sending.sent_on,
        sent_at=proof.at,
        reference=proof.reference.strip(),
        document=document,
        person_id=step.signature.person,
        at=act.at,
    )
    standing(PeriodReport, pk=report.pk).update(submitted_at=act.at)
    ended = period_report_sent(act, report, cases)
    late = sending.sent_on > report.due_on and report.number == 1
    if late:
        owe_the_delay(act, report)
    waits = standing(Task, subject=f"period:{report.period_id}", kind="report_period", state="open")
    waits.update(state="done", closed_at=act.at)
    told_of_it = {"way": sending.way, "sent_on": sending.sent_on.isoformat(), "ended": ended, "late": late}
    return told_of_it, subjects
