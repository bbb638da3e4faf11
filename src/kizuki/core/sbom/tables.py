"""Component lists kept as a table: CSV of any usual separator and encoding, and Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.documents.encodings import table_text
from kizuki.core.documents.limits import MAX_CELLS
from kizuki.core.documents.xlsx import Cell, Sheet, column_letters, read_workbook
from kizuki.core.refusal import Refused
from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.columns import find_heading
from kizuki.core.sbom.shapes import Component, Details, Hash, Making, Relation
from kizuki.core.sbom.support import support

_SEPARATORS = (",", "\t", ";", "|")
_ALGORITHMS = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}
_DAYS = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_DAY_COLUMNS = ("supported_until", "timestamp")
_SEVERAL = re.compile(r"[;\n]")
_FORMULA_FAULT = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_NUMBER_LOSES = "is a number in the sheet: zeros at its end may be lost (1.10 becomes 1.1); keep versions as text"


class _Row(Struct, frozen=True):
    """One row of a table: how faults name it, and its cells by column."""

    number: int
    sheet: str
    cells: Mapping[int, Cell]
    day_zero: date | None = None

    def place(self, column: int | None = None) -> str:
        if self.sheet:
            return (
                f"{self.sheet}!{column_letters(column)}{self.number}"
                if column is not None
                else f"{self.sheet} row {self.number}"
            )
        return f"line {self.number}" + (f", column {column + 1}" if column is not None else "")

    def text(self, column: int | None) -> str:
        cell = self.cells.get(column) if column is not None else None
        return cell.text.strip() if cell else ""

    def day(self, column: int | None) -> str:
        """The text of a cell that says a day: Excel keeps days as numbers."""
        cell = self.cells.get(column) if column is not None else None
        if cell and cell.numeric and self.day_zero and _DAYS.fullmatch(cell.text):
            return (self.day_zero + timedelta(days=int(cell.text.partition(".")[0]))).isoformat()
        return self.text(column)


def read_csv(content: bytes, told: Mapping[str, str]) -> Draft:
    """What a CSV file says, with the columns that its headings (or the caller) name.

    Raises `Refused` where the bytes are no text, quotes are broken, or no row of headings is found.
    """
    text, encoding = table_text(content)
    rows = _csv_rows(text)
    draft = Draft("csv")
    _take(rows, told, draft, "")
    draft.making = replace(draft.making, encoding=encoding)
    return draft


def read_excel(content: bytes, told: Mapping[str, str]) -> Draft:
    """What an Excel workbook says: the first sheet with a row of headings; every other one with content is a fault."""
    draft = Draft("xlsx")
    sheets = [sheet for sheet in read_workbook(content) if any(cells for _, cells in sheet.rows)]
    readable = [sheet for sheet in sheets if not sheet.hidden and _heading(_excel_rows(sheet), told)]
    if not readable:
        seen = ", ".join(sheet.name for sheet in sheets) or "none with content"
        raise Refused(
            "", f"no sheet has a row of headings that name the components (sheets: {seen}); --columns can tell"
        )
    _take(_excel_rows(readable[0]), told, draft, readable[0].name)
    for sheet in sheets:
        if sheet is not readable[0]:
            draft.fault(
                sheet.name, f"the sheet is not read{' (hidden)' if sheet.hidden else ''}: only {readable[0].name} is"
            )
    others = sum(len(sheet.rows) for sheet in sheets if sheet is not readable[0])
    rows = (*draft.making.rows, ("elsewhere", others))
    draft.making = replace(draft.making, encoding="xlsx", rows=rows)
    return draft


def looks_like_csv(text: str) -> bool:
    """Whether the text could be a table: a first line that is not empty and no markup."""
    first = text.lstrip("\ufeff\r\n\t ").partition("\n")[0]
    return bool(first.strip()) and not re.match(r"[<{\[%]|---|\w+:\s", first)


def _csv_rows(text: str) -> list[_Row]:
    separator = max(_SEPARATORS, key=lambda sign: _evenness(text, sign))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found = []
    before = count = 0
    try:
        for cells in reader:
            count += len(cells)
            if count > MAX_CELLS:
                raise Refused(f"line {before + 1}", f"the table has more than {MAX_CELLS:,} cells")
            found.append(_Row(before + 1, "", {at: Cell(cell) for at, cell in enumerate(cells)}))
            before = reader.line_num
    except csv.Error as fault:
        raise Refused(f"line {before + 1}", f"not CSV: {fault}") from None
    return found


def _evenness(text: str, sign: str) -> int:
    """In how many of the first lines a separator stands."""
    return sum(sign in line for line in text[:20_000].splitlines()[:50])


def _excel_rows(sheet: Sheet) -> list[_Row]:
    return [_Row(number, sheet.name, cells, sheet.day_zero) for number, cells in sheet.rows]


def _heading(rows: Sequence[_Row], told: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    widths = [max(row.cells, default=-1) + 1 for row in rows[:60]]
    return find_heading(
        [[row.text(at) for at in range(width)] for row, width in zip(rows, widths, strict=False)], told
    )


def _take(rows: list[_Row], told: Mapping[str, str], draft: Draft, sheet: str) -> None:
    heading = _heading(rows, told)
    if heading is None:
        first = next((row for row in rows if any(cell.text.strip() for cell in row.cells.values())), None)
        seen = ", ".join(cell.text.strip() for cell in first.cells.values())[:200] if first else "nothing"
        raise Refused("", f"no row of headings names the components; --columns name=… can tell (first row: {seen})")
    index, columns = heading
    head = rows[index]
    empty = 0
    for row in rows[index + 1 :]:
        if not any(cell.text.strip() for cell in row.cells.values()):
            empty += 1
        else:
            draft.take([_component(row, columns, head, draft)])
            if len(row.cells) > len(head.cells) and not sheet:
                draft.fault(row.place(), f"has {len(row.cells)} cells where the headings are {len(head.cells)}")
    _relate(draft)
    draft.making = Making(
        authors=tuple(dict.fromkeys(filter(None, (row.text(columns.get("author")) for row in rows[index + 1 :])))),
        made_at=next(filter(None, (row.day(columns.get("timestamp")) for row in rows[index + 1 :])), ""),
        columns=tuple((name, head.text(at)) for name, at in sorted(columns.items(), key=lambda pair: pair[1])),
        rows=(("kept", len(rows) - index - 1 - empty), ("empty", empty), ("heading", index + 1)),
    )


def _relate(draft: Draft) -> None:
    """The column of relations: a relation where it names a component of the table, else a property."""
    refs = {row.name: row.ref for row in draft.components if row.name} | {
        row.ref: row.ref for row in draft.components
    }
    for index, component in enumerate(draft.components):
        said = component.details.parent
        if not said:
            continue
        parent = refs.get(said, "")
        properties = (
            component.details.properties if parent else (*component.details.properties, ("relationship", said))
        )
        details = replace(component.details, parent=parent, properties=properties)
        draft.components[index] = replace(component, details=details)
        if parent:
            draft.relations.append(Relation(parent, component.ref, "contains", "parent"))


def _component(row: _Row, columns: Mapping[str, int], head: _Row, draft: Draft) -> Component:
    said = {name: row.day(at) if name in _DAY_COLUMNS else row.text(at) for name, at in columns.items()}
    for name, at in columns.items():
        cell = row.cells.get(at)
        if name == "version" and cell and cell.numeric:
            draft.fault(row.place(at), f"{cell.text} {_NUMBER_LOSES}")
        if _FORMULA_FAULT.fullmatch(said[name]):
            draft.fault(row.place(at), f"{said[name]}: the formula has no result")
            said[name] = ""
    if "name" in columns and not said["name"]:
        draft.fault(row.place(columns["name"]), "the component has no name")
    taken = set(columns.values())
    others = [(head.text(at), row.text(at)) for at in row.cells if at not in taken and row.text(at) and head.text(at)]
    supplier = said.get("supplier", "")
    return Component(
        ref=said.get("ref") or (f"{row.sheet} row {row.number}" if row.sheet else f"line {row.number}"),
        name=said.get("name", ""),
        version=said.get("version", ""),
        purl=said.get("purl", ""),
        cpe=said.get("cpe", ""),
        supplier=supplier,
        licenses=tuple(part.strip() for part in _SEVERAL.split(said.get("license", "")) if part.strip()),
        hashes=_hashes(said.get("hash", "")),
        details=Details(
            kind=said.get("kind", ""),
            parent=said.get("relationship", ""),
            supplier_from="supplier" if supplier else "",
            support=support(said.get("support_level", ""), said.get("supported_until", "")),
            properties=tuple(others),
        ),
    )


def _hashes(said: str) -> tuple[Hash, ...]:
    found = []
    for part in filter(None, (part.strip() for part in _SEVERAL.split(said))):
        algorithm, _, content = part.rpartition(":")
        found.append(Hash(algorithm.strip() or _ALGORITHMS.get(len(content.strip()), ""), content.strip()))
    return tuple(found)
