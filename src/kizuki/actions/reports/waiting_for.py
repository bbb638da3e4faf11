"""The tasks that stand beside a report on its way: who is to do the next step."""

from __future__ import annotations

from kizuki.actions.verb import Act
from kizuki.actions.waiting import Waiting
from kizuki.store.models import Report, Task


def waiting_for(kind: str, report: Report, owner_role: str) -> Waiting:
    """The next step of a report as a task of a role, due on the report's own day."""
    return Waiting(
        kind=kind,
        subject=f"report:{report.pk}",
        origin="report",
        owner_role=owner_role,
        case=report.case_id,
        due_on=report.due_on,
        values={"form": report.form, "number": report.number},
    )


def close_waiting(act: Act, report: Report, *kinds: str) -> None:
    """The step was taken: its task is done, with the entry of the verb that took it."""
    rows = Task.objects.filter(subject=f"report:{report.pk}", kind__in=(*kinds, "unread_report"), state="open")
    rows.update(state="done", closed_at=act.at)
