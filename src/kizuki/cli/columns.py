"""Columns of text that stand in line although Japanese characters take two places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Places that a text takes in a terminal."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def clip(text: str, places: int) -> str:
    """The text in at most so many places, with `…` where it was cut."""
    if width(text) <= places:
        return text
    kept, taken = "", 1
    for sign in text:
        taken += _width(sign)
        if taken > places:
            break
        kept += sign
    return kept + "…"


def pad(text: str, places: int) -> str:
    """The text with blanks after it up to so many places."""
    return text + " " * max(0, places - width(text))


def table(rows: Sequence[Sequence[str]], *, widest: int = 48, indent: int = 2) -> list[str]:
    """Rows as lines: columns two blanks apart, each as wide as its widest cell but for the last, which is not cut."""
    if not rows:
        return []
    last = len(rows[0]) - 1
    cells = [[cell if at == last else clip(cell, widest) for at, cell in enumerate(row)] for row in rows]
    widths = [max(width(row[at]) for row in cells) for at in range(last)] + [0]
    lines = ("  ".join(pad(cell, places) for cell, places in zip(row, widths, strict=True)) for row in cells)
    return [" " * indent + line.rstrip() for line in lines]
