"""Record why a periodic report was late (遅延理由), and what prevents another."""

from __future__ import annotations

from kizuki.actions.people.signing import person_of
from kizuki.actions.periods.handed_over import delay_told, lock_cases_of
from kizuki.actions.periods.moving import subjects_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, PeriodReport
from kizuki.store.record.keeping_rows import locked


def record_period_delay(report_id: int, reason: str, prevention: str = "", *, actor: Actor) -> None:
    """Keep the reason, and what prevents another delay where that is known by now; it ends what the late report owed.

    `Refused` without a reason, and where the report owes no such record.
    """
    found = find(PeriodReport, "report", actor=actor, pk=report_id)
    person_of(actor)
    why = text(reason, "reason", longest=10_000, required=True)
    against = text(prevention, "prevention", longest=10_000)
    with verb("record_period_delay", actor=actor, of=[f"period_report:{report_id}"]) as act:
        locked(Device, found.device_id)
        lock_cases_of(act, found)
        report = locked(PeriodReport, report_id)
        if not delay_told(act, report):
            raise Refused("report", "owes no record of a delay")
        keep_text(act, f"period_report:{report_id}", "delay_reason", why)
        keep_text(act, f"period_report:{report_id}", "delay_prevention", against)
        payload = {"form": report.form, "number": report.number, "prevention": bool(against)}
        act.record(subjects=subjects_of(report), payload=payload)
