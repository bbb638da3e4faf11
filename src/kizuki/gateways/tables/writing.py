"""Writing the template of a table: a header to fill in, columns kept as text, nothing computed."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from kizuki.core.glossary import Lang
from kizuki.core.tables.columns import Column

_ROWS_AS_TEXT = 1_000
"""Rows under the header that are set to text, so that Excel keeps leading zeros of what is typed there."""


def write_template(columns: Sequence[Column], lang: Lang) -> bytes:
    """A workbook with these columns; a required one is marked by bold type, and each has a remark on what it holds."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = "data"
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(row=1, column=place, value=column.ja if lang == "ja" else column.en)
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


def _remark(column: Column) -> str:
    holds = {"day": "2026-06-01 / 令和8年6月1日", "yes_no": "はい / いいえ / 不明 (yes / no / unknown)"}
    lines = [column.id, holds.get(column.holds, ""), " / ".join(column.words), " / ".join(column.values)]
    return "\n".join(line for line in lines if line)
