"""What speaks for an obligation: reports, sheets of first reports, and proposals to end it."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.glossary import all_words, say
from kizuki.store.access.seen import seen
from kizuki.store.models import EndProposal, FirstReportObligation, ReportObligation
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import report_name


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """One of them, in words: which it is, and what it says (the finding of the report's own determination, the state
    of the proposal), '' where it says nothing more."""

    obligation: int
    by: str
    said: str = ""

    @property
    def line(self) -> str:
        """Both as one line."""
        return f"{self.by} ({self.said})" if self.said else self.by


def spoken_for(viewer: Viewer, case_id: int) -> tuple[SpokenFor, ...]:
    """Everything that names an obligation of this case, in the order in which it was made."""
    return (*_reports(viewer, case_id), *_first_reports(viewer, case_id), *_proposals(viewer, case_id))


def _reports(viewer: Viewer, case_id: int) -> list[SpokenFor]:
    rows = seen(viewer, ReportObligation).filter(report__case=case_id).select_related("report").order_by("pk")
    return [
        SpokenFor(
            row.obligation_id,
            report_name(row.report.form, row.report.number, viewer.lang),
            say(f"binder.finding.{row.finding}", viewer.lang) if row.finding else "",
        )
        for row in rows
    ]


def _first_reports(viewer: Viewer, case_id: int) -> list[SpokenFor]:
    rows = seen(viewer, FirstReportObligation).filter(first_report__case=case_id).order_by("pk")
    name = say("screens.case.form_first", viewer.lang)
    return [
        SpokenFor(row.obligation_id, name, row.first_report.addressee) for row in rows.select_related("first_report")
    ]


def _proposals(viewer: Viewer, case_id: int) -> list[SpokenFor]:
    rows = seen(viewer, EndProposal).filter(case=case_id).select_related("proposed_by").order_by("pk")
    return [
        SpokenFor(
            number,
            say(word, viewer.lang) if (word := f"obligation.act.{row.act}") in all_words() else row.act,
            f"{row.proposed_by.display_name}, {say(f'binder.proposal.{row.state}', viewer.lang)}",
        )
        for row in rows
        for number in row.rows
    ]
