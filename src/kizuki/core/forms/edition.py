"""Editions of the forms: the boxes in order, read from the TOML tables beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused


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
    """One edition of one form. `edition` is the date of the instrument that brought it, ISO 8601."""

    number: int
    edition: str
    instrument: str
    ja: str
    en: str
    sections: tuple[Section, ...]
    boxes: tuple[Box, ...]

    def box(self, box_id: str) -> Box:
        """The box with this id."""
        return next(box for box in self.boxes if box.id == box_id)


@cache
def editions(number: int) -> tuple[Edition, ...]:
    """Every edition held of a form, oldest first; empty where the form is not built."""
    folder = resources.files(__package__) / "editions"
    tables = sorted((file for file in folder.iterdir() if file.name.startswith(f"form_{number:02}_")), key=_name)
    return tuple(_edition(tomllib.loads(table.read_text(encoding="utf-8"))) for table in tables)


def edition_for(number: int, reported_on: date | None) -> Edition:
    """The edition in use on the day of a report (the newest, while that day is not known).

    Raises `Refused` for a day before the first edition that is held, and for a form that has none.
    """
    held = editions(number)
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


def _name(file: Any) -> str:
    return str(file.name)


def _edition(table: dict[str, Any]) -> Edition:
    sections = tuple(
        Section(row["id"], row["ja"], row["en"], tuple(Group(*group) for group in table["groups"][row["id"]]))
        for row in table["section"]
    )
    boxes = tuple(_box(section.id, row) for section in sections for row in table["boxes"][section.id])
    return Edition(table["number"], table["edition"], table["instrument"], table["ja"], table["en"], sections, boxes)


def _box(section: str, row: dict[str, Any]) -> Box:
    renamed = {
        "from": "from_key",
        "open": "values_open",
        "label": "label_standing",
        "by": "label_by",
        "rule": "rule_by",
    }
    values = {renamed.get(key, key): value for key, value in row.items()}
    values["values"] = tuple((code, said) for code, said in row.get("values", ()))
    return Box(section=section, **values)
