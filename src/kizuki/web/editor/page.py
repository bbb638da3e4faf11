"""The form of a report of a case: as the record fills it now while it is a draft, else as it was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from kizuki.actions.reports.filling_now import Ground, ground_now
from kizuki.core.clocks import is_business_day, next_business_day
from kizuki.core.forms import FilledForm, form_json, printed
from kizuki.core.forms.changes import changes
from kizuki.core.forms.vocabulary import FOLLOW_UP_PLANNED
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import house
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.people import Standing, standing_of
from kizuki.store.queries.reports import ReportLife, ReportRow, report_life
from kizuki.store.queries.seen_before import SeenBefore, seen_before
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import countdown
from kizuki.web.editor.form_page import FormPage, around_of, sections_of, sheet_beside
from kizuki.web.editor.kept import form_kept
from kizuki.web.editor.offers import FUTURE, STATUS, Offer, Offers, intake_offers, together
from kizuki.web.editor.sheet_offers import offers_of_case
from kizuki.web.missing_boxes import missing_in
from kizuki.web.refusals import refusal_words
from kizuki.web.report_offers import SIGNING, asks_password, back_to_review, offered, signers_said
from kizuki.web.signed import Signed, signed_report
from kizuki.web.words import report_name


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage(FormPage):
    """The form of a report of a case; where it cannot be filled now, what is shown is as it was drafted."""

    case: CaseRow
    life: ReportLife
    standing: Standing
    today: date
    signs: tuple[str, ...]
    back_to_review: bool
    state_words: str
    signers: str
    signed: Signed | None = None

    @property
    def asks_password(self) -> bool:
        """Whether the signature bar asks for the password again."""
        return asks_password(self.signs)


@dataclass(frozen=True, slots=True)
class _Filled:
    """The form to be shown and its ground; None where what was drafted or signed is shown as it was kept."""

    form: FilledForm
    ground: Ground | None
    refused: str = ""


def editor_page(viewer: Viewer, case_id: int, report_id: int, on: date) -> EditorPage | None:
    """The editor of a report as seen on one day; None where the case has none of this number."""
    found, life = case_page(viewer, case_id), report_life(viewer, report_id)
    if found is None or life is None or life.report.case_id != case_id:
        return None
    report = life.report
    filled, standing = _filled(report, viewer), standing_of(viewer, on)
    writes = filled.ground is not None and any(may(role, "write_box") for role in standing.roles)
    before = seen_before(viewer, report_id)
    more: dict[str, Any] = {
        "changed": _changed(filled.form, before),
        "offers": _offers(viewer, report, filled.ground) if writes else {},
    }
    more["proposed"] = planned_day(report.due_on, on)
    around = around_of(viewer, filled.form, filled.ground, _links(found.row), writes=writes, **more)
    draft = report.state == "draft"
    signs = tuple(step for step in SIGNING if offered(step, life, viewer, standing, on))
    name = report_name(report.form, report.number, viewer.lang, report.whom)
    return EditorPage(
        case=found.row,
        life=life,
        address=reverse("report-editor", args=[case_id, report_id]),
        name=name,
        countdown=countdown(report.due_on if report.state != "submitted" else None, on, of_law=True),
        table=filled.form.table,
        sections=sections_of(filled.form, filled.ground, around),
        sheet=sheet_beside(filled.form, viewer, draft=draft),
        missing=missing_in(filled.form, viewer.lang),
        writes=writes,
        stale=draft and _differs(filled.form, life),
        refused=filled.refused,
        against=before,
        standing=standing,
        today=on,
        signs=signs,
        signed=signed_report(viewer, report, name) if signs else None,
        back_to_review=back_to_review(life, standing),
        signers=signers_said(viewer, report_id, on),
        state_words=say(f"record.value.state.{report.state}", viewer.lang),
    )


def _offers(viewer: Viewer, report: ReportRow, ground: Ground | None) -> dict[str, tuple[Offer, ...]]:
    """What was told on the sheet of the first report, by the hospital, and at the intake; and the words that an
    incomplete report must say of what follows."""
    case_id = report.case_id
    planned: Offers = {}
    states = ground is not None and any(box.from_key == STATUS for box in ground.edition.boxes)
    if states and ground is not None and ground.said(STATUS) != "complete":
        planned = {FUTURE: (Offer(FOLLOW_UP_PLANNED, say("editor.from_status", viewer.lang), "#box-status"),)}
    return together(
        offers_of_case(viewer, case_id, report.matter, report.person), intake_offers(viewer, case_id), planned
    )


def planned_day(due_on: date | None, on: date) -> date:
    """The day on which a report is planned to be sent: today, or the next day of the office, but never past its due
    day."""
    planned = on if is_business_day(on) else next_business_day(on)
    return due_on if due_on is not None and on <= due_on < planned else planned


def _filled(report: ReportRow, viewer: Viewer) -> _Filled:
    """What is drafted as the record fills it now; what is on its way as it was handed in."""
    number = int(report.form)
    table = house().edition_named(number, report.edition)
    kept = form_kept(number, table, report.fields, report.drafted_at.date())
    try:
        ground = ground_now(viewer, report.id)
        return _Filled(kept, None) if ground is None else _Filled(ground.filled()[1], ground)
    except Refused as refused:
        return _Filled(kept, None, refusal_words(refused, viewer.lang))


def _links(case: CaseRow) -> dict[str, str]:
    return {
        "case": reverse("case", args=[case.id]) + "#facts",
        "device": reverse("device", args=[case.device_id]),
        "company": reverse("company"),
    }


def _changed(form: FilledForm, before: SeenBefore | None) -> dict[str, tuple[str, str]]:
    """How each box differs from before, and what it said."""
    if before is None:
        return {}
    now = form_json(form, "ja")["fields"]
    then = {one.id: one for one in form_kept(0, form.table, before.fields, form.dated_on).fields}
    boxes = {box.id: box for box in form.table.boxes}
    return {
        one.field: (one.kind, printed(then[one.field].value, boxes[one.field]) if one.field in then else "")
        for one in changes(before.fields, now)
    }


def _differs(form: FilledForm, life: ReportLife) -> bool:
    """Whether the draft that is printed says another thing than the form as it is filled now."""
    said = {row["id"]: row["value"] for row in form_json(form, "ja")["fields"]}
    return said != {row["id"]: row["value"] for row in life.report.fields}
