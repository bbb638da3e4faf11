"""Printing a letter or a recall paper in one language: A4 pages in PDF/A, dated with the letter's own day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from kizuki.core.glossary import Lang, say
from kizuki.gateways.typst.page import parted
from kizuki.gateways.typst.printing import PDF_STANDARD, midnight, named, settable
from kizuki.gateways.typst.record import PrintedRecord
from kizuki.gateways.typst.typeface import typeface


def print_letter(paper: Mapping[str, Any], lang: Lang, *, fonts: Path | None = None) -> PrintedRecord:
    """One language of a paper (`core.forms.letters.paper`) as pages; the same paper gives the same bytes.

    A draft says so on every page. Raises `Refused` where the fonts are missing.
    """
    template = resources.files(__package__) / "letter.typ"
    data, lacking = letter_data(paper, lang, fonts)
    with resources.as_file(template) as file:
        compiler = _compiler(file, data, fonts)
        dated_on = date.fromisoformat(paper["dated_on"])
        pdf = compiler.compile(format="pdf", pdf_standards=PDF_STANDARD, timestamp=midnight(dated_on))
        told = json.loads(compiler.query("<printed>", field="value", one=True))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no document")
    return PrintedRecord(pdf, told["pages"], lacking, hashlib.sha256(pdf).hexdigest())


def draw_letter(
    paper: Mapping[str, Any], lang: Lang, *, ppi: float = 72, fonts: Path | None = None
) -> tuple[bytes, ...]:
    """The pages of the same letter as pictures (PNG)."""
    data, _ = letter_data(paper, lang, fonts)
    with resources.as_file(resources.files(__package__) / "letter.typ") as file:
        pages = _compiler(file, data, fonts).compile(format="png", ppi=ppi)
    return tuple(pages) if isinstance(pages, list) else (pages,) if isinstance(pages, bytes) else ()


def letter_data(
    paper: Mapping[str, Any], lang: Lang, fonts: Path | None = None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the template sets, and the characters that the typeface lacks."""
    page = paper[lang]
    shown = page | {
        "draft": say("letter.draft", lang) if paper["draft"] else "",
        "fields": [one | {"text": parted(one["text"])} for one in page["fields"] if one["printed"]],
        "sender": [one for one in page["sender"] if one["printed"]],
        "kept_apart": [one["label"] for one in page["fields"] if not one["printed"] and one["state"] == "missing"],
        "missing_beside": say("letter.missing_beside", lang),
        "notes": [],
    }
    data, lacking = settable(shown, typeface(fonts))
    if lacking:
        data["notes"] = [say("letter.lacking", lang, signs=named(lacking))]
    return data, lacking


def _compiler(file: Path, data: Mapping[str, Any], fonts: Path | None) -> typst.Compiler:
    return typst.Compiler(
        input=file,
        root=file.parent,
        font_paths=typeface(fonts).fonts,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(data, ensure_ascii=False)},
    )
