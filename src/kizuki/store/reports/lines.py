"""The reports of one matter and person on one form, as they followed each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kizuki.core.facts import Case as Facts
from kizuki.core.forms.told import Told, persons_in
from kizuki.store.models import Receipt, Report
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True)
class Line:
    """Every report of one matter and person on one form, by series, number and attempt.

    `words` is PMDA's newest word on each that was answered: whether it was taken. Reports of before, which name no
    matter, belong to the line where the case has one matter and at most one person.
    """

    reports: tuple[Report, ...]
    words: Mapping[int, bool]

    @cached_property
    def series(self) -> int:
        """The series of the next report: a withdrawal that PMDA has not rejected ends the one before it."""
        newest = max((report.series for report in self.reports), default=1)
        withdrawn = any(
            report.series == newest and report.purpose == "withdrawal" and self._stands(report)
            for report in self.reports
        )
        return newest + 1 if withdrawn else newest

    @cached_property
    def current(self) -> tuple[Report, ...]:
        """The reports of that series."""
        return tuple(report for report in self.reports if report.series == self.series)

    @cached_property
    def last(self) -> Report | None:
        """The last one that was sent in that series, taken or rejected."""
        return next((report for report in reversed(self.current) if report.state == "submitted"), None)

    def rejected(self, report: Report) -> bool:
        """Whether PMDA's newest word on it is no."""
        return self.words.get(report.pk) is False

    def standing(self, number: int) -> Report | None:
        """The newest attempt at one number of that series."""
        return next((report for report in reversed(self.current) if report.number == number), None)

    @cached_property
    def sent(self) -> tuple[Report, ...]:
        """What was sent in that series and not rejected."""
        return tuple(report for report in self.current if self._stands(report))

    def _stands(self, report: Report) -> bool:
        return report.state == "submitted" and not self.rejected(report)


def line_of(case_id: int, form: int, told: Told, facts: Facts) -> Line:
    """The reports of this matter and person. `facts` are the newest of the case."""
    rows = Report.objects.filter(case_id=case_id, form=str(form)).select_related("determination__fact_sheet")
    alone = len(facts.matters) == 1 and persons_in(facts) <= 1
    found = [
        report
        for report in rows.order_by("series", "number", "attempt", "pk")
        if (report.matter, report.person) == (told.matter_id, told.person_id)
        or (alone and not report.matter and not (told.person is not None and named_nobody(report)))
    ]
    return Line(tuple(found), words_on([report.pk for report in found]))


def words_on(report_ids: list[int]) -> dict[int, bool]:
    """PMDA's newest word on each report that was answered."""
    rows = Receipt.objects.filter(report__in=report_ids).order_by("pk").values_list("report_id", "accepted")
    return dict(rows)


def named_nobody(report: Report) -> bool:
    """Whether the facts of a report of before named nobody: a person learned of later has a first report of their own."""
    if report.state == "draft" or report.determination is None:
        return False
    facts = json_of(report.determination.fact_sheet.facts)
    matters = facts.get("matters")
    return not (matters[0].get("harms") if matters else facts.get("harm"))
