"""What a report says of the obligations that it names, and which shorter ones it leaves open."""

from __future__ import annotations

from datetime import date

from kizuki.core.lifecycle.obligations.report_day import open_before
from kizuki.core.lifecycle.obligations.wanted import coded
from kizuki.core.reporting import Determination as Answer
from kizuki.store.models import Report, ReportObligation
from kizuki.store.obligations.ledger import value_of


def findings_of(answer: Answer, form: str, matter: str) -> dict[tuple[str, str], str]:
    """What a determination says (`met`, `open`) of each item of a form and matter, by item and person ('' none)."""
    return {
        (code, duty.person_id or ""): duty.finding
        for duty, code in coded(answer.duties)
        if str(duty.form) == form and (duty.matter_id or "") == matter
    }


def still_open(report: Report) -> tuple[tuple[str, date], ...]:
    """Items that a report names as open and whose day comes before its own 報告期限, the earliest first; none once it was
    sent. They do not make it late, and what waits for it waits no longer than they do."""
    rows = ReportObligation.objects.filter(report=report, finding="open").select_related("obligation").order_by("pk")
    return open_before([value_of(row.obligation) for row in rows], report.due_on)


def acts_by(report: Report) -> date | None:
    """The day that every step on the way of a report keeps: its 報告期限, or before it that of an item still open."""
    return next((day for _, day in still_open(report)), report.due_on)
