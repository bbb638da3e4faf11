"""`kizuki form`: a report form filled from a case or a period, as JSON, as a page of text, as a PDF and a workbook."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kizuki.cli.output import print_json, print_text
from kizuki.core.documents import told_value
from kizuki.core.forms import (
    OF_A_PERIOD,
    Edition,
    FilledField,
    FilledForm,
    FormName,
    House,
    Standing,
    fill_first,
    fill_form,
    fill_period,
    form_json,
    form_name,
    notice_text,
    printed,
    read_case_document,
    read_period_document,
    why_text,
)
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination, assess
from kizuki.gateways.editions import house
from kizuki.gateways.files import Document, read_document
from kizuki.gateways.typst import FontsMissing, PrintedForm, print_form, write_pdf
from kizuki.gateways.xlsx import PrintedWorkbook, form_workbook, write_workbook


@dataclass(frozen=True, slots=True)
class Targets:
    """The files that are to be written; None where none is asked for."""

    pdf: Path | None
    xlsx: Path | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "number", metavar="NUMBER", help="8, 9, 10 (of a case), 11, 12 (of a period) or first (第一報)"
    )
    parser.add_argument(
        "case", metavar="CASE.json", help="the case or period with its report, or - for standard input"
    )
    parser.add_argument(
        "--matter",
        metavar="ID|N",
        action="append",
        help="of which matter: its id, or its position in the file from 0; the first report may name several",
    )
    parser.add_argument(
        "--person",
        metavar="ID|N",
        action="append",
        help="of which person: the id, or the position in its matter from 0; the first report may name several",
    )
    parser.add_argument("--pdf", metavar="FILE", help="write the form as PDF/A (nothing, when it is refused)")
    parser.add_argument("--xlsx", metavar="FILE", help="write the form as a workbook, every cell a text")
    parser.add_argument("--draft", action="store_true", help="print although required boxes are missing; says so")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of labels and sentences")


def run(arguments: argparse.Namespace) -> int:
    """Fill the form, print it where asked, and answer with its boxes."""
    number = form_name(arguments.number)
    targets = Targets(_target(arguments, "pdf"), _target(arguments, "xlsx"))
    own = house()
    document = read_document(arguments.case)
    try:
        form = _filled(number, document, arguments, own)
        if (targets.pdf or targets.xlsx) and form.missing and not arguments.draft:
            raise Refused("", f"required boxes are missing: {', '.join(form.missing)}; --draft prints it as a draft")
    except Refused as refusal:
        raise refusal.in_file(arguments.case) from None
    paper = _printed(form, draft=arguments.draft, needed=targets.pdf is not None)
    book = form_workbook(form, draft=arguments.draft, lang=arguments.lang) if targets.xlsx else None
    if targets.pdf and paper:
        write_pdf(targets.pdf, paper.pdf)
    if targets.xlsx and book:
        write_workbook(targets.xlsx, book.content)
    if arguments.json:
        print_json(_answer(form, paper, book, arguments.lang, draft=arguments.draft))
    else:
        print_text(page(form, paper, book, arguments.lang, targets))
    return 0


def _target(arguments: argparse.Namespace, kind: str) -> Path | None:
    name, case = getattr(arguments, kind), arguments.case
    if name is None:
        return None
    if name in ("-", ""):
        raise Refused(f"--{kind}", "needs the name of a file")
    path = Path(name)
    if case != "-" and path.exists() and Path(case).exists() and path.samefile(case):
        raise Refused(f"--{kind}", "is the case itself", file=name)
    if kind == "xlsx" and arguments.pdf is not None and path.resolve() == Path(arguments.pdf).resolve():
        raise Refused("--xlsx", "is the file of --pdf as well", file=name)
    return path


def _filled(number: FormName, document: Document, arguments: argparse.Namespace, own: House) -> FilledForm:
    """The form about the matters and persons that are named; never a choice of ours where more than one could be."""
    matters, persons = arguments.matter or [], arguments.person or []
    told = told_value(document.content)
    if isinstance(number, int) and number in OF_A_PERIOD:
        if matters or persons:
            raise Refused("--matter" if matters else "--person", f"form {number} is of a period of a device")
        return fill_period(number, read_period_document(told), house=own)
    case = read_case_document(told)
    determination = _determined(case.facts)
    if not isinstance(number, int):
        return _naming(lambda: fill_first(case, determination, matters=matters, persons=persons, house=own))
    several = next((name for name, given in (("--matter", matters), ("--person", persons)) if len(given) > 1), None)
    if several:
        raise Refused(several, f"form {number} is of one matter and at most one person")
    matter, person = (given[0] if given else None for given in (matters, persons))
    return _naming(lambda: fill_form(number, case, determination, matter=matter, person=person, house=own))


def _naming(fill: Callable[[], FilledForm]) -> FilledForm:
    try:
        return fill()
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


def _answer(
    form: FilledForm, paper: PrintedForm | None, book: PrintedWorkbook | None, lang: Lang, *, draft: bool
) -> dict[str, Any]:
    """The answer in JSON; `sha256` is that of the PDF, null where only a draft could be printed and none is asked."""
    final = paper is not None and (draft or not form.missing)
    return form_json(form, lang) | {
        "overflow": None if paper is None else list(paper.overflow),
        "glyphs_missing": None if paper is None else list(paper.glyphs_missing),
        "pages": None if paper is None else paper.pages,
        "sha256": paper.sha256 if paper is not None and final else None,
        "xlsx_sha256": book.sha256 if book else None,
    }


def page(
    form: FilledForm, paper: PrintedForm | None, book: PrintedWorkbook | None, lang: Lang, targets: Targets
) -> str:
    """The form as a page of text: every box by section, then what is missing, what to check, and the print."""
    edition = form.table
    title = edition.ja if lang == "ja" else edition.en
    name = "forms.page.title" if isinstance(form.number, int) else "forms.page.title_first"
    lines = [
        say(name, lang, number=form.number, title=title, edition=form.edition),
        say("forms.page.not_the_submission", lang),
        _summary(form, lang),
        _reliability(edition, lang),
    ]
    for section in edition.sections:
        lines += ["", section.ja if lang == "ja" else section.en]
        lines += [_line(form.field(box.id), edition, lang) for box in edition.boxes if box.section == section.id]
    if form.notices:
        lines += ["", say("forms.page.notices", lang)]
        lines += [f"  - {notice_text(notice, lang)}" for notice in form.notices]
    return "\n".join([*lines, "", *_of_the_print(edition, paper, book, lang, targets)])


def _summary(form: FilledForm, lang: Lang) -> str:
    count = {standing.value: sum(found.state == standing.value for found in form.fields) for standing in Standing}
    ready = say("forms.page.not_ready" if form.missing else "forms.page.ready", lang)
    return f"{say('forms.page.summary', lang, **count)}\n{ready}"


def _reliability(edition: Edition, lang: Lang) -> str:
    """How many of the labels were seen in a source."""
    marks = [box.label_standing for box in edition.boxes]
    seen, concept = marks.count("seen"), marks.count("concept")
    return say("forms.page.reliability", lang, seen=seen, concept=concept, unseen=len(marks) - seen - concept)


def _line(found: FilledField, edition: Edition, lang: Lang) -> str:
    box = edition.box(found.id)
    text = printed(found.value, box).replace("\n", "\n      ")
    mark = ""
    if found.state != Standing.FILLED.value:
        state = say(f"forms.page.{found.state}", lang)
        mark = say("forms.page.mark", lang, state=state, why=why_text(found.why, lang))
    label = f"{box.printed_mark}{box.label(lang)}"
    colon = "：" if lang == "ja" else ": "
    return f"  {label}{colon}{' '.join(part for part in (text, mark) if part)}"


def _of_the_print(
    edition: Edition, paper: PrintedForm | None, book: PrintedWorkbook | None, lang: Lang, targets: Targets
) -> list[str]:
    lines = []
    if paper is None:
        lines.append(say("forms.page.not_checked", lang))
    elif paper.overflow:
        labels = "、".join(edition.box(box_id).label(lang) for box_id in paper.overflow)
        lines.append(say("forms.page.overflow", lang, labels=labels))
    if paper and paper.glyphs_missing:
        codes = ("+".join(f"U+{ord(sign):04X}" for sign in glyph) for glyph in paper.glyphs_missing)
        lines.append(say("forms.page.glyphs_missing", lang, glyphs="、".join(codes)))
    if paper and targets.pdf:
        lines.append(say("forms.page.written", lang, path=targets.pdf, pages=paper.pages, sha256=paper.sha256))
    if book and targets.xlsx:
        lines.append(say("forms.page.workbook_written", lang, path=targets.xlsx, sha256=book.sha256))
    return lines
