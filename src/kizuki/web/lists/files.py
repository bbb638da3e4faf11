"""The rows of a list as a file: the same filters and order, all pages, and what the viewer may see of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kizuki.core.glossary import Lang, say
from kizuki.gateways.tables import write_csv
from kizuki.gateways.xlsx import XLSX, ledger_workbook

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a file: the word of its head, and what a row says in it; a day as 2026-06-01, None as nothing."""

    word: str
    told: Callable[[Row, Lang], object]


def file_of(
    kind: str, name: str, word: str, columns: Sequence[Column[Row]], rows: Iterable[Row], lang: Lang, on: date
) -> HttpResponse:
    """The file (`csv`, `xlsx`), called after its list and the day on which it was taken."""
    head = [say(column.word, lang) for column in columns]
    lines = [[_cell(column.told(row, lang)) for column in columns] for row in rows]
    if kind == "csv":
        content, media_type = write_csv([head, *lines]), "text/csv; charset=utf-8"
    else:
        content, media_type = ledger_workbook(say(word, lang), head, lines, on), XLSX
    answer = HttpResponse(content, content_type=media_type)
    told = content_disposition_header(as_attachment=True, filename=f"{name}_{on.isoformat()}.{kind}")
    answer["Content-Disposition"] = told or "attachment"
    return answer


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
