"""Record that a periodic report was sent to PMDA (提出)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.periods.handed_over import lock_cases_of, period_report_sent
from kizuki.actions.periods.moving import close_waiting, is_newest, subjects_of, take_step, told
from kizuki.actions.reports.moving import Step
from kizuki.actions.reports.sending import Sending, require_proof, require_way
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import PeriodReport, PeriodSubmission, Task
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import added, standing


def submit_period_report(report_id: int, sending: Sending, *, on: date, actor: Actor) -> None:
    """The approved report was sent; it ends exactly the obligations that it names, and is never edited again.

    `Refused` where it is not approved, the document is another than the one that was sent, what is counted has changed
    since (on its last day it goes out all the same), the day lies ahead or inside its period, and where way, instant or
    proof are missing.
    """
    row = find(PeriodReport, "report", actor=actor, pk=report_id)
    require_way(sending.way)
    if sending.sent_on > on:
        raise Refused("sent_on", f"{sending.sent_on} lies after today, {on}")
    if sending.sent_on <= row.period.last_on:
        raise Refused("sent_on", f"{sending.sent_on} lies in the period, which ends on {row.period.last_on}")
    proof = require_proof(sending.proof, sending.sent_on, clock.now())
    step = Step("submit", Signature(person_of(actor), None), on, sending.read_sha256)
    newest = is_newest(row)
    with verb("submit_period_report", actor=actor, of=[f"period_report:{report_id}"]) as act:
        cases = lock_cases_of(act, row)
        report = take_step(act, report_id, step, newest=newest)
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
        close_waiting(act, report, "submit_period_report")
        waits = standing(Task, subject=f"period:{report.period_id}", kind="report_period", state="open")
        waits.update(state="done", closed_at=act.at)
        told_of_it = {"way": sending.way, "sent_on": sending.sent_on.isoformat(), "ended": ended}
        act.record(subjects=[*subjects_of(report), *subjects], payload=told(report, step) | told_of_it)
