"""The English of the glossary keeps to the list of terms: one name for one thing, each tied to its Japanese one."""

from __future__ import annotations

import re
from pathlib import Path

from kizuki.core.glossary import all_words

TERMS = Path(__file__).resolve().parents[2] / "docs" / "terms.md"

SAID_OTHERWISE = {
    "awareness day": "awareness date",
    "planning day": "working deadline",
    "due day": "deadline",
    "is met": "applies",
    "owed": "outstanding, required",
    "matter": "issue",
    "box": "field",
    "put right": "corrected",
    "to be had": "to be obtained",
    "anew": "again",
    "hole": "vulnerability",
    "anybody": "anyone",
    "somebody": "someone",
    "everybody": "everyone",
    "general manager": "general marketing manager",
    "authorization": "authorisation",
}
"""What an older wording called a thing, and the term that the list has for it."""


def test_no_english_word_of_the_glossary_calls_a_thing_by_a_name_that_the_list_has_given_up() -> None:
    shown = {one.id: re.sub(r"{[^}]*}", "", one.en).lower() for one in all_words().values()}
    found = {
        (name, old) for name, text in shown.items() for old in SAID_OTHERWISE if re.search(rf"\b{old}(s|es)?\b", text)
    }
    assert found == set()


def test_every_term_of_the_list_is_what_the_glossary_calls_its_japanese_one() -> None:
    """Of each row at least one word pairs them: its Japanese holds the term, its English the name beside it."""
    words = [(one.ja, re.sub(r"[^a-z]+", " ", one.en.lower())) for one in all_words().values()]
    for english, japanese in _rows():
        names = [re.sub(r"[^a-z]+", " ", name.lower()).strip() for name in re.split(r"[,;(]", english)]
        originals = [name for name in re.split(r"[,；・（）\s]+", japanese) if name]
        assert any(
            original in ja and name and name in en for ja, en in words for original in originals for name in names
        ), (english, japanese)


def _rows() -> list[tuple[str, str]]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TERMS.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    rows = [(row[0], row[1]) for row in cells if row[0] != "English"]
    assert len(rows) > 40
    return rows
