"""The printed reports of a round as files: each is called by what it is, and names nobody by a key of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.files import write_private

if TYPE_CHECKING:
    from kizuki.actions.feeds.making_round import Step
    from kizuki.store.queries.overview import PrintedReport

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^\w（）・]+")


def write_reports(folder: Path, reports: Sequence[PrintedReport], lang: Lang) -> dict[int, str]:
    """Write each printed report into the folder; returns the path of each by its id."""
    from kizuki.store.queries.reports import printed_report
    from kizuki.store.queries.viewer import PROGRAM

    written: dict[int, str] = {}
    names = Names()
    for report in reports:
        printed = printed_report(PROGRAM, report.id)
        if printed is not None:
            written[report.id] = write(folder, names.unused(named_report(report, lang)), printed.content)
    return written


def named_report(report: PrintedReport, lang: Lang) -> str:
    """What the file of a report is called: 2026-0011-様式8-患者等1-初回報告.pdf."""
    from kizuki.store.queries.words_of_reports import report_name

    return file_name(report.number, report_name(report.form, report.report_number, lang, report.whom))


def write_sheets(folder: Path, sheets: Sequence[Step], lang: Lang) -> list[str]:
    """Write each sheet of a first report beside the reports; returns their paths."""
    from kizuki.store.queries.attachments import attached_document
    from kizuki.store.queries.viewer import PROGRAM

    written, names = [], Names()
    for sheet in sheets:
        kept = attached_document(PROGRAM, sheet.case, sheet.attachment)
        if kept is not None:
            name = file_name(sheet.about, say("screens.case.form_first", lang), whom_of(sheet, lang))
            written.append(write(folder, names.unused(name), kept.content))
    return written


def whom_of(step: Step, lang: Lang) -> str:
    """Of whom a step of a round is, as they are called on paper; '' where it is of nobody by name."""
    from kizuki.store.queries.words_of_reports import places_of

    name = step.person or step.matter
    return places_of(step.case).every(lang).get(name, "") if name else ""


def file_name(number: str, *words: str) -> str:
    """The number of the case and words as the name of a file. It begins with a year: no table takes it for a formula.

    >>> file_name("2026-0011", "第一報", "患者等1"), file_name("2026-0011", "=Form 8: a/b", "")
    ('2026-0011-第一報-患者等1.pdf', '2026-0011-Form-8-a-b.pdf')
    """
    plain = _NEITHER_LETTER_NOR_DIGIT.sub("-", " ".join(filter(None, (number, *words))))
    return f"{re.sub('-+', '-', plain).strip('-')}.pdf"


class Names:
    """Names that do not come twice: the same report comes again where one was rejected or taken back.

    >>> names = Names()
    >>> [names.unused("a.pdf") for _ in range(3)]
    ['a.pdf', 'a-2.pdf', 'a-3.pdf']
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unused(self, name: str) -> str:
        """The name, with a number behind it where it was given before."""
        found = next(one for one in _numbered(name.removesuffix(".pdf")) if one not in self._taken)
        self._taken.add(found)
        return found


def _numbered(name: str) -> Iterator[str]:
    yield f"{name}.pdf"
    yield from (f"{name}-{number}.pdf" for number in count(2))


def write(folder: Path, name: str, content: bytes) -> str:
    """Write one file that its owner alone reads, and say where it is."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        write_private(folder / name, content)
    except OSError as fault:
        raise Refused("--reports", (fault.strerror or str(fault)).lower(), file=str(folder)) from None
    return str(folder / name)
