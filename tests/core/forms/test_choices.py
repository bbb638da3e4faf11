"""What may be chosen in a box is read in English too, and the form's own word stands beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kizuki.core.forms.choices import choice_text

EDITIONS = Path(__file__).resolve().parents[3] / "src" / "kizuki" / "core" / "forms" / "editions"


def test_every_choice_of_every_edition_has_its_english_with_the_word_that_is_printed() -> None:
    words = {word for path in EDITIONS.glob("*.toml") for word in _words(tomllib.loads(path.read_text("utf-8")))}
    assert len(words) > 90
    for word in words:
        assert choice_text(word, "ja") == word
        english = choice_text(word, "en")
        assert english.endswith(f" ({word})"), word
        assert english.removesuffix(f" ({word})").isascii(), word


def test_a_word_of_a_company_s_own_edition_stands_alone() -> None:
    assert choice_text("当院独自の区分", "en") == "当院独自の区分"


def _words(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        for one in table.get("values", ()) if isinstance(table.get("values"), list) else ():
            yield one[1] if isinstance(one, list) else one
        table = list(table.values())
    for one in table if isinstance(table, list) else ():
        yield from _words(one)
