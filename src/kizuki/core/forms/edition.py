"""Editions of the forms: the boxes in order, read from the TOML tables beside this file, or from a company's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

TRANSCRIPTION = "記載内容（転記・確認用。提出する様式ではありません）"
"""What every print of a form says of itself: it is for transcription and checking, no copy of the official form."""

FormName = int | str
"""8 to 12, or `first` for the sheet of a prompt first report."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box (枠) of a form; the keys are explained at the head of the table of each edition.

    `section` and `mark` place it (`management`, `①`), `from_key` is the record key that fills it (empty where it is
    derived), `label_standing` says how sure the label is, `label_by` and `rule_by` name the sources.
    """

    id: str
    section: str
    ja: str
    en: str
    type: str
    need: str
    blank: str
    label_standing: str
    label_by: str
    rule_by: str
    mark: str = ""
    from_key: str = ""
    when: str = ""
    repeat: bool = False
    values: tuple[tuple[str, str], ...] = ()
    values_open: bool = False
    in_words: bool = False
    pattern: str = ""
    unit: str = ""
    width: int = 12

    @property
    def printed_mark(self) -> str:
        """The mark as it is printed: a small letter only groups boxes, and － stands for none."""
        return "" if self.mark == "－" or self.mark.isascii() else self.mark

    def label(self, lang: Lang) -> str:
        """The label in Japanese (the form's own) or in English (ours)."""
        return self.ja if lang == "ja" else self.en

    def said(self, code: str) -> str:
        """What the form says for a code of its values."""
        return dict(self.values)[code]


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that stand together in print under one heading: the marks of their boxes, and the heading."""

    marks: str
    ja: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a form with the groups of its boxes in print order."""

    id: str
    ja: str
    en: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one form. `edition` is the date of the instrument that brought it, ISO 8601.

    `instrument` is the line that names it in print, `title` the heading of every page, `not_known` the word for what is
    not known yet where the form has its own (確認中), `layout` the Typst file of a company's own layout ("" is ours),
    `style` which of our layouts it takes (`fax`: one sheet in heavy black).
    """

    number: FormName
    edition: str
    instrument: str
    ja: str
    en: str
    sections: tuple[Section, ...]
    boxes: tuple[Box, ...]
    title: str
    not_known: str = ""
    layout: str = ""
    style: str = ""

    def box(self, box_id: str) -> Box:
        """The box with this id."""
        return next(box for box in self.boxes if box.id == box_id)


@cache
def editions(number: FormName) -> tuple[Edition, ...]:
    """Every edition of ours that is held of a form, oldest first; empty where the form is not built."""
    folder = resources.files(__package__) / "editions"
    stem = f"form_{number:02}_" if isinstance(number, int) else f"{number}_"
    tables = sorted((file for file in folder.iterdir() if file.name.startswith(stem)), key=_name)
    return tuple(edition_of(tomllib.loads(table.read_text(encoding="utf-8"))) for table in tables)


def edition_among(held: tuple[Edition, ...], number: FormName, reported_on: date | None) -> Edition:
    """The one of these editions (oldest first) in use on the day of a report; the newest, while it is not known.

    Raises `Refused` for a day before the first edition that is held, and for a form that has none.
    """
    if not held:
        raise Refused("", f"form {number} is not built in this release")
    if reported_on is None:
        return held[-1]
    fitting = [edition for edition in held if edition.edition <= reported_on.isoformat()]
    if not fitting:
        first = held[0].edition
        raise Refused(
            "report.reported_on", f"{reported_on} is before the first edition held of form {number}: {first}"
        )
    return fitting[-1]


def edition_for(number: FormName, reported_on: date | None) -> Edition:
    """The edition of ours in use on the day of a report; refuses as `edition_among` does."""
    return edition_among(editions(number), number, reported_on)


def edition_of(table: Mapping[str, Any]) -> Edition:
    """The edition that a parsed table describes. `Refused` names the key that is missing, unknown or wrong."""
    _require(table)
    sections = tuple(
        Section(row["id"], row["ja"], row["en"], tuple(Group(*group) for group in table["groups"].get(row["id"], ())))
        for row in table["section"]
    )
    boxes = tuple(_box(section.id, row) for section in sections for row in table["boxes"].get(section.id, ()))
    twice = next((box.id for at, box in enumerate(boxes) if box.id in {one.id for one in boxes[:at]}), None)
    if twice:
        raise Refused(f"boxes.{twice}", "the box stands in the table twice")
    number = table["number"]
    own = {key: table[key] for key in ("not_known", "layout", "style") if key in table}
    title = table.get("title") or f"様式第{number} {TRANSCRIPTION}"
    edition, instrument, ja, en = (str(table[key]) for key in ("edition", "instrument", "ja", "en"))
    return Edition(number, edition, instrument, ja, en, sections, boxes, title, **own)


def _name(file: Any) -> str:
    return str(file.name)


_REQUIRED = ("number", "edition", "instrument", "ja", "en", "section", "groups", "boxes")
_KNOWN = frozenset((*_REQUIRED, "items", "sources", "title", "not_known", "layout", "style"))
_RENAMED = {
    "from": "from_key",
    "open": "values_open",
    "label": "label_standing",
    "by": "label_by",
    "rule": "rule_by",
}
_OF_A_BOX = {_renamed: _key for _key, _renamed in _RENAMED.items()}
_TYPES = {"str": str, "bool": bool, "int": int}


def _require(table: Mapping[str, Any]) -> None:
    lacks = next((key for key in _REQUIRED if key not in table), None)
    if lacks:
        raise Refused(lacks, "the table of an edition needs it")
    unknown = next((key for key in table if key not in _KNOWN), None)
    if unknown:
        raise Refused(unknown, "unknown key in the table of an edition")
    try:
        date.fromisoformat(table["edition"])
    except (TypeError, ValueError):
        raise Refused("edition", f"{table['edition']!r} is not the day from which it is in use") from None
    known = {row["id"] for row in table["section"]}
    stray = next((key for part in ("groups", "boxes") for key in table[part] if key not in known), None)
    if stray:
        raise Refused(f"boxes.{stray}", f"is no section of the table: {', '.join(sorted(known))}")


def _box(section: str, row: Mapping[str, Any]) -> Box:
    place = f"boxes.{section}.{row.get('id', '?')}"
    kinds = {part.name: part.type for part in fields(Box)}
    for key, value in row.items():
        name = _RENAMED.get(key, key)
        if name not in kinds or key in _OF_A_BOX or key == "section":
            raise Refused(f"{place}.{key}", "unknown key of a box")
        wanted = _TYPES.get(str(kinds[name]))
        if wanted is not None and type(value) is not wanted:
            raise Refused(f"{place}.{key}", f"must be of the kind {wanted.__name__}")
    lacks = next(
        (_OF_A_BOX.get(part.name, part.name) for part in fields(Box) if _is_needed(part, row)),
        None,
    )
    if lacks:
        raise Refused(f"{place}.{lacks}", "a box needs it")
    values = {_RENAMED.get(key, key): value for key, value in row.items()}
    values["values"] = tuple((str(code), str(said)) for code, said in row.get("values", ()))
    return Box(section=section, **values)


def _is_needed(part: Field[Any], row: Mapping[str, Any]) -> bool:
    given = part.name == "section" or _OF_A_BOX.get(part.name, part.name) in row
    return part.default is MISSING and not given
