"""What people told: the story, the parts of the case document, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from kizuki.core.glossary import Lang, all_words, say
from kizuki.store.cases.parts import PARTS
from kizuki.store.queries.binder.shapes import Block, CaseFile, Section
from kizuki.store.queries.words_of_reports import places_of

_OWN_SECTION = ("event", "patient", "investigation", "measures", "story")
_PLACE = re.compile(r"(m[\d-]+)?/?(p[\d-]+)?(#\d+)?")


def story(file: CaseFile) -> Section:
    """How the case came about, as the company told it, with its days."""
    part: dict[str, Any] = file.page.parts.get("story") or {}
    blocks: list[Block] = []
    text = str(part.get("story", {}).get(file.lang, "")).strip()
    if text:
        blocks.append(Block("text", tuple((line,) for line in text.splitlines() if line.strip())))
    days = sorted((str(row["on"]), str(row[file.lang])) for row in part.get("timeline", ()))
    if days:
        columns = tuple(say(f"binder.column.{name}", file.lang) for name in ("on", "what"))
        blocks.append(Block("table", tuple(days), "", columns, (22, 120)))
    return Section("story", say("binder.section.story", file.lang), tuple(blocks))


def parts(name: str) -> Callable[[CaseFile], Section]:
    """A section for one part of the case document, as last described."""

    def section(file: CaseFile) -> Section:
        return Section(name, say(f"binder.section.{name}", file.lang), _blocks(_told(name, file), file.lang))

    return section


def _told(name: str, file: CaseFile) -> Any:
    """A part as last described; one that is told of several matters or persons under the words for each."""
    part = file.page.parts.get(name)
    if not isinstance(part, dict) or not all(_PLACE.fullmatch(key) for key in part):
        return part
    places = places_of(file.id)
    return {places.said_of_part(place, file.lang): inner for place, inner in part.items()}


def hospital(file: CaseFile) -> Section:
    """The hospital's own report, as far as the case holds one."""
    told = file.page.parts.get("hospital_report")
    return Section("hospital", say("binder.section.hospital", file.lang), _blocks(told, file.lang))


def notes(file: CaseFile) -> Section:
    """Notes in the order in which they were written."""
    columns = tuple(say(f"binder.column.{name}", file.lang) for name in ("at", "who", "note"))
    rows = tuple((entry.at, entry.actor, entry.text or "") for entry in file.entries if entry.verb == "note")
    blocks = (Block("table", rows, "", columns, (31, 27, 86)),) if rows else ()
    return Section("notes", say("binder.section.notes", file.lang), blocks)


def remaining_parts(file: CaseFile) -> Section:
    """The other parts of the case document."""
    blocks: list[Block] = []
    for name in PARTS:
        if name not in _OWN_SECTION and file.page.parts.get(name):
            first, *later = _blocks(_told(name, file), file.lang)
            heading = say(f"record.value.parts.{name}", file.lang)
            blocks += [Block(first.kind, first.rows, heading, first.columns, first.shares), *later]
    return Section("rest", say("binder.section.rest", file.lang), tuple(blocks))


def _blocks(value: Any, lang: Lang) -> tuple[Block, ...]:
    """A part as pairs of a label and what it holds; parts inside it are named by their way."""
    if value in (None, "", [], {}):
        return ()
    if not isinstance(value, dict):
        return (Block("text", tuple((line,) for line in _lines(value, lang))),)
    return (Block("pairs", tuple(_pairs(value, lang, ""))),)


def _pairs(value: dict[str, Any], lang: Lang, before: str) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        label = f"{before}{_label(key, lang)}"
        if isinstance(inner, dict):
            yield from _pairs(inner, lang, f"{label} / ")
        else:
            yield label, "\n".join(_lines(inner, lang))


def _lines(value: Any, lang: Lang) -> list[str]:
    if isinstance(value, list):
        return [" ".join(_lines(row, lang)) for row in value]
    if isinstance(value, dict):
        return ["　".join(f"{_label(key, lang)}：{' '.join(_lines(inner, lang))}" for key, inner in value.items())]
    if isinstance(value, bool):
        return [say("binder.value.yes" if value else "binder.value.no", lang)]
    return ["―" if value is None else _word(str(value), ("binder.value",), lang)]


def _label(key: str, lang: Lang) -> str:
    return _word(key, ("binder.key", "forms.part", "fact"), lang)


def _word(key: str, tables: tuple[str, ...], lang: Lang) -> str:
    """The word for a key or a code in the first table that has it, else what stands there: nothing is left out."""
    known = next((f"{table}.{key}" for table in tables if f"{table}.{key}" in all_words()), None)
    return say(known, lang) if known else key
