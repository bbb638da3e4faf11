"""A document box by box, to be copied into the portal or the official form: apart from the sheet that is filed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kizuki.actions.periods.printing import period_ground_now
from kizuki.actions.reports.sheet_filling import sheet_ground
from kizuki.core.forms import FilledForm
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import house
from kizuki.gateways.typst import print_form
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.devices import device_page
from kizuki.store.queries.period_reports import periods_of
from kizuki.store.queries.reports import report_life
from kizuki.web.doors.door import address_of
from kizuki.web.editor.copying import CopyPage, copied_of
from kizuki.web.editor.kept import form_kept
from kizuki.web.editor.page import editor_page
from kizuki.web.editor.sheet_page import named_in, sheet_address
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name


@require_safe
def transcription(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The boxes of a report as they were printed, section by section."""
    viewer = viewer_of(request)
    found, life = case_page(viewer, case_id), report_life(viewer, report_id)
    if found is None or life is None or life.report.case_id != case_id:
        raise Http404
    report = life.report
    table = house().edition_named(int(report.form), report.edition)
    form = form_kept(int(report.form), table, report.fields, report.drafted_at.date())
    editor = editor_page(viewer, case_id, report_id, today()) if report.state == "draft" else None
    page = {
        "case": found.row,
        "life": life,
        "name": report_name(report.form, report.number, viewer.lang, report.whom),
        "sections": copied_of(form, viewer.lang),
        "stale": editor is not None and editor.stale,
    }
    return render(request, "kizuki/editor/transcription.html", {"page": page})


@require_safe
def sheet_transcription(request: HttpRequest, case_id: int) -> HttpResponse:
    """The boxes of the sheet of a first report as it stands now, of those whom the address names (`for`): to be read
    out on the telephone, or written by hand where the FAX is down."""
    viewer = viewer_of(request)
    found = case_page(viewer, case_id)
    if found is None:
        raise Http404
    try:
        ground = sheet_ground(case_id, *named_in(viewer, case_id, request.GET.getlist("for")))
        form = ground.filled()
    except Refused:
        return redirect(address_of("case", case_id, "draft_first_sheet"))
    page = CopyPage(
        name=say("sheet.page.name", viewer.lang),
        back=sheet_address(case_id, ground.whom.names),
        leads_to=f"{found.row.number} {found.row.title}",
        sections=copied_of(form, viewer.lang),
        draft=True,
    )
    return render(request, "kizuki/editor/copying.html", {"page": page})


@require_safe
def period_transcription(request: HttpRequest, device_id: int, report_id: int) -> HttpResponse:
    """The boxes of a periodic report, for who sees all that it tells of. Only its PDF is kept once it was handed in: the
    boxes stand here as long as they are filled as that PDF tells, to the byte."""
    viewer = viewer_of(request)
    device, standing = device_page(viewer, device_id), periods_of(viewer, device_id)
    found = next(((one, row) for one in standing for row in one.reports if row.id == report_id), None)
    if device is None or found is None:
        raise Http404
    period, row = found
    try:
        form = period_ground_now(viewer, report_id).filled()
    except Refused:
        raise Http404 from None
    draft = row.state == "draft"
    same = draft or _prints_as(form, row.sha256)
    words = say("screens.case.form_number", viewer.lang, number=period.form)
    page = CopyPage(
        name=f"{words} {period.first_on} – {period.last_on}",
        back=reverse("period-editor" if draft else "device-periods", args=[device_id, report_id][: 1 + draft]),
        leads_to=device.row.brand,
        sections=copied_of(form, viewer.lang) if same else (),
        draft=draft,
        pdf=reverse("period-report-pdf", args=[device_id, report_id]),
        other=not same,
    )
    return render(request, "kizuki/editor/copying.html", {"page": page})


def _prints_as(form: FilledForm, sha256: str) -> bool:
    """Whether the boxes are those of this PDF; what was handed in had every box that it needs."""
    return not form.missing and print_form(form, draft=False).sha256 == sha256
