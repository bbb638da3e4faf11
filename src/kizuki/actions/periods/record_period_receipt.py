"""Record what PMDA answered to a periodic report."""

from __future__ import annotations

from datetime import date

from kizuki.actions.periods.handed_over import lock_cases_of, period_report_answered
from kizuki.actions.periods.moving import subjects_of, waiting_for_step
from kizuki.actions.reports.record_receipt import Answered, require_answer
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import PeriodReceipt, PeriodReport
from kizuki.store.record.keeping_rows import added, locked


def record_period_receipt(report_id: int, answer: Answered, *, on: date, actor: Actor) -> int:
    """Keep the answer beside the report; what it ended ends for good, or, where it was rejected, is owed anew.

    `Refused` where the report was not sent, the day lies ahead, or an acceptance has no receipt number.
    """
    row = find(PeriodReport, "report", actor=actor, pk=report_id)
    require_answer(answer, on)
    with verb("record_period_receipt", actor=actor, of=[f"period_report:{report_id}"]) as act:
        cases = lock_cases_of(act, row)
        report = locked(PeriodReport, report_id)
        if report.state != "submitted":
            raise Refused("report", f"is {report.state}; only what was sent is answered")
        kept = added(
            PeriodReceipt,
            report=report,
            accepted=answer.accepted,
            received_on=answer.received_on,
            receipt_year=answer.receipt_year.strip(),
            receipt_number=answer.receipt_number.strip(),
            at=act.at,
        )
        moved = period_report_answered(act, report, cases, accepted=answer.accepted)
        if not answer.accepted:
            act.wait_for(waiting_for_step("correct_period_report", report, on))
        payload = {"form": report.form, "number": report.number, "first_on": report.first_on.isoformat()}
        act.record(
            subjects=[*subjects_of(report), f"period_receipt:{kept.pk}"],
            payload=payload | {"accepted": answer.accepted, "receipt": kept.receipt_number, "moved": moved},
        )
    return int(kept.pk)
