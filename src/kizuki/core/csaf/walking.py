"""Parts of a JSON value by their type: what is of another type counts as absent, and is noted by its place."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf.shapes import Unclear


class Notes:
    """What could not be told while a document was read."""

    def __init__(self) -> None:
        self.rows: list[Unclear] = []

    def add(self, where: str, why: str) -> None:
        """Note a place."""
        self.rows.append(Unclear(where, why))


def objects(holder: Any, key: str, where: str, notes: Notes) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its place; absent is none."""
    rows = holder.get(key) if isinstance(holder, dict) else None
    if rows is None:
        return []
    if not isinstance(rows, list):
        notes.add(f"{where}/{key}", "not a list")
        return []
    found = []
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            found.append((f"{where}/{key}/{number}", row))
        else:
            notes.add(f"{where}/{key}/{number}", "not an object")
    return found


def inner(holder: Any, *keys: str) -> dict[str, Any]:
    """The object under these keys; empty where there is none."""
    for key in keys:
        holder = holder.get(key) if isinstance(holder, dict) else None
    return holder if isinstance(holder, dict) else {}


def text(holder: Any, key: str) -> str:
    """The text under this key; empty where there is none."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def texts(holder: Any, key: str) -> tuple[str, ...]:
    """The texts of a list; empty where there is none."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return tuple(row for row in value if isinstance(row, str)) if isinstance(value, list) else ()
