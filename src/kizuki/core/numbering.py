"""Numbers that count within a year (`2026-0001`, `I-2026-00001`): they are given, and stand in order, as numbers.

The digits behind the last hyphen are padded, so that most of them also sort as text; the ten-thousandth does not. What
is compared is therefore always the number and never its text.
"""

from __future__ import annotations

from collections.abc import Iterable


def number_order(number: str) -> tuple[str, int, str]:
    """The key by which numbers sort: what stands before the last hyphen, then the count as a number.

    A number that ends in no digits (one that another list gave) sorts as text before those of its kind.
    """
    before, _, count = number.rpartition("-")
    return (before, int(count), "") if _is_count(count) else (before, -1, count)


def numbers_after(taken: Iterable[str], prefix: str, *, width: int, count: int = 1) -> list[str]:
    """The next `count` numbers behind every one that is taken: `prefix`, then the count padded to `width` digits.

    `taken` may hold numbers of other prefixes; they do not count. A count that needs more digits gets them.
    """
    counts = (number.removeprefix(prefix) for number in taken if number.startswith(prefix))
    highest = max((int(text) for text in counts if _is_count(text)), default=0)
    return [f"{prefix}{highest + place:0{width}d}" for place in range(1, count + 1)]


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit()
