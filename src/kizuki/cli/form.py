"""`kizuki form`: a report form filled from a case, as JSON, as a page of text and as a PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kizuki.cli.output import print_json, print_text
from kizuki.core.documents import told_value
from kizuki.core.forms import (
    Edition,
    FilledField,
    FilledForm,
    Standing,
    edition_in_use,
    fill_form,
    form_json,
    form_number,
    notice_text,
    printed,
    read_case_document,
    why_text,
)
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination, assess
from kizuki.gateways.files import Document, read_document
from kizuki.gateways.typst import FontsMissing, PrintedForm, print_form, write_pdf


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("number", metavar="NUMBER", help="8 (9, 10, 11, 12 and first are not built in this release)")
    parser.add_argument("case", metavar="CASE.json", help="the case with one of its reports, or - for standard input")
    parser.add_argument(
        "--matter", metavar="ID|N", help="of which matter: its id, or its position in the file from 0"
    )
    parser.add_argument(
        "--person", metavar="ID|N", help="of which person: the id, or the position in its matter from 0"
    )
    parser.add_argument("--pdf", metavar="FILE", help="write the form as PDF/A (nothing, when it is refused)")
    parser.add_argument("--xlsx", metavar="FILE", help="not built in this release")
    parser.add_argument("--draft", action="store_true", help="print although required boxes are missing; says so")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of labels and sentences")


def run(arguments: argparse.Namespace) -> int:
    """Fill the form, print it where asked, and answer with its boxes."""
    number = form_number(arguments.number)
    if arguments.xlsx is not None:
        raise Refused("--xlsx", "a form as a spreadsheet is not built in this release; use --pdf or --json")
    target = None if arguments.pdf is None else _target(arguments.pdf, arguments.case)
    document = read_document(arguments.case)
    try:
        form = _filled(number, document, arguments.matter, arguments.person)
        if target and form.missing and not arguments.draft:
            raise Refused("", f"required boxes are missing: {', '.join(form.missing)}; --draft prints it as a draft")
    except Refused as refusal:
        raise refusal.in_file(arguments.case) from None
    paper = _printed(form, draft=arguments.draft, needed=target is not None)
    if target and paper:
        write_pdf(target, paper.pdf)
    if arguments.json:
        print_json(_answer(form, paper, arguments.lang, draft=arguments.draft))
    else:
        print_text(page(form, paper, arguments.lang, target))
    return 0


def _target(name: str, case: str) -> Path:
    if name in ("-", ""):
        raise Refused("--pdf", "needs the name of a file")
    path = Path(name)
    if case != "-" and path.exists() and Path(case).exists() and path.samefile(case):
        raise Refused("--pdf", "is the case itself", file=name)
    return path


def _filled(number: int, document: Document, matter: str | None, person: str | None) -> FilledForm:
    """The form about the matter and person that are named; never a choice of ours where more than one could be."""
    case = read_case_document(told_value(document.content))
    try:
        return fill_form(number, case, _determined(case.facts), matter=matter, person=person)
    except Refused as refusal:
        if refusal.place in ("matter", "person"):
            raise Refused(f"--{refusal.place}", refusal.reason) from None
        raise


def _determined(facts: Any) -> Determination:
    try:
        return assess(facts)
    except Refused as refusal:
        raise Refused(f"facts.{refusal.place}".rstrip("."), refusal.reason) from None


def _printed(form: FilledForm, *, draft: bool, needed: bool) -> PrintedForm | None:
    """The form in print. Where no PDF is asked for it is printed all the same, to see what flows over.

    Without the fonts that is not known (None), and refused only where the PDF is asked for.
    """
    try:
        return print_form(form, draft=draft or bool(form.missing))
    except FontsMissing:
        if needed:
            raise
        return None


def _answer(form: FilledForm, paper: PrintedForm | None, lang: Lang, *, draft: bool) -> dict[str, Any]:
    """The answer in JSON; `sha256` is that of the PDF, null where only a draft could be printed and none is asked."""
    final = paper is not None and (draft or not form.missing)
    return form_json(form, lang) | {
        "overflow": None if paper is None else list(paper.overflow),
        "glyphs_missing": None if paper is None else list(paper.glyphs_missing),
        "pages": None if paper is None else paper.pages,
        "sha256": paper.sha256 if paper is not None and final else None,
    }


def page(form: FilledForm, paper: PrintedForm | None, lang: Lang, target: Path | None) -> str:
    """The form as a page of text: every box by section, then what is missing, what to check, and the print."""
    edition = edition_in_use(form)
    title = edition.ja if lang == "ja" else edition.en
    lines = [
        say("forms.page.title", lang, number=form.number, title=title, edition=form.edition),
        _summary(form, lang),
    ]
    for section in edition.sections:
        lines += ["", section.ja if lang == "ja" else section.en]
        lines += [_line(form.field(box.id), edition, lang) for box in edition.boxes if box.section == section.id]
    if form.notices:
        lines += ["", say("forms.page.notices", lang)]
        lines += [f"  - {notice_text(notice, lang)}" for notice in form.notices]
    return "\n".join([*lines, "", *_of_the_print(form, edition, paper, lang, target)])


def _summary(form: FilledForm, lang: Lang) -> str:
    count = {standing.value: sum(found.state == standing.value for found in form.fields) for standing in Standing}
    ready = say("forms.page.not_ready" if form.missing else "forms.page.ready", lang)
    return f"{say('forms.page.summary', lang, **count)}\n{ready}"


def _line(found: FilledField, edition: Edition, lang: Lang) -> str:
    box = edition.box(found.id)
    text = printed(found.value, box).replace("\n", "\n      ")
    mark = ""
    if found.state != Standing.FILLED.value:
        state = say(f"forms.page.{found.state}", lang)
        mark = say("forms.page.mark", lang, state=state, why=why_text(found.why, lang))
    label = f"{box.mark if box.mark != '－' else ''}{box.label(lang)}"
    colon = "：" if lang == "ja" else ": "
    return f"  {label}{colon}{' '.join(part for part in (text, mark) if part)}"


def _of_the_print(
    form: FilledForm, edition: Edition, paper: PrintedForm | None, lang: Lang, target: Path | None
) -> list[str]:
    if paper is None:
        return [say("forms.page.not_checked", lang)]
    lines = []
    if paper.overflow:
        labels = "、".join(edition.box(box_id).label(lang) for box_id in paper.overflow)
        lines.append(say("forms.page.overflow", lang, labels=labels))
    if paper.glyphs_missing:
        codes = ("+".join(f"U+{ord(sign):04X}" for sign in glyph) for glyph in paper.glyphs_missing)
        lines.append(say("forms.page.glyphs_missing", lang, glyphs="、".join(codes)))
    if target:
        lines.append(say("forms.page.written", lang, path=target, pages=paper.pages, sha256=paper.sha256))
    return lines
