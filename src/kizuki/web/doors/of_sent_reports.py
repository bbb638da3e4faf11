"""What may be said of reports that were sent: that their matter is no longer reportable (報告対象外)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.store.queries.reports import ReportRow
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.offered import Link
from kizuki.web.words import report_name


def not_reportable(viewer: Viewer, reports: Iterable[ReportRow]) -> tuple[Link, ...]:
    """For each series of reports (form, matter, person) whose last one was sent and takes nothing back, the way to say
    報告対象外; none for a viewer who begins no follow-up."""
    if not may(viewer.role, "start_follow_up"):
        return ()
    last: dict[tuple[str, str, str], ReportRow] = {}
    for row in sorted(reports, key=lambda row: row.id):
        last[(row.form, row.matter, row.person)] = row
    return tuple(
        Link(
            "not_reportable", _address(row), say("door.of_report", viewer.lang, what=what, report=_name(row, viewer))
        )
        for what in (say("editor.not_reportable", viewer.lang),)
        for row in last.values()
        if row.state == "submitted" and row.purpose == "report"
    )


def _address(row: ReportRow) -> str:
    return f"{reverse('report-check', args=[row.case_id, row.id])}?purpose=not_reportable#do-follow"


def _name(row: ReportRow, viewer: Viewer) -> str:
    return report_name(row.form, row.number, viewer.lang, row.whom)
