"""Writing tables: the template of one, whose columns are kept as text, and rows as CSV; nothing is computed."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Column

_ROWS_AS_TEXT = 1_000
"""Rows under the header that are set to text, so that Excel keeps leading zeros of what is typed there."""

_COMPUTES = ("=", "+", "-", "@", "|", "%")


def template_named(name: str, columns: Sequence[Column], lang: Lang) -> bytes:
    """The template as a file of this name is read: `.xlsx` a workbook, `.csv` its header alone. `Refused`: another
    ending, whose reader would find something else inside than it says."""
    ending = PurePath(name).suffix.lower()
    if ending == ".csv":
        return write_csv([[_header(column, lang) for column in columns]])
    if ending != ".xlsx":
        raise Refused("", "its name must end in .xlsx or .csv")
    return write_template(columns, lang)


def write_template(columns: Sequence[Column], lang: Lang) -> bytes:
    """A workbook with these columns; a required one is marked by bold type, and each has a remark on what it holds."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = "data"
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(row=1, column=place, value=_header(column, lang))
        cell.font = Font(bold=column.required)
        cell.comment = Comment(_remark(column), "Kizuki")
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = max(12, len(column.ja) * 2 + 2)
        for row in range(2, _ROWS_AS_TEXT + 2):
            sheet.cell(row=row, column=place).number_format = "@"
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _header(column: Column, lang: Lang) -> str:
    return column.ja if lang == "ja" else column.en


def _remark(column: Column) -> str:
    holds = {"day": "2026-06-01 / 令和8年6月1日", "yes_no": "はい / いいえ / 不明 (yes / no / unknown)"}
    lines = [column.id, holds.get(column.holds, ""), " / ".join(column.words), " / ".join(column.values)]
    return "\n".join(line for line in lines if line)


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as CSV in UTF-8 with its mark (Excel reads it as CP932 without), every cell a text.

    A text that a table program would compute (`=1+1`, `@SUM`) stands behind an apostrophe, which it then shows.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + written.getvalue().encode()


def _inert(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell[:64].lstrip())
    return f"'{cell}" if plain.startswith(_COMPUTES) or cell.startswith(("\t", "\r", "\n")) else cell
