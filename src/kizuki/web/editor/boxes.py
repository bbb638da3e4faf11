"""One box of the editor: what stands in it, from where, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kizuki.core.forms import Box, FilledField, Standing, part_name, printed, why_text
from kizuki.core.forms.boxes import KNOWN_WORDS, RISK_WORDS
from kizuki.core.forms.choices import choice_text
from kizuki.core.forms.writing import Control, Origin, columns_of, control_of, origin_of, rows_are_given
from kizuki.core.glossary import Lang
from kizuki.store.reports.written import Written, tag_of
from kizuki.web.editor.instants import on_the_clock
from kizuki.web.editor.offers import Offer

Choice = tuple[str, str, bool]
"""Code, word, and whether it stands."""

_ANNEXES = {
    "event.device_problems": "A",
    "event.health_effects": "E",
    "event.health_impacts": "F",
    "event.components": "G",
}
"""Where the terms of a box are searched for: of any other box in every annex."""

_OF_FINDINGS = ("investigation.terms",)
"""Tables that hold terms beside those of what happened."""

_OF_TERMS = {"known": "term_known", "causality": "term_causality", "risk": "term_risk"}
"""Columns of terms with a list of their own, and the box that holds it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row that is written: a text, or one of `choices`. A `fixed` one says which row it is: its text is an id
    of the record, which nobody reads, and `said` what its reader calls that row."""

    name: str
    label: str
    text: str
    choices: tuple[Choice, ...] = ()
    fixed: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another person wrote into a box that was being written: `typed` was refused, and is still in the field."""

    theirs: str
    by: str


@dataclass(frozen=True, slots=True)
class BoxShown:
    """A box on the page. `read` is the tag of what the reader sees; `text`, `choices`, `other` and `rows` fill its
    field; `shown` is what the form says. `written_by` names the person whose words they are, `changed` how it differs
    from what the reader saw before (`before`). `proposed` is the planned day of sending, for the day of the report;
    `told` is what other papers say of it. `prints` is what the form says where the field itself cannot hold that."""

    id: str
    mark: str
    label: str
    control: Control
    origin: Origin
    state: str
    sure: bool
    why: str
    shown: str
    read: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    is_open: bool = False
    other: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    required: bool = False
    link: str = ""
    example: str = ""
    written_by: str = ""
    written_at: Any = None
    changed: str = ""
    before: str = ""
    proposed: date | None = None
    told: tuple[Offer, ...] = ()
    prints: str = ""
    refusal: str = ""
    conflict: Conflict | None = None
    grows: bool = True
    terms: bool = False
    annex: str = ""

    @property
    def missing(self) -> bool:
        """Whether the form cannot go out without it."""
        return self.state == Standing.MISSING.value

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What of it may be put into a field of text or chosen; a short one that says it already is offered none."""
        if self.control == "long":
            return self.told
        takes = self.control in ("line", "lines", "choice")
        return tuple(one for one in self.told if takes and one.text not in self.text and one.text != self.shown)

    @property
    def told_at(self) -> tuple[Offer, ...]:
        """Where else what stands in it was told."""
        return tuple(one for one in self.told if one.text in (self.text, self.shown))

    @property
    def later(self) -> bool:
        """Whether it may follow in a later report (後日可)."""
        return self.state == Standing.MAY_FOLLOW.value

    @property
    def typing(self) -> bool:
        """Whether it is kept while it is being typed; after a conflict a person keeps it by hand."""
        return self.control in ("long", "lines") and self.conflict is None

    @property
    def says(self) -> bool:
        """Whether it says something that came from somewhere."""
        return self.state == Standing.FILLED.value or bool(self.written_by)

    @property
    def asked(self) -> bool:
        """Whether its condition holds."""
        return self.state != Standing.NOT_ASKED.value


@dataclass(frozen=True, slots=True)
class Around:
    """What every box of a page is shown with: the boxes of the edition, what persons wrote by key with their names,
    what was typed and refused by box, how each differs, where facts are put right, the examples of the guide, what those
    whom a sheet is for are called, by id, and the texts that are offered, by key of the record."""

    lang: Lang
    boxes: Mapping[str, Box]
    written: Mapping[str, Written] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    proposed: date | None = None
    writes: bool = True


def box_shown(box: Box, found: FilledField, raw: Any, around: Around) -> BoxShown:
    """A box with what stands in it; `raw` is the value of the record that fills it."""
    lang, mine = around.lang, around.written.get(box.from_key) if box.from_key else None
    control = control_of(box) if around.writes else ""
    origin = origin_of(box, found, written=mine is not None)
    text, choices, other, rows = _in_the_field(box, control, raw, around)
    shown = printed(found.value, box)
    text, prints = _what_prints(box, control, text, shown if control and _stands_empty(found, raw) else "")
    changed, before = around.changed.get(box.id, ("", ""))
    return BoxShown(
        id=box.id,
        mark=box.printed_mark,
        label=box.label(lang),
        control=control,
        origin=origin,
        state=found.state,
        sure=box.label_standing in ("seen", "none"),
        why=why_text(found.why, lang) if found.why not in ("not_applicable", "required") else "",
        shown=shown if control or not box.values else choice_text(shown, lang),
        read=tag_of(raw),
        text=text,
        choices=choices,
        is_open=box.values_open,
        other=other,
        rows=rows,
        required=box.need == "required",
        grows=not rows_are_given(box),
        terms=box.type == "terms" or box.from_key in _OF_FINDINGS,
        annex=_ANNEXES.get(box.from_key, ""),
        link="" if control else _room_of(found, origin, around),
        example=around.examples.get(box.id, ""),
        written_by=around.names.get(mine.by or 0, "") if mine else "",
        written_at=mine.at if mine else None,
        changed=changed,
        before=before,
        proposed=around.proposed if box.from_key == "report.reported_on" and control else None,
        told=around.offers.get(box.from_key, ()),
        prints=prints,
    )


def _stands_empty(found: FilledField, raw: Any) -> bool:
    """Whether the form fills it though the record says nothing there."""
    return raw in (None, "") and found.state == Standing.FILLED.value


def _what_prints(box: Box, control: str, text: str, said: str) -> tuple[str, str]:
    """What the field holds, and what the form says beside it where a field of this kind cannot hold that."""
    holds_words = control in ("line", "long") and box.type in ("text", "long")
    return (text or said, "") if holds_words else (text, said)


def _room_of(found: FilledField, origin: Origin, around: Around) -> str:
    """Where what a box says is put right: what was sent and arrived at the record of sending, the rest by its origin."""
    room = "sending" if found.source == "dispatches" and "sending" in around.links else origin
    return around.links.get(room, "")


_Field = tuple[str, tuple[Choice, ...], str, tuple[tuple[Cell, ...], ...]]


def _in_the_field(box: Box, control: Control, raw: Any, around: Around) -> _Field:
    """The text, the choices, what stands beside the list, and the rows of a field with this value of the record."""
    if control == "rows":
        return "", (), "", _rows(box, raw, around)
    if control in ("choice", "choices"):
        said = [_word(one) for one in (raw if isinstance(raw, list | tuple) else [raw]) if one not in (None, "")]
        choices = tuple(
            (code, choice_text(word, around.lang), any(text in (code, word) for text in said))
            for code, word in box.values
        )
        named = {text for choice in box.values for text in choice}
        return "", choices, "、".join(text for text in said if text not in named), ()
    if isinstance(raw, list | tuple):
        return "\n".join(map(str, raw)), (), "", ()
    if box.type == "instant" and raw is not None:
        return on_the_clock(raw), (), "", ()
    return "" if raw is None else str(raw), (), "", ()


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rows(box: Box, raw: Any, around: Around) -> tuple[tuple[Cell, ...], ...]:
    """Each row of the record, and an empty one to write in where rows are added."""
    given = rows_are_given(box)
    told: Sequence[Any] = [*(raw if isinstance(raw, list | tuple) else ()), *(() if given else ({},))]
    return tuple(
        tuple(_cell(box, column, row if isinstance(row, Mapping) else {}, around) for column in columns_of(box))
        for row in told
    )


def _cell(box: Box, column: str, row: Mapping[str, Any], around: Around) -> Cell:
    value = row.get(column)
    text = "" if value is None else _word(value)
    listed = around.boxes.get(_OF_TERMS.get(column, "")) if box.type == "terms" else None
    if listed is None:
        fixed = rows_are_given(box) and column == columns_of(box)[0]
        label = part_name("who" if fixed else column, around.lang)
        return Cell(column, label, text, fixed=fixed, said=around.called.get(text, "") if fixed else "")
    text = {"known": KNOWN_WORDS, "risk": RISK_WORDS}.get(column, {}).get(text, text)
    choices = tuple((code, choice_text(word, around.lang), text in (code, word)) for code, word in listed.values)
    return Cell(column, part_name(column, around.lang), text, choices)
