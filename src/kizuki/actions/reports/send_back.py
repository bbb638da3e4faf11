"""Send a report back to a step (差戻し)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.reports.moving import Step, subjects_of, take_step, told
from kizuki.actions.reports.waiting_for import close_waiting, waiting_for_step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Report


def send_back(report_id: int, to: Literal["draft", "in_review"], comment: str, *, on: date, actor: Actor) -> None:
    """Send it back to its author, or to the review where it has passed that; the comment says why, and is required."""
    find(Report, "report", actor=actor, pk=report_id)
    step = Step("send_back", Signature(person_of(actor), None), on, comment=comment.strip(), back_to=to)
    with verb("send_back", actor=actor, of=[f"report:{report_id}"]) as act:
        report, _ = take_step(act, report_id, step)
        close_waiting(act, report, "review_report", "approve_report", "submit_report")
        act.wait_for(waiting_for_step("correct_report" if to == "draft" else "review_report", report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step))
