"""The page of the editor: the sections of the form with their boxes, what is missing, and the sheet beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from kizuki.actions.reports.filling_now import Ground, ground_now
from kizuki.core.clocks import is_business_day, next_business_day
from kizuki.core.forms import Edition, FilledForm, Group, form_json, printed
from kizuki.core.forms.changes import changes
from kizuki.core.forms.writing import Origin
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import house
from kizuki.gateways.typst.page import page_data
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.people import Standing, standing_of
from kizuki.store.queries.reports import ReportLife, ReportRow, report_life
from kizuki.store.queries.seen_before import SeenBefore, seen_before
from kizuki.store.queries.viewer import Viewer
from kizuki.store.reports.written import names_of
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.editor.boxes import Around, BoxShown, box_shown
from kizuki.web.editor.kept import form_kept
from kizuki.web.refusals import refusal_words
from kizuki.web.report_offers import SIGNING, asks_password, back_to_review, offered
from kizuki.web.words import report_name


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Boxes under one heading."""

    mark: str
    title: str
    boxes: tuple[BoxShown, ...]

    @property
    def asked(self) -> tuple[BoxShown, ...]:
        """Those that this report asks, or in which somebody wrote."""
        return tuple(box for box in self.boxes if box.asked or box.written_by or box.refusal)

    @property
    def rest(self) -> tuple[BoxShown, ...]:
        """Those that it does not ask: folded away."""
        return tuple(box for box in self.boxes if box not in self.asked)


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section of the form; `title` is Japanese in both languages, `words` that of the reader."""

    id: str
    words: str
    groups: tuple[GroupShown, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """What the editor shows. `writes`: the reader may write; `refused` why the form cannot be filled now (what is shown
    is then as it was drafted); `against` what the boxes are marked as changed from."""

    case: CaseRow
    life: ReportLife
    name: str
    countdown: Countdown
    table: Edition
    sections: tuple[SectionShown, ...]
    sheet: dict[str, Any]
    writes: bool
    stale: bool
    refused: str
    against: SeenBefore | None
    standing: Standing
    today: date
    signs: tuple[str, ...]
    back_to_review: bool
    state_words: str

    @property
    def asks_password(self) -> bool:
        """Whether the signature bar asks for the password again."""
        return asks_password(self.signs)

    @property
    def boxes(self) -> tuple[BoxShown, ...]:
        """Every box in the order of the form."""
        return tuple(box for section in self.sections for group in section.groups for box in group.boxes)

    @property
    def missing(self) -> tuple[BoxShown, ...]:
        """Those without which the form cannot go out."""
        return tuple(box for box in self.boxes if box.missing)

    @property
    def changed(self) -> tuple[BoxShown, ...]:
        """Those that say another thing than before."""
        return tuple(box for box in self.boxes if box.changed)

    def box(self, box_id: str) -> BoxShown | None:
        """The box with this id."""
        return next((box for box in self.boxes if box.id == box_id), None)

    def with_box(self, changed: BoxShown) -> EditorPage:
        """The page with a box as it is to be shown now (what was typed and refused)."""
        sections = tuple(
            replace(
                section,
                groups=tuple(
                    replace(group, boxes=tuple(changed if box.id == changed.id else box for box in group.boxes))
                    for group in section.groups
                ),
            )
            for section in self.sections
        )
        return replace(self, sections=sections)


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
    around = _around(viewer, found.row, filled, before, writes=writes, proposed=planned_day(report.due_on, on))
    draft = report.state == "draft"
    return EditorPage(
        case=found.row,
        life=life,
        name=report_name(life.report.form, life.report.number, viewer.lang, life.report.whom),
        countdown=countdown(report.due_on if report.state != "submitted" else None, on),
        table=filled.form.table,
        sections=_sections(filled, around, viewer),
        sheet=page_data(filled.form, draft=draft),
        writes=writes,
        stale=draft and _differs(filled.form, life),
        refused=filled.refused,
        against=before,
        standing=standing,
        today=on,
        signs=tuple(step for step in SIGNING if offered(step, life, viewer, standing, on)),
        back_to_review=back_to_review(life, standing),
        state_words=say(f"record.value.state.{report.state}", viewer.lang),
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
        ground = ground_now(report.id)
        return _Filled(kept, None) if ground is None else _Filled(ground.filled()[1], ground)
    except Refused as refused:
        return _Filled(kept, None, refusal_words(refused, viewer.lang))


def _around(
    viewer: Viewer, case: CaseRow, filled: _Filled, before: SeenBefore | None, *, writes: bool, proposed: date
) -> Around:
    table, ground = filled.form.table, filled.ground
    written = ground.written if ground else {}
    links: dict[Origin, str] = {
        "case": reverse("case", args=[case.id]) + "#facts",
        "device": reverse("device", args=[case.device_id]),
        "company": reverse("company"),
    }
    guide, number = house().guide.examples, filled.form.number
    return Around(
        lang=viewer.lang,
        boxes={box.id: box for box in table.boxes},
        written=written,
        names=names_of(written),
        links=links,
        examples={box.id: guide[f"{number}.{box.id}"] for box in table.boxes if f"{number}.{box.id}" in guide},
        changed=_changed(filled.form, before),
        proposed=proposed,
        writes=writes,
    )


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


def _sections(filled: _Filled, around: Around, viewer: Viewer) -> tuple[SectionShown, ...]:
    table = filled.form.table
    found = []
    for section in table.sections:
        headings = section.groups or (Group("", ""),)
        groups = [_group(heading, section.id, table, filled, around) for heading in headings]
        kept = tuple(group for group in groups if group.boxes)
        if kept:
            found.append(SectionShown(section.id, section.ja if viewer.lang == "ja" else section.en, kept))
    return tuple(found)


def _group(heading: Group, section: str, table: Edition, filled: _Filled, around: Around) -> GroupShown:
    boxes = [box for box in table.boxes if box.section == section and box.width]
    inside = [box for box in boxes if not heading.marks or box.mark in heading.marks]
    shown = tuple(
        box_shown(
            box,
            filled.form.field(box.id),
            filled.ground.said(box.from_key) if filled.ground and box.from_key else None,
            around,
        )
        for box in inside
    )
    several = len(heading.marks) > 1 or not heading.marks
    return GroupShown("" if several else heading.marks, heading.ja, shown)


def _differs(form: FilledForm, life: ReportLife) -> bool:
    """Whether the draft that is printed says another thing than the form as it is filled now."""
    said = {row["id"]: row["value"] for row in form_json(form, "ja")["fields"]}
    return said != {row["id"]: row["value"] for row in life.report.fields}
