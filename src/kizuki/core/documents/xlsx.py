"""Excel workbooks (.xlsx, .xlsm) as rows of texts, unpacked within limits and without any formula being run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from posixpath import join, normpath

from kizuki.core.documents.limits import MAX_BYTES, MAX_CELLS, MAX_UNPACKED_RATIO
from kizuki.core.documents.xml import Element, local, read_xml
from kizuki.core.documents.zipped import TORN
from kizuki.core.refusal import Refused

_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MOST_PARTS = 10_000
_RATIO_COUNTS_FROM = 1024 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONSHIP = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows as it is stored. `numeric`: kept as a number, so zeros at its end or start are lost."""

    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows as (row number, cells by column number from 0); `day_zero`: what numbers of days count from."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, dict[int, Cell]], ...]
    day_zero: date


_NOT_READ: tuple[type[Exception], ...] = (*TORN, ValueError)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order.

    Raises `Refused` where it is no Excel workbook, is encrypted or damaged, or passes a limit: 64 MiB unpacked in all,
    200 : 1, two million cells.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _sheets(_Package(package, len(content)))
    except _NOT_READ as fault:
        raise Refused("", f"not an Excel workbook that can be read: {fault}") from None


class _Package:
    """The parts of the workbook; what is unpacked is counted by what comes out, not by what the file says of itself."""

    def __init__(self, package: zipfile.ZipFile, size: int) -> None:
        self.package = package
        self.most = min(MAX_BYTES, max(_RATIO_COUNTS_FROM, size * MAX_UNPACKED_RATIO))
        self.total = 0
        if len(package.infolist()) > _MOST_PARTS:
            raise Refused("", f"the workbook has more than {_MOST_PARTS:,} parts")
        self.names = {info.filename.lstrip("/") for info in package.infolist()}

    def part(self, name: str) -> Element | None:
        """The root of an XML part; None where the workbook has no such part."""
        if name not in self.names:
            return None
        with self.package.open(name) as file:
            content = file.read(self.most - self.total + 1)
        self.total += len(content)
        if self.total > self.most:
            raise Refused(name, f"the workbook unpacks to more than {self.most:,} bytes")
        try:
            return read_xml(content).root
        except Refused as refused:
            raise Refused(f"{name} {refused.place}".strip(), refused.reason) from None


def _sheets(package: _Package) -> tuple[Sheet, ...]:
    book = package.part("xl/workbook.xml")
    if book is None:
        raise Refused("", "a ZIP file that is no Excel workbook")
    links = package.part("xl/_rels/workbook.xml.rels")
    targets = {row.get("Id"): row.get("Target", "") for row in links} if links is not None else {}
    shared = _shared(package.part("xl/sharedStrings.xml"))
    day_zero = _DAY_ZERO_1904 if any(row.get("date1904") in ("1", "true") for row in book) else _DAY_ZERO
    found = []
    for entry in (row for row in book.iter() if local(row) == "sheet"):
        target = targets.get(entry.get(_RELATIONSHIP) or entry.get(_STRICT_RELATIONSHIP), "")
        name = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        root = package.part(name)
        if root is None:
            raise Refused(entry.get("name", ""), "the sheet has no content in the workbook")
        if local(root) == "worksheet":
            hidden = entry.get("state", "visible") != "visible"
            found.append(Sheet(entry.get("name", ""), hidden, _rows(root, shared), day_zero))
    return tuple(found)


def _shared(root: Element | None) -> list[str]:
    return [_text(row) for row in root if local(row) == "si"] if root is not None else []


def _text(element: Element) -> str:
    """The text of all runs, without the readings (phonetic runs) that Japanese Excel keeps beside kanji."""
    found = []
    for child in element:
        if local(child) == "t":
            found.append(child.text or "")
        elif local(child) == "r":
            found.append(_text(child))
    return "".join(found)


def _rows(root: Element, shared: list[str]) -> tuple[tuple[int, dict[int, Cell]], ...]:
    found: list[tuple[int, dict[int, Cell]]] = []
    count = 0
    for row in (row for row in root.iter() if local(row) == "row"):
        number = int(row.get("r") or (found[-1][0] + 1 if found else 1))
        cells: dict[int, Cell] = {}
        for cell in row:
            if local(cell) == "c":
                place = _REFERENCE.fullmatch(cell.get("r") or "")
                cells[_column(place.group(1)) if place else max(cells, default=-1) + 1] = _cell(cell, shared)
        count += len(cells)
        if count > MAX_CELLS:
            raise Refused("", f"the sheet has more than {MAX_CELLS:,} cells")
        found.append((number, cells))
    return tuple(found)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column, counted from 0: 0 is `A`, 26 is `AA`."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(cell: Element, shared: list[str]) -> Cell:
    kind = cell.get("t", "n")
    parts = {local(child): child for child in cell}
    if kind == "inlineStr":
        return Cell(_text(parts["is"]) if "is" in parts else "")
    value = (parts["v"].text or "") if "v" in parts else ""
    if kind == "s":
        index = int(value) if value.isdigit() else -1
        if not 0 <= index < len(shared):
            raise Refused(cell.get("r", ""), "the cell names a text that the workbook has not")
        return Cell(shared[index])
    return Cell(value, numeric=kind == "n" and value != "")
