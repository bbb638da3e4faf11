"""Of which cases the rate (発生率) in a report tells: written when it is drafted, and asked by whoever shows it."""

from __future__ import annotations

from kizuki.store.cases.parts import Subject
from kizuki.store.models import RatedCase, Report
from kizuki.store.queries.case_document import rated_cases
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import added, standing


def tell_of_rated(report: Report, subject: Subject) -> None:
    """Write which cases a draft counts, none where its matter is no rate: who does not see every one does not see it."""
    standing(RatedCase, report=report).delete()
    for case_id in rated_cases(PROGRAM, report.case_id, subject):
        added(RatedCase, report=report, case_id=case_id)
