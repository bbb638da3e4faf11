"""Which column of a table is what: by its heading, or as the caller says."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from kizuki.core.refusal import Refused

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_SIGNS = re.compile(r"[^0-9a-z\u3040-\u30ff\u4e00-\u9fff]+")
_SEARCHED_ROWS = 50
_IDENTIFIES = ("name", "purl", "cpe")


@cache
def _headings() -> dict[str, str]:
    table = tomllib.loads((resources.files(__package__) / "columns.toml").read_text(encoding="utf-8"))
    return {heading: name for name, headings in table.items() for heading in headings}


def properties() -> tuple[str, ...]:
    """The properties that a column can be read as."""
    return tuple(dict.fromkeys(_headings().values()))


def read_mapping(text: str) -> dict[str, str]:
    """`name=部品,version=Ver` as property to heading (or number of the column, from 1).

    Raises `Refused` for what is no pair, for an unknown property, and for one that is told twice.
    """
    found: dict[str, str] = {}
    for pair in text.split(","):
        name, equals, heading = (part.strip() for part in pair.partition("="))
        if not equals or not heading:
            raise Refused("--columns", f"{pair.strip()!r} is not property=heading")
        if name not in properties():
            raise Refused("--columns", f"{name} is none of {', '.join(properties())}")
        if name in found:
            raise Refused("--columns", f"{name} is told twice")
        found[name] = heading
    return found


def find_heading(rows: Sequence[Sequence[str]], told: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """The index of the row of headings and the column of each property; None where no row can be one.

    A row of headings names what the components are called or identified by, and one more property unless it is alone
    in its row. What the caller tells goes before what the headings say. Raises `Refused` where a told one is not there.
    """
    best: tuple[int, dict[str, int]] | None = None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        columns = _columns(row)
        if told and not _fits(told, row):
            continue
        if told:
            columns = {name: at for name, at in columns.items() if at not in _told(told, row).values()} | _told(
                told, row
            )
        filled = sum(bool(cell.strip()) for cell in row)
        if any(name in columns for name in _IDENTIFIES) and (len(columns) > 1 or filled == 1 or told):
            if best is None or len(columns) > len(best[1]):
                best = (index, columns)
            if told:
                break
    return best


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = _headings().get(folded(cell))
        if name and name not in found:
            found[name] = at
    return found


def _fits(told: Mapping[str, str], row: Sequence[str]) -> bool:
    return len(_told(told, row)) == len(told) and any(cell.strip() for cell in row)


def _told(told: Mapping[str, str], row: Sequence[str]) -> dict[str, int]:
    texts = [folded(cell) for cell in row]
    found: dict[str, int] = {}
    for name, heading in told.items():
        if heading.isascii() and heading.isdigit() and 1 <= int(heading) <= len(row):
            found[name] = int(heading) - 1
        elif folded(heading) in texts:
            found[name] = texts.index(folded(heading))
    return found


def folded(heading: str) -> str:
    """A heading as headings are compared: NFKC, small letters, without blanks, marks and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return _SIGNS.sub("", _BRACKETS.sub("", plain)) or _SIGNS.sub("", plain)
