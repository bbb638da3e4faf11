"""`kizuki letter`: a letter or recall paper, filled from a file as a draft, or one of the record as it was signed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kizuki.cli.output import print_json, print_text
from kizuki.core.documents import told_value
from kizuki.core.forms.letters.html import html_of
from kizuki.core.forms.letters.paper import addressed, missing_in, paper_of
from kizuki.core.forms.letters.reading import read_letter_document
from kizuki.core.forms.letters.table import LETTERS, letter
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.files import read_document, require_place, write_private
from kizuki.gateways.typst import print_letter, write_pdf
from kizuki.store.record import clock

OF_A_DEVICE = ("end_of_life", "end_of_support", "legacy")
"""Letters that a device needs without any case."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`LETTER [FILE.json] [--device KEY [--hospital KEY]] [--pdf FILE] [--html FILE] [--json] [--lang ja|en]`."""
    parser.add_argument(
        "letter", metavar="LETTER", help=f"one of {', '.join(LETTERS)}; or the number of a letter in the record"
    )
    parser.add_argument("file", metavar="FILE.json", nargs="?", help="what fills it, or - for standard input")
    parser.add_argument(
        "--device",
        metavar="KEY",
        help=f"{', '.join(OF_A_DEVICE)}: what the record says of this device, without a case",
    )
    parser.add_argument("--hospital", metavar="KEY", help="with --device: to this hospital, with its own units")
    parser.add_argument("--pdf", metavar="FILE", help="write it as PDF/A; from a file always as a draft")
    parser.add_argument("--html", metavar="FILE", help="write its twin as one page of HTML")
    parser.add_argument("--json", action="store_true", help="answer in JSON, both languages")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the letter and of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: filled, whatever is missing; 2: there is no such letter, or the file cannot be used."""
    lang: Lang = arguments.lang
    paper, kept = (
        _of_record(arguments) if arguments.letter.isascii() and arguments.letter.isdigit() else _of(arguments)
    )
    if arguments.html:
        require_place(Path(arguments.html))
    if arguments.pdf:
        write_pdf(Path(arguments.pdf), kept or print_letter(paper, lang).pdf)
    if arguments.html:
        write_private(Path(arguments.html), html_of(paper, lang).encode("utf-8"))
    if arguments.json:
        print_json(dict(paper))
    else:
        print_text("\n".join(_lines(paper, lang)))
    return 0


def _of(arguments: argparse.Namespace) -> tuple[Mapping[str, Any], bytes | None]:
    """A letter filled from a file: it passed no gate, so it is a draft."""
    made = letter(arguments.letter)
    known, hospital = _of_device(arguments) if arguments.device else ({}, None)
    if arguments.file is None and not arguments.device:
        raise Refused("FILE", "a letter that is not of the record is filled from a file")
    if arguments.hospital and not arguments.device:
        raise Refused("--hospital", "is of the units of a device: name it with --device")
    if arguments.file is None:
        paper = paper_of(made, known, {}, clock.today())
        return (addressed(paper, hospital) if hospital else paper), None
    try:
        told = read_letter_document(told_value(read_document(arguments.file).content))
        paper = paper_of(made, {**known, **told.sources}, told.written, told.dated_on)
    except Refused as refusal:
        raise refusal.in_file(arguments.file) from None
    to = told.hospital or hospital
    return (addressed(paper, to) if to else paper), None


def _of_device(arguments: argparse.Namespace) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """What the record says of a device for its letters of the end of its life, and of the hospital that is named."""
    from kizuki.store.queries.letter_sources import hospital_of_device, sources_of_device
    from kizuki.store.queries.viewer import PROGRAM
    from kizuki.store.record.opening import open_existing_record

    if arguments.letter not in OF_A_DEVICE:
        raise Refused(
            "--device", f"{arguments.letter} is a letter of a measure; without one: {', '.join(OF_A_DEVICE)}"
        )
    open_existing_record()
    sources = sources_of_device(PROGRAM, arguments.device, clock.today())
    if sources is None:
        raise Refused("--device", f"there is no device {arguments.device}")
    hospital = hospital_of_device(PROGRAM, arguments.device, arguments.hospital) if arguments.hospital else None
    if arguments.hospital and hospital is None:
        raise Refused("--hospital", f"no unit of {arguments.device} stands at {arguments.hospital}")
    return sources, hospital


def _of_record(arguments: argparse.Namespace) -> tuple[Mapping[str, Any], bytes | None]:
    """A letter of the record, with its print where it was signed."""
    from kizuki.store.queries.letters import document_of_letter, letter_case, letter_page
    from kizuki.store.queries.viewer import Viewer
    from kizuki.store.record.opening import open_existing_record

    if arguments.file is not None:
        raise Refused("FILE", "a letter of the record is filled from the record")
    open_existing_record()
    viewer, number = Viewer(None, "program", arguments.lang), int(arguments.letter)
    case = letter_case(viewer, number)
    row = letter_page(viewer, case, number) if case is not None else None
    if case is None or row is None or row.paper is None:
        raise Refused("LETTER", f"there is no letter {number}, or it was erased")
    kept = document_of_letter(viewer, case, number, arguments.lang)
    if kept is None and row.state != "draft" and arguments.pdf:
        raise Refused("--lang", "it was not signed in this language: something of it was missing")
    return row.paper, kept


def _lines(paper: Mapping[str, Any], lang: Lang) -> list[str]:
    page = paper[lang]
    told = [f"{page['name']}　{page['day']}" + (f"　{say('letter.draft', lang)}" if paper["draft"] else "")]
    for one in (page["addressee"], *page["sender"], *page["fields"]):
        state = say(f"letter.field_state.{one['state']}", lang)
        told.append(f"{one['label']}: {one['text']}  [{state}; {one['source']}]".replace("\n", " / "))
    missing = missing_in(paper, lang)
    if missing:
        told.append(say("letter.page.missing", lang, fields=("、" if lang == "ja" else ", ").join(missing)))
    return told
