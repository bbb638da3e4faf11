"""Until when a report is due."""

from __future__ import annotations

from datetime import date

from kizuki.core.lifecycle.obligations.report_day import report_day
from kizuki.core.reporting import Determination as Answer
from kizuki.store.obligations.ledger import goes_on_at, live_of
from kizuki.store.reports.named import findings_of


def due_day(case_id: int, answer: Answer, form: str, matter: str, person: str) -> date | None:
    """The 報告期限 of a report on this form about this matter and person: the earliest day of what `answer`, the
    determination that it rests on, finds met, or of a follow-up that was promised; of what is open where nothing is met.

    An item without a person goes with any form of its matter; what a report was sent for is no longer counted.
    """
    findings = findings_of(answer, form, matter)
    mine = [
        (row, findings.get((row.item, row.person), "not_met"))
        for row in live_of(goes_on_at(case_id))
        if row.kind in ("item", "follow_up")
        and (row.form, row.matter) == (form, matter)
        and row.person in ("", person)
    ]
    return report_day(mine)
