"""Values of a document that may be of any type: what is of the wrong type reads as absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(value: Any) -> str:
    """The text without blanks around it; empty for what is no text."""
    return value.strip() if isinstance(value, str) else ""


def mapping(value: Any) -> dict[str, Any]:
    """The object; empty for what is none."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The list; empty for what is none."""
    return value if isinstance(value, list) else []


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; what is no object in it is left out (the faults name it)."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts of a list that are not empty."""
    return [said for one in value if (said := text(one))] if isinstance(value, list) else []


def place_of(pointer: str, lines: Mapping[str, str]) -> str:
    """How a fault names a place: the JSON pointer, led by the line of the nearest object whose line is known."""
    if not lines:
        return pointer
    holder = pointer
    while holder not in lines and holder:
        holder = holder.rpartition("/")[0]
    line = lines.get(holder, "")
    return f"{line} ({pointer})" if line and pointer else line or pointer
