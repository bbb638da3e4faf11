"""Printing a filled form: Typst sets the data, nothing in a text of the user is read as Typst."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Final

import typst

from kizuki.core.forms import FilledForm
from kizuki.core.refusal import Refused
from kizuki.gateways.typst.page import page_data
from kizuki.gateways.typst.typeface import Typeface, typeface

PDF_STANDARD: Final = "a-2a"
"""PDF/A-2a: self-contained, for keeping; with Unicode text and tags, so that it can be copied and read out."""

_JAPAN = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form as PDF. `overflow`: ids of the boxes whose text stands on an annex (別紙), nothing is cut.

    `glyphs_missing`: characters that the typeface lacks, printed as 〓 and named at the end of the form.
    """

    pdf: bytes
    pages: int
    overflow: tuple[str, ...]
    glyphs_missing: tuple[str, ...]
    sha256: str


def print_form(form: FilledForm, *, draft: bool, fonts: Path | None = None) -> PrintedForm:
    """The form as ruled A4 pages in PDF/A; the same form gives the same bytes.

    The document is dated with the form's own day. `fonts` is the folder of the typeface (default: KIZUKI_FONTS, else
    the checkout). Raises `Refused` where required boxes are missing and it is not a draft, or the fonts are missing.
    """
    if form.missing and not draft:
        raise Refused("", f"required boxes are missing ({', '.join(form.missing)}): only a draft can be printed")
    face = typeface(fonts)
    data, lacking = settable(page_data(form, draft=draft), face)
    data["notes"] += [f"書体にない文字を〓で印字しています：{_named(lacking)}"] if lacking else []
    with resources.as_file(resources.files(__package__) / "form.typ") as template:
        compiler = typst.Compiler(
            input=template,
            root=template.parent,
            font_paths=face.fonts,
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(data, ensure_ascii=False)},
        )
        pdf = compiler.compile(format="pdf", pdf_standards=PDF_STANDARD, timestamp=midnight(form.dated_on))
        told = json.loads(compiler.query("<printed>", field="value", one=True))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no document")
    return PrintedForm(pdf, told["pages"], tuple(told["overflow"]), lacking, hashlib.sha256(pdf).hexdigest())


def settable(data: dict[str, Any], face: Typeface) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The data with every text as the typeface can set it, and what it lacks."""
    lacking: dict[str, None] = {}

    def of(value: Any) -> Any:
        if isinstance(value, str):
            text, missing = face.printable(value)
            lacking.update(dict.fromkeys(missing))
            return text
        if isinstance(value, list):
            return [of(item) for item in value]
        return {key: of(item) for key, item in value.items()} if isinstance(value, dict) else value

    return of(data), tuple(lacking)


def _named(lacking: tuple[str, ...]) -> str:
    return "、".join("+".join(f"U+{ord(character):04X}" for character in text) for text in lacking)


def midnight(day: date) -> datetime:
    """The start of that day in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - _JAPAN
