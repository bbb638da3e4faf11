"""The tasks that stand beside a report on its way: who is to do the next step."""

from __future__ import annotations

from datetime import date

from kizuki.actions.verb import Act
from kizuki.actions.waiting import Waiting
from kizuki.store.models import Report, Task
from kizuki.store.people.signers import role_to_ask
from kizuki.store.reports.hands import first_hands_of
from kizuki.store.reports.named import acts_by

DONE_BY = {
    "review_report": "review_report",
    "approve_report": "approve_report",
    "approve_afterwards": "approve_report",
    "submit_report": "submit_report",
    "correct_report": "request_review",
}
"""The verb by which each task of a report is done."""


def waiting_for(kind: str, report: Report, owner_role: str) -> Waiting:
    """The next step of a report as a task of a role, due on the report's day, or earlier on that of an open item."""
    return Waiting(
        kind=kind,
        subject=f"report:{report.pk}",
        origin="report",
        owner_role=owner_role,
        case=report.case_id,
        due_on=acts_by(report),
        values={"form": report.form, "number": report.number},
    )


def waiting_for_step(kind: str, report: Report, on: date) -> Waiting:
    """The next step of a report as a task of a role that has somebody who may take it on the day `on`: for a signature
    nobody who wrote, reviewed or sent it, nor their principal or deputy. Of the roles the one usually asked is first.
    """
    hands = () if kind in ("submit_report", "correct_report") else first_hands_of(report)
    role = role_to_ask(DONE_BY[kind], report.author_id if hands else None, on, besides=hands, case_id=report.case_id)
    return waiting_for(kind, report, role)


def close_waiting(act: Act, report: Report, *kinds: str) -> None:
    """The step was taken: its task is done, with the entry of the verb that took it."""
    rows = Task.objects.filter(subject=f"report:{report.pk}", kind__in=(*kinds, "unread_report"), state="open")
    rows.update(state="done", closed_at=act.at)
