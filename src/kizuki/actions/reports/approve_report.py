"""Approve a report (承認), before it is sent or, where its day would have been missed, afterwards (後閲)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.obligations.by_report import approved_afterwards
from kizuki.actions.people.signing import sign
from kizuki.actions.reports.moving import Step, subjects_of, take_step, told
from kizuki.actions.reports.waiting_for import close_waiting, waiting_for_step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Report


def approve_report(
    report_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """Sign that the report may go out; or that what went out unapproved was right.

    `Refused` where the password is wrong, the document is another by now, the facts have changed since it was drafted,
    or the approver is no second person to whoever wrote, reviewed or sent it. Of two who approve at once the second
    is told that it is approved.
    """
    report = find(Report, "report", actor=actor, pk=report_id)
    move = "approve_afterwards" if report.state == "submitted" else "approve"
    step = Step(move, sign(actor, password, "approve_report", on), on, read_sha256, comment)
    with verb("approve_report", actor=actor, of=[f"report:{report_id}"]) as act:
        report, _ = take_step(act, report_id, step)
        close_waiting(act, report, "approve_report", "approve_afterwards")
        if move == "approve_afterwards":
            approved_afterwards(act, report)
        else:
            act.wait_for(waiting_for_step("submit_report", report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step) | {"move": move})
