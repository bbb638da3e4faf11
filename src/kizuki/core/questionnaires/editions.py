"""Editions of questionnaires as values, from the tables of the folder beside this file: an item is a row, never code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

Kind = Literal["yes_no", "text", "date"]


@dataclass(frozen=True, slots=True)
class Item:
    """One box: its number as the form has it, its topic in our own words, the facts that must be yes, and those that need
    only be told (`known`). `mark`: `derived` where its number or place was not seen."""

    no: str
    ja: str
    en: str
    facts: tuple[str, ...]
    known: tuple[str, ...] = ()
    section: str = ""
    kind: Kind = "yes_no"
    mark: str = ""

    @property
    def all_facts(self) -> tuple[str, ...]:
        """Every fact on which the answer rests."""
        return (*self.facts, *self.known)

    def said(self, lang: Lang) -> str:
        """The topic in one language."""
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Edition:
    """One questionnaire. `loaded` False: its items were not seen, and it answers nothing until they are. `per`: a sheet
    of it is filled for a `hospital`, or for a `release` of a device."""

    id: str
    edition: str
    loaded: bool
    per: Literal["hospital", "release"]
    ja: str
    en: str
    source: str
    items: tuple[Item, ...] = ()

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


def _item(row: Mapping[str, Any]) -> Item:
    lists = {name: tuple(row[name]) for name in ("facts", "known") if name in row}
    return Item(**{**row, **lists})


@cache
def _read() -> Mapping[str, Edition]:
    found = {}
    folder = resources.files(__package__) / "editions"
    for table in sorted(folder.iterdir(), key=lambda file: file.name):
        if table.name.endswith(".toml"):
            told = tomllib.loads(table.read_text(encoding="utf-8"))
            items = tuple(_item(row) for row in told.pop("item", ()))
            if bool(items) != told["loaded"] or len({item.no for item in items}) != len(items):
                raise ValueError(f"questionnaires: {table.name} says loaded without items, or a number comes twice")
            found[told["id"]] = Edition(items=items, **told)
    return found


EDITIONS: Mapping[str, Edition] = _read()
"""Every edition by id, those without items too."""


def edition_of(sheet: str) -> Edition:
    """The edition with its items; `Refused` where there is none of this id, or where its items are not loaded."""
    found = EDITIONS.get(sheet)
    if found is None:
        raise Refused("sheet", f"{sheet!r} is not one of: {', '.join(EDITIONS)}")
    if not found.loaded:
        raise Refused("sheet", f"{sheet}: items not loaded; they are read from the official workbook, never invented")
    return found


def loaded() -> tuple[Edition, ...]:
    """The editions that can be answered."""
    return tuple(one for one in EDITIONS.values() if one.loaded)
