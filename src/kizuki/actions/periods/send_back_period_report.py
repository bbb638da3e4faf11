"""Send a periodic report back (差戻し)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.periods.moving import close_waiting, subjects_of, take_step, told, waiting_for_step
from kizuki.actions.reports.moving import Step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import PeriodReport


def send_back_period_report(
    report_id: int, to: Literal["draft", "in_review"], comment: str, *, on: date, actor: Actor
) -> None:
    """Send it back to its author, or to the review where it has passed that; the comment says why, and is required."""
    find(PeriodReport, "report", actor=actor, pk=report_id)
    step = Step("send_back", Signature(person_of(actor), None), on, comment=comment.strip(), back_to=to)
    with verb("send_back_period_report", actor=actor, of=[f"period_report:{report_id}"]) as act:
        report = take_step(act, report_id, step)
        close_waiting(act, report, "review_period_report", "approve_period_report", "submit_period_report")
        kind = "correct_period_report" if to == "draft" else "review_period_report"
        act.wait_for(waiting_for_step(kind, report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step))
