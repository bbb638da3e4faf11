"""Reading a table from Excel (.xlsx) or CSV: every cell as text, with the line it stands on."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import openpyxl

from kizuki.core.documents import MAX_BYTES
from kizuki.core.documents.limits import MAX_UNPACKED_RATIO
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import MOST_ROWS, Table

_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_LINES = 1_048_576
"""Lines of a sheet, empty ones too: as many as Excel has."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_table(content: bytes) -> Table:
    """The first sheet of a workbook, or a CSV in UTF-8, UTF-16 with BOM or CP932, separated by comma, tab or
    semicolon. The first line with text is the header.

    Every row that the file holds is in the answer, whatever size a sheet says it has: with its text, or counted.
    `Refused`: larger than the limits, neither Excel nor text, damaged, no header, more cells in a row than headers.
    """
    if len(content) > MAX_BYTES:
        raise Refused("", f"larger than {MAX_BYTES:,} bytes")
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    return _table(_csv(content))


def _table(rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    header: tuple[str, ...] = ()
    kept: list[tuple[int, tuple[str, ...]]] = []
    empty = 0
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            empty += 1
            continue
        if not header:
            header = tuple(cell.strip() for cell in cells)
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            raise Refused(f"line {line}", f"has more cells than the header ({len(header)})")
        if len(kept) >= MOST_ROWS:
            raise Refused(f"line {line}", f"more than {MOST_ROWS:,} rows")
        kept.append((line, tuple(cells)))
    if not header:
        raise Refused("", "the table is empty")
    return Table(header, tuple(kept), empty)


def _workbook(content: bytes) -> Table:
    """What is wrong inside a workbook comes out of four libraries as whatever they stumble over."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > max(_MOST_UNPACKED // 64, min(_MOST_UNPACKED, len(content) * MAX_UNPACKED_RATIO)):
            raise Refused("", f"unpacks to {unpacked:,} bytes")
        return _first_sheet(openpyxl.load_workbook(io.BytesIO(content), read_only=True))
    except Refused:
        raise
    except Exception as fault:  # noqa: BLE001 whatever they stumble over, the workbook is refused
        what = " ".join(str(fault).split())[:200] or type(fault).__name__
        raise Refused("", f"is not an Excel workbook that can be read: {what}") from None


def _first_sheet(book: openpyxl.Workbook) -> Table:
    try:
        if not book.worksheets:
            raise Refused("", "the workbook has no sheet")
        first, *others = book.worksheets
        table = _table(_rows_of(first))
        told = [(sheet.title, sum(any(map(str.strip, cells)) for _, cells in _rows_of(sheet))) for sheet in others]
        return replace(table, elsewhere=tuple((name, rows) for name, rows in told if rows))
    finally:
        book.close()


def _rows_of(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    # The size that a sheet declares is what its writer thought; rows behind it are rows.
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if line > _MOST_LINES:
            raise Refused(f"line {line}", f"more than {_MOST_LINES:,} lines")
        yield line, [_text(value) for value in row]


def _text(value: Any) -> str:
    """A cell as text; a number that Excel keeps as 12.0 is the number that a person typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _csv(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            yield before + 1, row
            before = reader.line_num
    except csv.Error as fault:
        raise Refused(f"line {reader.line_num}", f"is not CSV: {fault}") from None


def _decoded(content: bytes) -> str:
    encodings = [encoding for mark, encoding in _BOMS if content.startswith(mark)] or ["utf-8", "cp932"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Refused("", "is neither an Excel workbook nor text")
        return text
    raise Refused("", "is not text in UTF-8, UTF-16 or CP932")
