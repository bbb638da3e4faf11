"""Review a report (確認)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import sign
from kizuki.actions.reports.moving import Step, subjects_of, take_step, told
from kizuki.actions.reports.waiting_for import close_waiting, waiting_for_step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Report


def review_report(
    report_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """Sign that the report is right, under the document that was read; it then waits for approval.

    `Refused` where the password is wrong, the document is another by now, or the reviewer wrote it, or
    stands in for the author or is stood in for by them (four eyes).
    """
    find(Report, "report", actor=actor, pk=report_id)
    step = Step("review", sign(actor, password, "review_report", on), on, read_sha256, comment)
    with verb("review_report", actor=actor, of=[f"report:{report_id}"]) as act:
        report, _ = take_step(act, report_id, step)
        close_waiting(act, report, "review_report")
        act.wait_for(waiting_for_step("approve_report", report, on))
        act.record(subjects=subjects_of(report), payload=told(report, step))
