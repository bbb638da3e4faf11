"""What a person writes into a box of a form: in which shape, where the box has what it says from, and the value kept.

The field list of an edition says all of it (`type`, `from`, `values`), so that a company's own edition is drawn, read
and printed without code. A box without a key of the record is derived: it is put right where its fact stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import ON_THE_SHEET, FilledField
from kizuki.core.forms.vocabulary import UNKNOWN_WORDS
from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of, month_or_year

Control = Literal["line", "long", "day", "choice", "choices", "lines", "rows", ""]
"""How a box is written; "" is one that nobody writes."""

Origin = Literal["person", "sheet", "case", "device", "company", "rule"]
"""From where a box has what it says: a person wrote it for this report, the sheet of the first report, the case, the
device, the company, a rule."""

Said = str | Sequence[str] | Sequence[Mapping[str, str]]
"""What a person wrote: a text, the lines or choices of a list, or rows of a table by column."""

_CONTROLS: Mapping[str, Control] = {
    "text": "line",
    "number": "line",
    "quantity": "line",
    "partial_date": "line",
    "instant": "line",
    "long": "long",
    "date": "day",
    "enum": "choice",
    "enums": "choices",
    "texts": "lines",
    "terms": "rows",
    "table": "rows",
}

_BEGUN = frozenset({"report.number", "report.purpose", "report.withdrawal_why"})
"""What a report is, said where it is begun and nowhere else."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "event.concomitant": ("brand", "maker", "approval_no", "note"),
    "investigation.terms": ("code", "term"),
    "first.persons": ("id", "age_band", "sex", "on"),
}
_OF_A_TERM = ("jfmda", "code", "term", "known", "causality", "causality_source", "risk")
_FIXED = frozenset({"first.persons"})
"""Tables whose rows are given: a person fills them, and adds none; their first column says which row it is."""
_DAYS: Mapping[str, frozenset[str]] = {"first.persons": frozenset({"on"})}
"""Columns that hold a day or a part of one, written as people write them."""
LONGEST = 100_000
"""Characters of a box; longer ones are refused with its name."""
MOST_ROWS = 200


def control_of(box: Box) -> Control:
    """How a box is written; "" where the rules fill it, where the report was begun with it, or its table is counted."""
    if not box.from_key or box.from_key in _BEGUN:
        return ""
    control = _CONTROLS.get(box.type, "")
    return "" if control == "rows" and not columns_of(box) else control


def columns_of(box: Box) -> tuple[str, ...]:
    """The columns of a box that is written in rows, by their keys; none for one that is not."""
    return _OF_A_TERM if box.type == "terms" else _COLUMNS.get(box.from_key, ())


def rows_are_given(box: Box) -> bool:
    """Whether the rows of a box are given (those whom a sheet names), so that none is added and none is renamed."""
    return box.from_key in _FIXED


def origin_of(box: Box, found: FilledField, *, written: bool) -> Origin:
    """From where the box has what it says."""
    if written:
        return "person"
    if box.type == "constant" or found.source == "constant":
        return "rule"
    if found.source == ON_THE_SHEET and box.from_key != ON_THE_SHEET:
        return "sheet"
    first = found.source.partition(".")[0].partition(",")[0]
    if first in ("device", "company"):
        return first  # type: ignore[return-value] # both are origins
    return "rule" if not first or first.startswith("rule:") else "case"


def value_written(box: Box, said: Said) -> Any:
    """The value for the record of what a person wrote, None where they left it empty.

    Days may be written as people write them (令和8年6月1日). `Refused` at the key of the box for another shape than
    that of the box, and for a day or number that is none.
    """
    place, control = box.from_key, control_of(box)
    if not control:
        raise Refused(box.id, "is not written: the rules fill it, or the report was begun with it")
    if control in ("choices", "lines"):
        return _lines(said, place)
    if control == "rows":
        return _rows(box, said, place)
    if not isinstance(said, str):
        raise Refused(place, "must be a text")
    text = _clean(said, place)
    if not text:
        return None
    if box.type == "date":
        return day_of(text, place).isoformat()
    if box.type == "partial_date":
        return _part_of_a_day(text)
    if box.type == "instant":
        return _instant(text, place)
    return _number(text, place) if box.type == "number" else text


def _clean(text: str, place: str) -> str:
    if len(text) > LONGEST:
        raise Refused(place, f"has {len(text):,} characters: at most {LONGEST:,} are kept")
    if "\0" in text:
        raise Refused(place, "has a control character (U+0000)")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _lines(said: Said, place: str) -> list[str] | None:
    texts = said.split("\n") if isinstance(said, str) else said
    if not all(isinstance(text, str) for text in texts):
        raise Refused(place, "must be lines of text")
    found = [_clean(str(text), place) for text in texts]
    return [text for text in found if text] or None


def _rows(box: Box, said: Said, place: str) -> list[dict[str, str]] | None:
    if isinstance(said, str) or not all(isinstance(row, Mapping) for row in said):
        raise Refused(place, "must be rows")
    if len(said) > MOST_ROWS:
        raise Refused(place, f"has {len(said)} rows: at most {MOST_ROWS} are kept")
    columns, found = columns_of(box), []
    for index, row in enumerate(said):
        assert isinstance(row, Mapping), "looked at before"
        strange = next((key for key in row if key not in columns), None)
        if strange is not None:
            raise Refused(f"{place}.{index}.{strange}", f"is no column: {', '.join(columns)}")
        cells = {key: _clean(str(row.get(key) or ""), f"{place}.{index}.{key}") for key in columns}
        for key in _DAYS.get(box.from_key, ()):
            cells[key] = _part_of_a_day(cells[key])
        if any(cells.values()):
            found.append({key: text for key, text in cells.items() if text})
    return found or None


def days_of(box: Box) -> frozenset[str]:
    """The columns of a table that hold a day or a part of one."""
    return _DAYS.get(box.from_key, frozenset())


def _part_of_a_day(text: str) -> str:
    """A whole day, a month or a year in whatever way it is written; 不明 stays for the document to read."""
    try:
        return day_of(text, "").isoformat()
    except Refused:
        return month_or_year(text) or text


def is_part_of_a_day(text: str) -> bool:
    """Whether it is written as a day, a month or a year, or says that none is known."""
    return text.strip() in UNKNOWN_WORDS or re.fullmatch(r"\d{4}(-\d{2}){0,2}", _part_of_a_day(text)) is not None


_TIME = re.compile(r"(.+?)[\sT]+(\d{1,2})[:時](\d{2})(?::\d{2})?分?(?:\+09:00)?")


def names_a_time(text: str) -> bool:
    """Whether a time of day stands behind a day (2026/6/1 9:30, 6月1日 9時頃)."""
    return re.search(r"\d\s*(?::\s*\d{2}|時)", unicodedata.normalize("NFKC", text)) is not None


def _instant(text: str, place: str) -> str:
    """A day with its time in Japan (2026/6/1 9:30, 令和8年6月1日 9時30分), as ISO 8601 with its offset."""
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise Refused(place, f"{text!r} is not a day with its time, like 2026-06-01 09:30")
    return f"{day_of(found[1], place).isoformat()}T{int(found[2]):02}:{found[3]}+09:00"


def _number(text: str, place: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Refused(place, f"{text!r} is not a whole number")
    return int(text)


def told_at(document: Mapping[str, Any], key: str) -> Any:
    """What a document says at a dotted key (`event.situation`); None where it says nothing there."""
    value: Any = document
    for part in key.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def written_over(document: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """The document with what persons wrote, by dotted key, in the place of what stood there."""
    found = dict(document)
    for key, value in written.items():
        *above, last = key.split(".")
        inner = found
        for part in above:
            below = inner.get(part)
            inner[part] = dict(below) if isinstance(below, Mapping) else {}
            inner = inner[part]
        inner[last] = value
    return found
