"""Printing the inspection binder of a case: sections set by Typst, printed documents bound in as they are."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.typst.printing import midnight, settable
from kizuki.gateways.typst.typeface import typeface

_LONG = 25
"""Rows from which a section begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class PrintedBinder:
    """The binder as PDF."""

    pdf: bytes
    pages: int
    sha256: str


def print_binder(
    data: dict[str, Any],
    papers: Sequence[tuple[str, str, bytes]],
    *,
    on: date,
    by: str,
    lang: Lang,
    fonts: Path | None = None,
) -> PrintedBinder:
    """The binder as A4 pages, numbered through; the same data, papers and day give the same bytes.

    `data` is a `store.queries.binder.Binder` as JSON; `papers` are title, digest and bytes of PDF documents. Raises
    `Refused` where a paper cannot be read as PDF, or the fonts are missing.
    """
    face = typeface(fonts)
    bound = [{"title": title, "pages": _pages(sha256, content)} for title, sha256, content in papers]
    sections = [section | {"long": _rows(section) >= _LONG} for section in data["sections"]]
    words = _words(data, on, by, lang)
    told, lacking = settable(data | {"sections": sections, "papers": bound, "words": words, "lang": lang}, face)
    if lacking:
        told["words"]["lacking"] = say("binder.not_printable", lang, signs=_named(lacking))
    # Handed over in memory: papers name patients, and a process that is killed leaves its temporary files behind.
    for paper, (_, _, content) in zip(told["papers"], papers, strict=True):
        paper["content"] = list(content)
    with resources.as_file(resources.files(__package__).joinpath("binder.typ")) as template:
        compiler = typst.Compiler(
            input=template,
            root=template.parent,
            font_paths=face.fonts,
            ignore_system_fonts=True,
            sys_inputs={"binder": json.dumps(told, ensure_ascii=False)},
        )
        pdf = compiler.compile(format="pdf", timestamp=midnight(on))
        pages = json.loads(compiler.query("<printed>", field="value", one=True))["pages"]
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no document")
    return PrintedBinder(pdf, pages, hashlib.sha256(pdf).hexdigest())


def _words(data: dict[str, Any], on: date, by: str, lang: Lang) -> dict[str, str]:
    return {
        "title": say("binder.title", lang),
        "contents": say("binder.contents", lang),
        "papers": say("binder.papers", lang),
        "nothing": say("binder.nothing", lang),
        "printed": say("binder.printed_line", lang, on=on.isoformat(), by=by),
        "chain": say("binder.chain_line", lang, entries=data["entries"], head=data["head"]),
        "lacking": "",
    }


def _rows(section: dict[str, Any]) -> int:
    return sum(len(block["rows"]) + 2 for block in section["blocks"])


def _pages(sha256: str, content: bytes) -> int:
    try:
        return len(PdfReader(io.BytesIO(content)).pages)
    except PyPdfError as fault:
        raise Refused("", f"the document {sha256} cannot be read as PDF: {fault}") from None


def _named(lacking: Sequence[str]) -> str:
    return "、".join("+".join(f"U+{ord(character):04X}" for character in text) for text in lacking)
