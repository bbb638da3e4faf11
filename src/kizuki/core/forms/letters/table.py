"""The tables of the letters as values: their fields in order, for whom they are, and what the law demands of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.disclosure.table import AUDIENCES, DEMANDS, STATUSES
from kizuki.core.glossary import Lang
from kizuki.core.lifecycle.measures.table import KINDS, TOLD
from kizuki.core.refusal import Refused

LETTERS = (
    "hospital_notice",
    "patient_notice",
    "yellow_letter",
    "blue_letter",
    "recall_start",
    "recall_progress",
    "recall_end",
    "recall_public",
    "end_of_life",
    "end_of_support",
    "legacy",
)
"""Every letter and recall paper, in the order in which they are offered."""

STYLES = ("letter", "report", "yellow", "blue")
FIELD_KINDS = ("text", "long", "day", "list")
MARKS = ("LAW", "SEEN", "SECONDARY", "MEMORY", "DERIVED", "OWN")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what fills it (`source`, a key of the record; '' where only a person can say it), whether the letter can
    go without it, whether it is printed (what is only kept, such as a consultation, is not), and where its label is from
    (`by`: the law, a source that was seen, or ours)."""

    id: str
    ja: str
    en: str
    kind: str
    by: str
    source: str = ""
    need: str = "required"
    printed: bool = True

    def label(self, lang: Lang) -> str:
        """The label in one language."""
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `goes`: to hospitals (`hospital`, one by one) or to a party of the table of measures. `demand` is the
    duty of law that makes it public at once, `demand_of` the kinds of measure that make it so. `eras`: Japanese days are
    written in eras. `fixed` are its own sentences by place and language."""

    kind: str
    ja: str
    en: str
    style: str
    goes: str
    audience: str
    says: str
    eras: bool
    measures: tuple[str, ...]
    basis: str
    basis_en: str
    fixed: Mapping[str, Mapping[str, str]]
    fields: tuple[Field, ...]
    demand: str = ""
    demand_of: Mapping[str, str] = None  # type: ignore[assignment] # always given by `letter_of`
    addressee: Mapping[str, str] = None  # type: ignore[assignment]

    def name(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en

    def field(self, field_id: str) -> Field:
        """The field with this id; `Refused` names one that the letter has not."""
        found = next((field for field in self.fields if field.id == field_id), None)
        if found is None:
            raise Refused(f"written.{field_id}", f"the letter {self.kind} has no such field")
        return found

    def demanded(self, measure_kind: str) -> str:
        """The duty of law that demands it in a measure of this kind ('' none)."""
        return self.demand_of.get(measure_kind, self.demand)


@cache
def letter(kind: str) -> Letter:
    """The letter of this kind; `Refused` names one that the tables have not."""
    if kind not in LETTERS:
        raise Refused("letter", f"{kind!r} is not one of: {', '.join(LETTERS)}")
    table = resources.files(__package__) / "tables" / f"{kind}.toml"
    return letter_of(kind, tomllib.loads(table.read_text(encoding="utf-8")))


def letter_of(kind: str, table: Mapping[str, Any]) -> Letter:
    """The letter that a parsed table describes; `Refused` names the key that is wrong."""
    fields = tuple(Field(**row) for row in table["field"])
    given = {key: value for key, value in table.items() if key not in ("field", "fixed", "measures")}
    made = Letter(
        kind=kind,
        measures=tuple(table["measures"]),
        fixed=table["fixed"],
        fields=fields,
        **{"demand_of": {}, "addressee": {}, **given},
    )
    _require(made)
    return made


def letters_for(measure_kind: str) -> tuple[str, ...]:
    """The letters that a measure of this kind may need."""
    return tuple(kind for kind in LETTERS if measure_kind in letter(kind).measures)


def _require(made: Letter) -> None:
    for place, value, known in (
        ("style", made.style, STYLES),
        ("audience", made.audience, AUDIENCES),
        ("says", made.says, STATUSES),
        ("goes", made.goes, ("hospital", *TOLD)),
        *(("measures", kind, KINDS) for kind in made.measures),
        *(("demand", one, DEMANDS) for one in (made.demand, *made.demand_of.values()) if one),
        *((f"field.{field.id}.kind", field.kind, FIELD_KINDS) for field in made.fields),
        *((f"field.{field.id}.by", field.by, MARKS) for field in made.fields),
        *((f"field.{field.id}.need", field.need, ("required", "optional")) for field in made.fields),
    ):
        if value not in known:
            raise Refused(f"{made.kind}.{place}", f"{value!r} is not one of: {', '.join(known)}")
    names = [field.id for field in made.fields]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise Refused(f"{made.kind}.field.{twice}", "stands in the table twice")
