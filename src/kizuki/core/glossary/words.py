"""The glossary as read from the TOML tables beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Lang = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Word:
    """One term or sentence. `ja` and `en` may hold `{name}` places that `say` fills; `source` names the authority."""

    id: str
    ja: str
    en: str
    source: str = ""


@cache
def all_words() -> dict[str, Word]:
    """Every word by id. A word that stands in two tables is a fault of the program, and raises ValueError."""
    words: dict[str, Word] = {}
    for table in sorted(resources.files(__package__).iterdir(), key=lambda file: file.name):
        if not table.name.endswith(".toml"):
            continue
        rows = tomllib.loads(table.read_text(encoding="utf-8"))
        for word_id, row in _flat(rows):
            if word_id in words:
                raise ValueError(f"glossary: {word_id} stands twice ({table.name})")
            words[word_id] = Word(word_id, row["ja"], row["en"], row.get("source", ""))
    return words


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
    """The word with this id; KeyError names it where the glossary lacks it."""
    return all_words()[word_id]


def say(word_id: str, lang: Lang, **values: object) -> str:
    """The word in one language with its places filled."""
    template = word(word_id).ja if lang == "ja" else word(word_id).en
    return template.format(**values) if values else template
