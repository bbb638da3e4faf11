"""What a post of the editor writes into a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import QueryDict

from kizuki.core.forms import Box
from kizuki.core.forms.writing import MOST_ROWS, Said, columns_of, control_of
from kizuki.web.editor.boxes import BoxShown, Cell


def said_of(post: QueryDict, box: Box) -> Said | None:
    """The text, lines, choices or rows of the form of a box; None where what was written is taken back."""
    if "take_back" in post:
        return None
    if "propose" in post:
        return _with_proposed(post.get("said", ""), post.get("propose", ""), control_of(box))
    control, other = control_of(box), post.get("other", "").strip()
    if control == "choice":
        return other or post.get("said", "")
    if control == "choices":
        return [*post.getlist("said"), *other.replace("，", "、").split("、")]
    if control == "rows":
        columns = {column: post.getlist(column) for column in columns_of(box)}
        longest = min(max(map(len, columns.values()), default=0), MOST_ROWS + 1)
        return [
            {column: cells[at] if at < len(cells) else "" for column, cells in columns.items()}
            for at in range(longest)
        ]
    return post.get("said", "")


def _with_proposed(typed: str, proposed: str, control: str) -> str:
    """What is proposed; in a text of several lines behind what stands there, which is never lost to it."""
    if control not in ("long", "lines") or not typed.strip():
        return proposed
    return typed if proposed in typed.replace("\r\n", "\n") else f"{typed.rstrip()}\n{proposed}"


def typed_back(shown: BoxShown, post: QueryDict, columns: Sequence[str]) -> BoxShown:
    """The box with what was typed in its field: what a verb refused is not lost."""
    if shown.control in ("choice", "choices"):
        chosen = post.getlist("said")
        choices = tuple((code, word, code in chosen) for code, word, _ in shown.choices)
        return replace(shown, choices=choices, other=post.get("other", ""))
    if shown.control == "rows":
        columns_typed = {column: post.getlist(column) for column in columns}
        longest = min(max(map(len, columns_typed.values()), default=0), MOST_ROWS)
        blank = shown.rows[-1] if shown.rows else ()
        under = [*shown.rows, *(blank,) * longest][:longest]
        rows = tuple(
            tuple(_typed(cell, columns_typed.get(cell.name, ()), at) for cell in row) for at, row in enumerate(under)
        )
        return replace(shown, rows=rows or shown.rows)
    return replace(shown, text=post.get("said", ""))


def _typed(cell: Cell, typed: Sequence[str], at: int) -> Cell:
    text = typed[at] if at < len(typed) else ""
    return replace(cell, text=text, choices=tuple((code, word, code == text) for code, word, _ in cell.choices))
