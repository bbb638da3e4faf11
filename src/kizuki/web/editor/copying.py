"""The boxes of a form one by one, as they are copied into the portal or the official form."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.forms import Box, FilledForm, printed
from kizuki.core.glossary import Lang

LONG = ("long", "texts", "terms", "table", "group", "enums")
"""Types of boxes that need several lines."""
OUR_WORDS = ("given_by_pmda", "nothing_stated", "after_sending")
"""Why a box holds words that stand only on our sheet."""


@dataclass(frozen=True, slots=True)
class Line:
    """One box: `text` is what it says, `state` how it stands; `copied` where the words are the report's own, and not a
    word that only stands on our sheet."""

    box: Box
    label: str
    text: str
    state: str
    long: bool
    copied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPage:
    """A page for transcription: `back` and `leads_to` are where it came from and in which words, `draft` whether what
    stands on it can still change, `pdf` where the filed document is ('' where none was drawn), `other` whether what
    stands now is not what was handed in (then there is nothing to copy but the PDF)."""

    name: str
    back: str
    leads_to: str
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    draft: bool
    pdf: str = ""
    other: bool = False


def copied_of(form: FilledForm, lang: Lang) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The printed boxes of a filled form by section, in the order of the form."""
    there = {one.id for one in form.fields}
    lines = [_line(form, box, lang) for box in form.table.boxes if box.width and box.id in there]
    sections = [
        (section.ja if lang == "ja" else section.en, tuple(one for one in lines if one.box.section == section.id))
        for section in form.table.sections
    ]
    return tuple((words, rows) for words, rows in sections if rows)


def _line(form: FilledForm, box: Box, lang: Lang) -> Line:
    found = form.field(box.id)
    copied = found.why not in OUR_WORDS
    return Line(box, box.label(lang), printed(found.value, box), found.state, box.type in LONG, copied)
