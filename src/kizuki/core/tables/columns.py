"""From the header of a table to its columns, and from a row of cells to values or the reason why not."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of

MOST_ROWS = 100_000
"""Rows of one table."""

LONGEST_CELL = 10_000
"""Signs of one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, its names in a header, what its cells hold (`text`, `day`, `moment`, `yes_no`, `number`,
    `choice` of `values`, which may be told by their Japanese `words` as well), and whether a row without it can be
    kept."""

    id: str
    ja: str
    en: str
    holds: str = "text"
    required: bool = False
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def offered(self, lang: str) -> tuple[str, ...]:
        """What a cell may say, as those who read this language write it."""
        return self.words if lang == "ja" and self.words else self.values


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: the header, each row with text and the line it stands on, how many rows have none, and the rows
    with text of sheets that are not read, by sheet. Together with the header that is every row that the file holds."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    empty: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column id (an empty cell is absent), or why it cannot be kept."""

    line: int
    values: dict[str, Any]
    faults: tuple[Refused, ...] = ()


@cache
def columns_of(package: str, file: str, kind: str) -> tuple[Column, ...]:
    """The columns of one kind of table, as the TOML file in this package lists them."""
    rows = tomllib.loads((resources.files(package) / file).read_text(encoding="utf-8"))[kind]
    lists = ("values", "words")
    return tuple(
        Column(name, **(row | {one: tuple(row.get(one, ())) for one in lists})) for name, row in rows.items()
    )


def placed(header: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands. `mapping` names the header of a column that is called otherwise than here.

    `Refused`: a mapping to a column or header that is not there, a header that comes twice, a required column that is
    missing, or a header that means nothing here and was not set aside (`-=Header`): nothing is dropped unseen.
    """
    ids = {column.id for column in columns}
    ignored = {_plain(name) for name in mapping.get("-", "").split(",") if name.strip()}
    at: dict[str, int] = {}
    for place, name in enumerate(header):
        if _plain(name) in at:
            raise Refused(f"column {place + 1}", f"the header {name!r} comes twice")
        if name.strip():
            at[_plain(name)] = place
    found: dict[str, int] = {}
    for wanted, name in mapping.items():
        if wanted == "-":
            continue
        if wanted not in ids:
            raise Refused(f"columns.{wanted}", f"is not one of: {', '.join(sorted(ids))}")
        if _plain(name) not in at:
            raise Refused(f"columns.{wanted}", f"the table has no column {name!r}")
        found[wanted] = at[_plain(name)]
    for column in columns:
        for name in (column.id, column.ja, column.en):
            if column.id not in found and _plain(name) in at:
                found[column.id] = at[_plain(name)]
    missing = [column.id for column in columns if column.required and column.id not in found]
    if missing:
        raise Refused(f"columns.{missing[0]}", f"the table has no such column ({_called(columns, missing[0])})")
    unknown = [name for name, place in at.items() if place not in found.values() and name not in ignored]
    if unknown:
        raise Refused(f"column {at[unknown[0]] + 1}", f"{header[at[unknown[0]]]!r} is not a column of this table")
    return found


def read_rows(table: Table, columns: Sequence[Column], at: Mapping[str, int]) -> tuple[Row, ...]:
    """Each row as values, with every fault of it; rows without any text are not rows."""
    return tuple(_row(line, cells, columns, at) for line, cells in table.rows if any(cell.strip() for cell in cells))


def _row(line: int, cells: Sequence[str], columns: Sequence[Column], at: Mapping[str, int]) -> Row:
    values: dict[str, Any] = {}
    faults: list[Refused] = []
    for column in columns:
        place = at.get(column.id)
        told = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            value = _value(told, column, f"line {line}, {column.id}")
        except Refused as refusal:
            faults.append(refusal)
            continue
        if value is not None:
            values[column.id] = value
    return Row(line, values, tuple(faults))


def _value(told: str, column: Column, place: str) -> Any:
    if not told:
        if column.required:
            raise Refused(place, "must not be empty")
        return None
    if len(told) > LONGEST_CELL:
        raise Refused(place, f"has {len(told)} characters; at most {LONGEST_CELL} are kept")
    if told.startswith("="):
        raise Refused(place, "holds a formula; paste its value")
    if column.holds == "day":
        return day_of(told, place)
    plain = unicodedata.normalize("NFKC", told)
    if column.holds == "yes_no":
        return _yes_no(plain, place)
    if column.holds == "number":
        if not plain.isdecimal():
            raise Refused(place, f"{told!r} is not a whole number")
        return int(plain)
    return _choice(told, plain, column, place) if column.holds == "choice" else told


def _choice(told: str, plain: str, column: Column, place: str) -> str:
    if plain in column.words:
        return column.values[column.words.index(plain)]
    if plain.lower() not in column.values:
        both = zip(column.words, column.values, strict=True) if column.words else ()
        offered = [f"{word} ({value})" for word, value in both] or column.values
        raise Refused(place, f"{told!r} is not one of: {', '.join(offered)}")
    return plain.lower()


_WORDS = {
    True: {"yes", "true", "1", "y", "はい", "有", "あり", "該当", "○", "〇"},
    False: {"no", "false", "0", "n", "いいえ", "無", "なし", "非該当", "×"},
}
_OPEN = {"unknown", "不明", "未確認", "?", "-", "―"}


def _yes_no(told: str, place: str) -> bool | None:
    """Yes or no; a word for "not known" is no answer, and any other word is refused."""
    for value, words in _WORDS.items():
        if told.lower() in words:
            return value
    if told in _OPEN:
        return None
    raise Refused(place, f"{told!r} is neither yes nor no (はい, いいえ, 不明)")


def _called(columns: Sequence[Column], wanted: str) -> str:
    column = next(column for column in columns if column.id == wanted)
    return f"{column.ja}, {column.en}"


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).lower().split())
