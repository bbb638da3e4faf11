"""The printed report as a file to keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kizuki.core.glossary import Lang, say
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.reports import ReportRow, printed_report
from kizuki.web.today import JAPAN
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name


@require_safe
def report_pdf(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The bytes as they were printed and kept, as an attachment."""
    viewer = viewer_of(request)
    found = case_page(viewer, case_id)
    report = next((row for row in found.reports if row.id == report_id), None) if found else None
    document = printed_report(viewer, report_id) if report else None
    if found is None or report is None or document is None:
        raise Http404
    name = file_name(report, found.row.number, viewer.lang)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        document.content,
        content_type=document.media_type,
        headers={"Content-Disposition": disposition or "attachment"},
    )


def file_name(report: ReportRow, case_number: str, lang: Lang) -> str:
    """20260601_2026-004_様式8_初回報告_下書き.pdf: as Japanese offices file their papers."""
    day = (report.submitted_at or report.drafted_at).astimezone(JAPAN)
    parts = [f"{day:%Y%m%d}", case_number, *report_name(report.form, report.number, lang, report.whom).split()]
    if report.state != "submitted":
        parts.append(say("screens.case.draft", lang))
    return "_".join(parts) + ".pdf"
