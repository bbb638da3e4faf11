"""A report box by box, to be copied into the portal or the official form: apart from the sheet that is filed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.forms import Box, printed
from kizuki.gateways.editions import house
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.reports import report_life
from kizuki.web.editor.kept import form_kept
from kizuki.web.editor.page import editor_page
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name


@dataclass(frozen=True, slots=True)
class Line:
    """One box: `text` is what it says, `state` how it stands; `copied` where the words are the report's own, and not a
    word that only stands on our sheet."""

    box: Box
    label: str
    text: str
    state: str
    long: bool
    copied: bool


@require_safe
def transcription(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The boxes as they were printed, section by section."""
    viewer = viewer_of(request)
    found, life = case_page(viewer, case_id), report_life(viewer, report_id)
    if found is None or life is None or life.report.case_id != case_id:
        raise Http404
    report = life.report
    table = house().edition_named(int(report.form), report.edition)
    form = form_kept(int(report.form), table, report.fields, report.drafted_at.date())
    lines = {
        box.id: Line(
            box,
            box.label(viewer.lang),
            printed(form.field(box.id).value, box),
            form.field(box.id).state,
            box.type in ("long", "texts", "terms", "table", "group", "enums"),
            form.field(box.id).why not in ("given_by_pmda", "nothing_stated"),
        )
        for box in table.boxes
        if box.width and any(one.id == box.id for one in form.fields)
    }
    sections = [
        (
            section.ja if viewer.lang == "ja" else section.en,
            [line for line in lines.values() if line.box.section == section.id],
        )
        for section in table.sections
    ]
    editor = editor_page(viewer, case_id, report_id, today()) if report.state == "draft" else None
    page = {
        "case": found.row,
        "life": life,
        "name": report_name(report.form, report.number, viewer.lang, report.whom),
        "sections": [(words, rows) for words, rows in sections if rows],
        "stale": editor is not None and editor.stale,
    }
    return render(request, "kizuki/editor/transcription.html", {"page": page})
