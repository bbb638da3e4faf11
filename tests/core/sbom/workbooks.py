"""Excel workbooks made part by part, so that tests hold exactly what the reader sees."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text_cell(place: str, text: str) -> str:
    """A cell with its text in place."""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def number_cell(place: str, number: str) -> str:
    """A cell with a number."""
    return f'<c r="{place}"><v>{number}</v></c>'


def rows(*lines: list[str]) -> str:
    """A sheet of texts, from A1."""
    made = [
        f'<row r="{number}">'
        + "".join(text_cell(f"{chr(65 + at)}{number}", cell) for at, cell in enumerate(line))
        + "</row>"
        for number, line in enumerate(lines, start=1)
    ]
    return "".join(made)


def workbook(*sheets: tuple[str, str], shared: str = "", properties: str = "", state: str = "visible") -> bytes:
    """A workbook of sheets (name, rows as XML); `state` is that of the first one."""
    states = [state, *["visible"] * len(sheets)]
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}" state="{states[number - 1]}"/>'
        for number, (name, _) in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="r{number}" Target="worksheets/sheet{number}.xml" Type="{_LINKS}/worksheet"/>'
        for number in range(1, len(sheets) + 1)
    )
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{properties}<sheets>{names}</sheets></workbook>'
    parts = {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
    for number, (_, content) in enumerate(sheets, start=1):
        sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{content}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    """A ZIP file of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()
