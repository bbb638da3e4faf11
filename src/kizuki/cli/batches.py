"""One JSON value, or JSON Lines with one value a line; a batch is read whole before anything is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from kizuki.core.documents import json_value, text_of, told_value
from kizuki.core.refusal import Refused
from kizuki.gateways.files import read_document

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one document. A batch (JSON Lines) is answered in JSON Lines, whatever else is asked."""

    file: str
    batch: bool
    rows: tuple[tuple[int, bytes], ...]

    def answered(self, answer: Callable[[Any], Answer]) -> list[Answer]:
        """The answer to every value, or `Refused` with file and line for the first that cannot be used."""
        return [self._answer(number, row, answer) for number, row in self.rows]

    def _answer(self, number: int, row: bytes, answer: Callable[[Any], Answer]) -> Answer:
        try:
            return answer(told_value(row))
        except Refused as refusal:
            inside = refusal.place.removeprefix("line 1, ")
            place = ", ".join(filter(None, (f"line {number}", inside))) if self.batch else refusal.place
            raise Refused(place, refusal.reason, file=self.file) from None


def read_values(name: str, *, lines: bool = False) -> Values:
    """What a document holds: one value, or a batch, where its first line is a value by itself or `lines` asks."""
    try:
        content = text_of(read_document(name).content).encode()
        rows = tuple((number, row) for number, row in enumerate(content.split(b"\n"), 1) if row.strip())
        if not lines and (len(rows) < 2 or not _is_value(rows[0][1])):
            return Values(name, False, ((1, content),))
        if not rows:
            raise Refused("", "the document is empty")
        return Values(name, True, rows)
    except Refused as refusal:
        raise refusal.in_file(name) from None


def _is_value(row: bytes) -> bool:
    try:
        return isinstance(json_value(row), dict)
    except Refused:
        return False
