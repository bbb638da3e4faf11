"""Reports of a case, and the bytes that were printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.store.models import Report, StoredDocument
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report. `missing` are the required boxes that nothing fills; `sha256` names the printed document."""

    id: int
    case_id: int
    form: str
    edition: str
    number: int
    state: str
    fields: list[dict[str, Any]]
    missing: list[str]
    pages: int
    sha256: str
    drafted_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A kept document as it was printed or received."""

    sha256: str
    media_type: str
    content: bytes


def reports_of(viewer: Viewer, case_id: int) -> tuple[ReportRow, ...]:
    """The reports of a case by form and number."""
    return tuple(
        ReportRow(
            id=report.pk,
            case_id=case_id,
            form=report.form,
            edition=report.edition,
            number=report.number,
            state=report.state,
            fields=report.fields,
            missing=report.missing,
            pages=report.pages,
            sha256=report.document_id,
            drafted_at=report.drafted_at,
            submitted_at=report.submitted_at,
        )
        for report in Report.objects.filter(case_id=case_id).order_by("form", "number")
    )


def printed_report(viewer: Viewer, report_id: int) -> PrintedDocument | None:
    """The document of a report; None where there is no such report."""
    document = StoredDocument.objects.filter(reports=report_id).first()
    if document is None:
        return None
    return PrintedDocument(document.sha256, document.media_type, bytes(document.content))
