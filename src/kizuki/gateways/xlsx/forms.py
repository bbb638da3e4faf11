"""Writing a filled form as a workbook, row by row in constant memory: every cell a text, no formula, no link."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from kizuki.core.forms import Box, FilledField, FilledForm, Row, part_name, printed, why_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.files import write_private

MOST_SIGNS_OF_A_CELL = 32_000
"""Excel holds 32,767 characters in a cell; a longer text goes on in the cells below."""
MOST_ROWS_IN_A_CELL = 12
"""A table with more rows stands on a sheet of its own alone."""
TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
"""Of every workbook: what stands in a cell is what was told, and nothing is made of it."""


@dataclass(frozen=True, slots=True)
class PrintedWorkbook:
    """A form as a workbook; the same form gives the same bytes."""

    content: bytes
    sha256: str


def form_workbook(form: FilledForm, *, draft: bool, lang: Lang = "ja") -> PrintedWorkbook:
    """The boxes in the order of the form on the first sheet, each table of a box on a sheet of its own.

    Every value is a text: `=1+1` stays `=1+1`. The workbook is dated with the form's own day. Raises `Refused` where
    required boxes are missing and it is no draft.
    """
    if form.missing and not draft:
        raise Refused("", f"required boxes are missing ({', '.join(form.missing)}): only a draft can be printed")
    out = io.BytesIO()
    # In memory, never in a temporary file: what stands in it names patients.
    book = xlsxwriter.Workbook(out, {**TEXT_ONLY, "in_memory": True})
    day = form.dated_on
    book.set_properties({"title": form.table.title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    _boxes(book, form, lang, draft=draft)
    for found in form.fields:
        rows = [row for row in found.value if isinstance(row, Row)] if isinstance(found.value, tuple) else []
        if rows and form.table.box(found.id).type in ("table", "terms"):
            _table(book, found, rows, lang)
    book.close()
    content = out.getvalue()
    return PrintedWorkbook(content, hashlib.sha256(content).hexdigest())


def write_workbook(path: Path, content: bytes) -> None:
    """Write the bytes for their owner alone. Raises `Refused` where that cannot be done; nothing is left behind then."""
    try:
        write_private(path, content)
    except Refused as refused:
        raise Refused("--xlsx", refused.reason, file=str(path)) from None
    except OSError as fault:
        raise Refused("--xlsx", (fault.strerror or str(fault)).lower(), file=str(path)) from None


def _boxes(book: xlsxwriter.Workbook, form: FilledForm, lang: Lang, *, draft: bool) -> None:
    sheet = book.add_worksheet("様式")
    bold, wrap = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for column, width in enumerate((24, 34, 70, 12, 26, 16)):
        sheet.set_column(column, column, width)
    lines: list[tuple[Sequence[str], object]] = [((form.table.title,), bold), ((form.table.ja,), bold)]
    lines.append(((form.table.instrument,), wrap))
    if draft:
        lines.append(
            (("下書き（DRAFT）", *([f"必須の欄 {len(form.missing)} 件が未記入"] if form.missing else [])), bold)
        )
    head = (
        ("節", "欄", "記載内容", "状態", "出典・理由", "欄名の確からしさ")
        if lang == "ja"
        else (("Section", "Box", "Value", "State", "Source, reason", "Label"))
    )
    lines.append((head, bold))
    titles = {section.id: section.ja if lang == "ja" else section.en for section in form.table.sections}
    for box in form.table.boxes:
        lines += [(cells, wrap) for cells in _lines(titles[box.section], box, form.field(box.id), lang)]
    for at, (cells, style) in enumerate(lines):
        for column, text in enumerate(cells):
            sheet.write_string(at, column, text, style)


def _lines(section: str, box: Box, found: FilledField, lang: Lang) -> Iterator[tuple[str, ...]]:
    """The rows of one box: one, and more where its text is longer than a cell."""
    long_table = isinstance(found.value, tuple) and len(found.value) > MOST_ROWS_IN_A_CELL and box.type == "table"
    text = f"（シート「{found.id}」）" if long_table else printed(found.value, box)
    parts = _parts(text)
    because = "　".join(filter(None, (found.source, why_text(found.why, lang))))
    label = f"{box.printed_mark}{box.label(lang)}"
    yield section, label, parts[0], say(f"forms.page.{found.state}", lang), because, box.label_standing
    yield from (("", "", part) for part in parts[1:])


def _table(book: xlsxwriter.Workbook, found: FilledField, rows: Sequence[Row], lang: Lang) -> None:
    sheet = book.add_worksheet(found.id[:31])
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    keys = list(dict.fromkeys(key for row in rows for key, _ in row.cells))
    sheet.set_column(0, max(0, len(keys) - 1), 22)
    for column, key in enumerate(keys):
        sheet.write_string(0, column, part_name(key, lang), bold)
    at = 0
    for row in rows:
        cells = [_parts(row.cell(key)) for key in keys]
        for part in range(max(len(parts) for parts in cells)):
            at += 1
            for column, parts in enumerate(cells):
                sheet.write_string(at, column, parts[part] if part < len(parts) else "", wrap)


def _parts(text: str) -> list[str]:
    """The text in pieces that a cell can hold; at least one."""
    return [text[at : at + MOST_SIGNS_OF_A_CELL] for at in range(0, len(text), MOST_SIGNS_OF_A_CELL)] or [""]
