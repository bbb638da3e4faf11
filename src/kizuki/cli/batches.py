"""One JSON value, or JSON Lines with one value a line; a batch is read whole before anything is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kizuki.core.documents import json_value
from kizuki.core.refusal import Refused
from kizuki.gateways.files import Document, read_document

Answer = TypeVar("Answer")


def answers_for(name: str, answer: Callable[[Any], Answer], *, lines: bool = False) -> tuple[list[Answer], bool]:
    """The answer to every value of a document, and whether it is a batch (JSON Lines).

    A document with more than one line of JSON is a batch, as is any with `lines`. Raises `Refused` with file and
    line for the first value that cannot be used: then there is no answer at all.
    """
    document = read_document(name)
    batch = lines or _is_batch(document)
    try:
        if not batch:
            return [answer(json_value(document.content))], False
        rows = [(number, row) for number, row in enumerate(document.content.splitlines(), 1) if row.strip()]
        if not rows:
            raise Refused("", "the document is empty")
        return [_answered(number, row, answer) for number, row in rows], True
    except Refused as refusal:
        raise refusal.in_file(name) from None


def _answered(number: int, row: bytes, answer: Callable[[Any], Answer]) -> Answer:
    try:
        return answer(json_value(row))
    except Refused as refusal:
        place = f"line {number}" + (f", {refusal.place}" if refusal.place else "")
        raise Refused(place, refusal.reason) from None


def _is_batch(document: Document) -> bool:
    """More than one line, the first of which is a whole JSON value by itself."""
    rows = [row for row in document.content.splitlines() if row.strip()]
    if len(rows) < 2:
        return False
    try:
        json_value(rows[0])
    except Refused:
        return False
    return True
