"""A form drawn from its field list: sections with their boxes, what is missing, and the sheet beside them.

It is the same of a report of a case, of the sheet of a first report and of a periodic report: each adds what is its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from kizuki.actions.reports.writing_boxes import Fillable
from kizuki.core.forms import Edition, FilledForm, Group
from kizuki.core.glossary import say
from kizuki.gateways.editions import house
from kizuki.gateways.typst.page import MOST_ROWS_IN_A_BOX, page_data
from kizuki.store.queries.seen_before import SeenBefore
from kizuki.store.queries.viewer import Viewer
from kizuki.store.reports.written import names_of
from kizuki.web.countdown import Countdown
from kizuki.web.editor.boxes import Around, BoxShown, box_shown
from kizuki.web.missing_boxes import MissingBox


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What a form on the screen shows. `address` is where a box is sent; `writes`: the reader may write; `refused` why
    the form cannot be filled now; `missing` are the boxes without which it cannot go out; `stale` whether the print is
    older than its boxes; `against` what the boxes are marked as changed from."""

    name: str
    address: str
    countdown: Countdown
    table: Edition
    sections: tuple[SectionShown, ...]
    sheet: dict[str, Any]
    missing: tuple[MissingBox, ...]
    writes: bool
    stale: bool = False
    refused: str = ""
    against: SeenBefore | None = None

    @property
    def boxes(self) -> tuple[BoxShown, ...]:
        """Every box in the order of the form."""
        return tuple(box for section in self.sections for group in section.groups for box in group.boxes)

    @property
    def later(self) -> tuple[BoxShown, ...]:
        """Those that are not known yet and may follow: the next to be asked for."""
        return tuple(box for box in self.boxes if box.later and box.control)

    @property
    def asks_later(self) -> bool:
        """Whether what may follow is led to as well, once nothing that is required is missing."""
        return False

    @property
    def check_note(self) -> str:
        """The word of what the check on this page means; '' where the page has none, and nothing to put anew there."""
        return ""

    @property
    def next_boxes(self) -> tuple[BoxShown, ...]:
        """Where the next jump goes, once nothing that is required is missing."""
        return self.later if self.asks_later and not self.missing else ()

    @property
    def changed(self) -> tuple[BoxShown, ...]:
        """Those that say another thing than before."""
        return tuple(box for box in self.boxes if box.changed)

    def box(self, box_id: str) -> BoxShown | None:
        """The box with this id."""
        return next((box for box in self.boxes if box.id == box_id), None)

    def with_box(self, changed: BoxShown) -> Self:
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


def around_of(
    viewer: Viewer,
    form: FilledForm,
    ground: Fillable | None,
    links: Mapping[str, str],
    *,
    writes: bool,
    **more: Any,
) -> Around:
    """What every box of a form is shown with; `links` lead to where what the rules say is put right."""
    table, written = form.table, ground.written if ground else {}
    guide, number = house().guide.examples, form.number
    return Around(
        lang=viewer.lang,
        boxes={box.id: box for box in table.boxes},
        written=written,
        names=names_of(written),
        links=links,
        examples={box.id: guide[f"{number}.{box.id}"] for box in table.boxes if f"{number}.{box.id}" in guide},
        writes=writes,
        **more,
    )


def sections_of(form: FilledForm, ground: Fillable | None, around: Around) -> tuple[SectionShown, ...]:
    """The sections of a form with their boxes; what was drafted or signed has no ground, and is shown as it was kept."""
    table, found = form.table, []
    for section in table.sections:
        headings = section.groups or (Group("", ""),)
        groups = [_group(heading, section.id, form, ground, around) for heading in headings]
        kept = tuple(group for group in groups if group.boxes)
        if kept:
            found.append(SectionShown(section.id, section.ja if around.lang == "ja" else section.en, kept))
    return tuple(found)


def _group(heading: Group, section: str, form: FilledForm, ground: Fillable | None, around: Around) -> GroupShown:
    boxes = [box for box in form.table.boxes if box.section == section and box.width]
    inside = [box for box in boxes if not heading.marks or box.mark in heading.marks]
    shown = tuple(
        box_shown(box, form.field(box.id), ground.said(box.from_key) if ground and box.from_key else None, around)
        for box in inside
    )
    several = len(heading.marks) > 1 or not heading.marks
    return GroupShown("" if several or not inside else inside[0].printed_mark, heading.ja, shown)


def sheet_beside(form: FilledForm, viewer: Viewer, *, draft: bool) -> dict[str, Any]:
    """The data of the print as the page sets it; of a table that goes to a list of its own, its first rows."""
    data = page_data(form, draft=draft)
    for section in data["sections"]:
        for group in section["groups"]:
            for cell in group["cells"]:
                more = len(cell["rows"]) - MOST_ROWS_IN_A_BOX
                if more > 0:
                    cell["rows"] = cell["rows"][:MOST_ROWS_IN_A_BOX]
                    cell["more"] = say("editor.more_rows", viewer.lang, count=more)
    return data
