"""A questionnaire or a register as a workbook: a head, lines above it, and a row each. Every cell is a text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from kizuki.gateways.xlsx.forms import MOST_SIGNS_OF_A_CELL, TEXT_ONLY

_WIDTHS = (10, 10, 60, 14, 40, 14, 14, 14, 40)


@dataclass(frozen=True, slots=True)
class SheetOnPaper:
    """What stands above the rows, the head of their columns with its widths in characters, and the rows, all as texts;
    `tab` is what the page of the workbook is called."""

    title: str
    above: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    dated_on: date
    tab: str = "回答"
    widths: Sequence[int] = _WIDTHS


def sheet_workbook(sheet: SheetOnPaper) -> bytes:
    """The workbook, dated with the sheet's own day: the same sheet gives the same bytes, and `=1+1` stays `=1+1`."""
    out = io.BytesIO()
    # In memory, never in a temporary file: what stands in it names patients.
    book = xlsxwriter.Workbook(out, {**TEXT_ONLY, "in_memory": True})
    day = sheet.dated_on
    book.set_properties({"title": sheet.title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    page = book.add_worksheet(sheet.tab)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    lines = [((sheet.title,), bold), *(((one,), wrap) for one in sheet.above), (sheet.head, bold)]
    page.repeat_rows(len(lines) - 1)
    for number, (cells, style) in enumerate([*lines, *((row, wrap) for row in sheet.rows)]):
        for column, text in enumerate(cells):
            page.write_string(number, column, text[:MOST_SIGNS_OF_A_CELL], style)
    book.close()
    return out.getvalue()
