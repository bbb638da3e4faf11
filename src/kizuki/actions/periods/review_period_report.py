"""Review a periodic report (確認)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import sign
from kizuki.actions.periods.moving import close_waiting, subjects_of, take_step, told, waiting_for_step
from kizuki.actions.reports.moving import Step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import PeriodReport


def review_period_report(
    report_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """Sign that it is right, under the document that was read; it then waits for approval. `Refused` where the password
    is wrong, the document is another by now, or the reviewer is no second person to its author."""
    find(PeriodReport, "report", actor=actor, pk=report_id)
    signature = sign(actor, password, "review_period_report", on)
    step = Step("review", signature, on, read_sha256, comment.strip())
    with verb("review_period_report", actor=actor, of=[f"period_report:{report_id}"]) as act:
        report = take_step(act, report_id, step)
        close_waiting(act, report, "review_period_report")
        act.wait_for(waiting_for_step("approve_period_report", report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step))
