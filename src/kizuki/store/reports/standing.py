"""On what a report rests: whether that is the newest, and since when its matter was known."""

from __future__ import annotations

from datetime import date

from kizuki.store.models import Determination, FactSheet, Report
from kizuki.store.obligations.ledger import answer_of
from kizuki.store.reports.on_sheets import told_since
from kizuki.store.reports.written import written_since


def rests_on_newest(report: Report) -> bool:
    """Whether the report was drafted from the newest facts, and the newest determination of them says the same of its
    items: that other rules, or ids, made another determination stops no draft. A draft into whose boxes somebody wrote
    since, or of whose person a sheet tells since, is of before."""
    newest = Determination.objects.filter(case_id=report.case_id).order_by("-pk").first()
    sheet = FactSheet.objects.filter(case_id=report.case_id).latest("revision")
    own = report.determination
    if report.state == "draft" and spoken_since(report):
        return False
    if newest is None or own is None or not newest.fact_sheet_id == own.fact_sheet_id == sheet.pk:
        return False
    return newest.pk == own.pk or _said_of(report, newest) == _said_of(report, own)


def spoken_since(report: Report) -> bool:
    """Whether words came after it was drafted: in its own boxes, or of its person on a sheet of a first report."""
    return written_since(report) or told_since(report)


def earliest_of(report: Report) -> date | None:
    """The earliest day on which something of its matter was learned, by its own facts; None for one of before."""
    if report.determination is None:
        return None
    duties = answer_of(report.determination.answer).duties
    return min((one.learned_on for one in duties if one.matter_id == report.matter and one.learned_on), default=None)


def _said_of(report: Report, made: Determination) -> dict[tuple[int, str], str]:
    """What a determination says of the items on the report's form, by matter; of its person where it names persons."""
    found: dict[tuple[int, str], str] = {}
    for duty in answer_of(made.answer).duties:
        of_another = report.person and duty.person_id not in (None, report.person)
        if str(duty.form) == report.form and not of_another:
            key = (duty.matter, duty.item)
            found[key] = "met" if "met" in (duty.finding, found.get(key)) else "open"
    return found
