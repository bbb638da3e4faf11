"""Addresses of 施行規則第228条の20第2項, written short (`1-ハ`) and in full (`施行規則第228条の20第2項第1号ハ`)."""

from __future__ import annotations

import re

Item = str
"""An item of the paragraph in its short form: the number of the 号, a hyphen, and the letter (or a name)."""

PARAGRAPH = "施行規則第228条の20第2項"
LETTERS = "イロハニホヘトチリ"


def address_of(item: Item) -> str:
    """The full address of an item; a name instead of a letter (`1-serious-foreign`) ends at the 号."""
    number, _, letter = item.partition("-")
    return f"{PARAGRAPH}第{number}号{letter if letter in LETTERS else ''}"


def place_in_article(item: Item) -> tuple[int, int]:
    """Sort key: the order of the article; items without an established letter come after those of their 号."""
    number, _, letter = item.partition("-")
    return int(number), LETTERS.find(letter) if len(letter) == 1 else len(LETTERS)


def is_item(text: str) -> bool:
    """Whether the text is an item in its short form."""
    return re.fullmatch(rf"[123]-(?:[{LETTERS}]|[a-z-]+)", text) is not None
