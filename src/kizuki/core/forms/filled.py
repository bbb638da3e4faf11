"""A filled form as values: each box with what it says, how it stands, and where that came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kizuki.core.forms.edition import Edition, FormName

ON_THE_SHEET = "first.persons"
"""The source of a box that says what the sheet of the first report (第一報連絡票) tells of its person."""


class Standing(Enum):
    """How a box stands: filled, may follow in a later report, missing (the form is not printed as final), or not asked.

    Not asked is a box whose condition does not hold: it has no value and is printed blank.
    """

    FILLED = "filled"
    MAY_FOLLOW = "may_follow"
    MISSING = "missing"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a repeated box, or the parts of a grouped one: pairs of key and text, in print order."""

    cells: tuple[tuple[str, str], ...]

    def cell(self, key: str) -> str:
        """The text of one cell, empty where the row has none."""
        return dict(self.cells).get(key, "")


Value = None | str | int | date | tuple[str, ...] | tuple[Row, ...]
"""What a box says. Days are dates, instants (of the first report alone) datetimes; words are the form's own Japanese."""


@dataclass(frozen=True, slots=True)
class FilledField:
    """One box of a form.

    `source` is the record key (`device.brand`), the fact (`facts.matters.0.locus`), the part of the determination
    (`determination.duties.0.period`) or the rule (`rule:no_person_concerned`) that its value came from; `why` is the
    code of the reason why it is not filled, is not asked, or is filled with a word such as 該当なし.
    """

    id: str
    label: str
    value: Value
    state: str
    source: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should look at before the form goes out: a glossary code and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled from a case. `dated_on` is the day the print carries; `name` tells its prints apart.

    `table` is the edition that it was filled in, whose first day is `edition`.
    """

    number: FormName
    edition: str
    table: Edition
    fields: tuple[FilledField, ...]
    notices: tuple[Notice, ...]
    dated_on: date
    name: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the required boxes that nothing fills: the form can only be printed as a draft."""
        return self._standing(Standing.MISSING)

    @property
    def may_follow(self) -> tuple[str, ...]:
        """Ids of the boxes that may follow in a later report."""
        return self._standing(Standing.MAY_FOLLOW)

    def field(self, field_id: str) -> FilledField:
        """The box with this id; KeyError where the form has none."""
        for found in self.fields:
            if found.id == field_id:
                return found
        raise KeyError(field_id)

    def _standing(self, standing: Standing) -> tuple[str, ...]:
        return tuple(found.id for found in self.fields if found.state == standing.value)
