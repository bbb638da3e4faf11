"""The glossary as read from the TOML tables beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kizuki.core.beside import names_beside, text_beside

Lang = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Word:
    """One term or sentence. `ja` and `en` may hold `{name}` places that `say` fills; `source` names the authority.

    English words agree with their number: `{count} {count:hospital|hospitals}`.
    """

    id: str
    ja: str
    en: str
    source: str = ""


@cache
def all_words() -> dict[str, Word]:
    """Every word by id. A word that stands in two tables is a fault of the program, and raises ValueError."""
    words: dict[str, Word] = {}
    for name in names_beside(__file__):
        table = _table(name.removesuffix(".toml")) if name.endswith(".toml") else {}
        if twice := next((word_id for word_id in table if word_id in words), None):
            raise ValueError(f"glossary: {twice} stands twice ({name})")
        words |= table
    return words


@cache
def _table(name: str) -> dict[str, Word]:
    """The words of one table by id; empty where there is none of this name."""
    try:
        text = text_beside(__file__, f"{name}.toml")
    except FileNotFoundError:
        return {}
    rows = _flat(tomllib.loads(text))
    return {word_id: Word(word_id, row["ja"], row["en"], row.get("source", "")) for word_id, row in rows}


def _flat(rows: dict[str, object], prefix: str = "") -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for key, row in rows.items():
        if not isinstance(row, dict):
            raise ValueError(f"glossary: {prefix}{key} is not a word")
        if isinstance(row.get("ja"), str):
            found.append((prefix + key, row))
        else:
            found.extend(_flat(row, f"{prefix}{key}."))
    return found


def word(word_id: str) -> Word:
    """The word with this id; KeyError names it where the glossary lacks it.

    Most words stand in the table that their id begins with: a command that says a few reads no more than that one.
    """
    return _table(word_id.partition(".")[0]).get(word_id) or all_words()[word_id]


def say(word_id: str, lang: Lang, **values: object) -> str:
    """The word in one language with its places filled."""
    template = word(word_id).ja if lang == "ja" else word(word_id).en
    if "|" in template:
        values = {name: _Agreeing(value) for name, value in values.items()}
    return template.format(**values) if values else template


@dataclass(frozen=True, slots=True)
class _Agreeing:
    """A value that says one of two words, `{count:one|many}`, by whether it is one; else it is itself."""

    value: object

    def __format__(self, wanted: str) -> str:
        one, bar, many = wanted.partition("|")
        return (one if str(self.value) == "1" else many) if bar else format(self.value, wanted)
