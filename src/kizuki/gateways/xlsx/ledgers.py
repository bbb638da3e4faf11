"""A list as a workbook: its head and its rows, every cell a text, no formula, no link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

from kizuki.gateways.xlsx.forms import MOST_SIGNS_OF_A_CELL, TEXT_ONLY

_WIDEST, _NARROWEST = 60, 10


def ledger_workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], dated_on: date) -> bytes:
    """The workbook of a list as it stands on a day: the same list gives the same bytes, and `=1+1` stays `=1+1`. Its head
    stays in sight and filters; a text longer than a cell can hold ends in it."""
    out = io.BytesIO()
    # In memory, never in a temporary file: what stands in it may name patients.
    book = xlsxwriter.Workbook(out, {**TEXT_ONLY, "in_memory": True})
    book.set_properties({"title": title, "created": datetime(dated_on.year, dated_on.month, dated_on.day)})  # noqa: DTZ001
    page = book.add_worksheet()
    bold, top = book.add_format({"bold": True}), book.add_format({"valign": "top"})
    lines = [list(head), *map(list, rows)]
    for column in range(len(head)):
        longest = max(_width(line[column]) for line in lines)
        page.set_column(column, column, max(_NARROWEST, min(_WIDEST, longest + 2)))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(lines) - 1, len(head) - 1)
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            page.write_string(number, column, text[:MOST_SIGNS_OF_A_CELL], top if number else bold)
    book.close()
    return out.getvalue()


def _width(text: str) -> int:
    """How wide a text is in letters; a Japanese sign is as wide as two."""
    return sum(1 if sign.isascii() else 2 for sign in text[:_WIDEST])
