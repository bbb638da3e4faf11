"""Take a report back that is under way (引戻し)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.reports.moving import Step, subjects_of, take_step, told
from kizuki.actions.reports.waiting_for import close_waiting
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Report


def pull_back(report_id: int, comment: str = "", *, on: date, actor: Actor) -> None:
    """Its author makes it a draft again; `Refused` for anybody else, and once it is approved."""
    find(Report, "report", actor=actor, pk=report_id)
    step = Step("pull_back", Signature(person_of(actor), None), on, comment=comment.strip())
    with verb("pull_back", actor=actor, of=[f"report:{report_id}"]) as act:
        report, _ = take_step(act, report_id, step)
        close_waiting(act, report, "review_report", "approve_report")
        act.record(subjects=subjects_of(report), payload=told(report, step))
