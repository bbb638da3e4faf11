"""Printing a record (an assessment, a decision, a register): ruled A4 pages in PDF/A, dated with a given day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from kizuki.gateways.typst.printing import PDF_STANDARD, midnight, named, settable
from kizuki.gateways.typst.typeface import typeface


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """The record as PDF; `glyphs_missing` are characters that the typeface lacks, printed as 〓 and named at the end."""

    pdf: bytes
    pages: int
    glyphs_missing: tuple[str, ...]
    sha256: str


def print_record(data: dict[str, Any], dated_on: date, *, fonts: Path | None = None) -> PrintedRecord:
    """The record as pages; the same data and day give the same bytes. Raises `Refused` where the fonts are missing."""
    face = typeface(fonts)
    shown, lacking = settable(data, face)
    if lacking:
        label = "書体にない文字を〓で印字しています：" if data["lang"] == "ja" else "Characters printed as 〓: "
        shown["notes"] = [*shown["notes"], f"{label}{named(lacking)}"]
    with resources.as_file(resources.files(__package__) / "record.typ") as template:
        compiler = typst.Compiler(
            input=template,
            root=template.parent,
            font_paths=face.fonts,
            ignore_system_fonts=True,
            sys_inputs={"record": json.dumps(shown, ensure_ascii=False)},
        )
        pdf = compiler.compile(format="pdf", pdf_standards=PDF_STANDARD, timestamp=midnight(dated_on))
        told = json.loads(compiler.query("<printed>", field="value", one=True))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no document")
    return PrintedRecord(pdf, told["pages"], lacking, hashlib.sha256(pdf).hexdigest())
