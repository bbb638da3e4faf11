"""Approve a periodic report (承認), before it is sent or, where its day would have been missed, afterwards (後閲)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import sign
from kizuki.actions.periods.moving import close_waiting, is_newest, subjects_of, take_step, told, waiting_for_step
from kizuki.actions.reports.moving import Step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import PeriodReport


def approve_period_report(
    report_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """Sign that it may go out; or that what went out unapproved was right. `Refused` where the password is wrong, the
    document is another by now, what is counted has changed since (before it is sent), or the approver is no second
    person to whoever wrote, reviewed or sent it."""
    row = find(PeriodReport, "report", actor=actor, pk=report_id)
    signature = sign(actor, password, "approve_period_report", on)
    # After it was sent (後閲) the document that was sent is looked at, whatever is counted since.
    move = "approve_afterwards" if row.state == "submitted" else "approve"
    newest = move == "approve_afterwards" or is_newest(row)
    step = Step(move, signature, on, read_sha256, comment.strip())
    with verb("approve_period_report", actor=actor, of=[f"period_report:{report_id}"]) as act:
        report = take_step(act, report_id, step, newest=newest)
        close_waiting(act, report, "approve_period_report")
        if move == "approve":
            act.wait_for(waiting_for_step("submit_period_report", report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step) | {"move": move})
