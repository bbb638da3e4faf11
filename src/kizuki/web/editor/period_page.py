"""A periodic report on the screen: what is counted, what the company writes, and what the check finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kizuki.actions.periods.printing import period_ground_now
from kizuki.core.forms import form_json
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.checking.unsigned import check_of_period
from kizuki.store.queries.devices import DeviceRow, device_page
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.period_reports import PeriodReportRow, SurveyPeriod, periods_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.reports.written_periods import period_written_since
from kizuki.web.countdown import countdown
from kizuki.web.editor.form_page import FormPage, around_of, sections_of, sheet_beside
from kizuki.web.editor.found import FoundLine, found_lines
from kizuki.web.editor.page import planned_day
from kizuki.web.missing_boxes import missing_in


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEditorPage(FormPage):
    """The form of a periodic report as it is counted and written now; what was handed in is its PDF."""

    device: DeviceRow
    period: SurveyPeriod
    report: PeriodReportRow
    found: tuple[FoundLine, ...]
    draws: bool
    asks: bool

    @property
    def check_note(self) -> str:
        """What stands in the check is for the signers."""
        return "check.page.never_refuses"


def _rooms(device_id: int) -> dict[str, str]:
    """Where what the report is filled from is changed."""
    periods, device = reverse("device-periods", args=[device_id]), reverse("device", args=[device_id])
    return {"case": periods, "device": device, "company": reverse("company")}


def period_editor_page(viewer: Viewer, device_id: int, report_id: int, on: date) -> PeriodEditorPage | None:
    """The editor of a periodic report as seen on one day; None where the device has none of this number, or the viewer
    does not see all that it would tell of now."""
    device, standing = device_page(viewer, device_id), periods_of(viewer, device_id)
    found = next(((one, row) for one in standing for row in one.reports if row.id == report_id), None)
    if device is None or found is None:
        return None
    period, row = found
    try:
        ground = period_ground_now(viewer, report_id)
    except Refused:
        return None
    form, draft = ground.filled(), row.state == "draft"
    roles = standing_of(viewer, on).roles
    writes = draft and any(may(role, "write_period_box") for role in roles)
    rooms = _rooms(device_id)
    links: dict[str, str] = {"case": rooms["case"], "device": rooms["device"], "company": rooms["company"]}
    around = around_of(viewer, form, ground, links, writes=writes, proposed=planned_day(period.due_on, on))
    address = reverse("period-editor", args=[device_id, report_id])
    stale = draft and period_written_since(report_id)
    fields = form_json(form, viewer.lang)["fields"]
    form_words = say("screens.case.form_number", viewer.lang, number=period.form)
    checked = check_of_period(viewer, report_id, fields, on, newest=not stale)
    return PeriodEditorPage(
        name=f"{form_words} {period.first_on} – {period.last_on}",
        address=address,
        countdown=countdown(period.due_on if row.state != "submitted" else None, on, of_law=True),
        table=form.table,
        sections=sections_of(form, ground, around),
        sheet=sheet_beside(form, viewer, draft=draft),
        missing=missing_in(form, viewer.lang),
        writes=writes,
        stale=stale,
        device=device.row,
        period=period,
        report=row,
        found=found_lines(checked, form.table, viewer, rooms, address),
        draws=draft and any(may(role, "draft_period_report") for role in roles),
        asks=draft and any(may(role, "request_period_review") for role in roles),
    )
