"""Printing a filled form: Typst sets the data, nothing in a text of the user is read as Typst."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
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

PDF_STANDARD: Final = "a-1b"
"""PDF/A-1b: self-contained, for keeping, as common validators judge it. Typst writes its tags all the same, so that the
text can be copied and read out."""

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
    with _set(form, draft=draft, fonts=fonts) as (compiler, lacking):
        pdf = compiler.compile(format="pdf", pdf_standards=PDF_STANDARD, timestamp=midnight(form.dated_on))
        overflow = json.loads(compiler.query("<printed>", field="value", one=True))["overflow"]
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no document")
    return PrintedForm(pdf, pages, tuple(overflow), lacking, hashlib.sha256(pdf).hexdigest())


def draw_form(form: FilledForm, *, draft: bool, ppi: float = 72, fonts: Path | None = None) -> tuple[bytes, ...]:
    """The pages of the same form as pictures (PNG), for a preview; refuses as `print_form` does."""
    with _set(form, draft=draft, fonts=fonts) as (compiler, _):
        pages = compiler.compile(format="png", ppi=ppi)
    return tuple(pages) if isinstance(pages, list) else (pages,) if isinstance(pages, bytes) else ()


@contextmanager
def _set(form: FilledForm, *, draft: bool, fonts: Path | None) -> Iterator[tuple[typst.Compiler, tuple[str, ...]]]:
    """The form handed to Typst, and the characters that cannot be set, found before anything is drawn."""
    if form.missing and not draft:
        raise Refused("", f"required boxes are missing ({', '.join(form.missing)}): only a draft can be printed")
    face = typeface(fonts)
    data, lacking = settable(page_data(form, draft=draft), face)
    data["notes"] += [f"書体にない文字を〓で印字しています：{named(lacking)}"] if lacking else []
    with _template(form) as template:
        yield (
            typst.Compiler(
                input=template,
                root=template.parent,
                font_paths=face.fonts,
                ignore_system_fonts=True,
                sys_inputs={"form": json.dumps(data, ensure_ascii=False)},
            ),
            lacking,
        )


def _template(form: FilledForm) -> AbstractContextManager[Path]:
    """The company's own layout where its edition names one, else ours."""
    if not form.table.layout:
        return resources.as_file(resources.files(__package__) / "form.typ")
    own = Path(form.table.layout)
    if not own.is_file():
        raise Refused("layout", "the Typst file that the edition names is not there", file=str(own))
    return nullcontext(own)


def settable(data: dict[str, Any], face: Typeface) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The data with every text as the typeface can set it, and what it lacks."""
    lacking: dict[str, None] = {}
    known: dict[str, str] = {}  # a list of thousands of rows says the same words again and again

    def of(value: Any) -> Any:
        if isinstance(value, str):
            if value not in known:
                known[value], missing = face.printable(value)
                lacking.update(dict.fromkeys(missing))
            return known[value]
        if isinstance(value, list):
            return [of(item) for item in value]
        return {key: of(item) for key, item in value.items()} if isinstance(value, dict) else value

    return of(data), tuple(lacking)


def named(lacking: tuple[str, ...]) -> str:
    """The characters by their code points."""
    return "、".join("+".join(f"U+{ord(character):04X}" for character in text) for text in lacking)


def midnight(day: date) -> datetime:
    """The start of that day in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - _JAPAN
