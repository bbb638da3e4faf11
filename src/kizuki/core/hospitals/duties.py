"""Who is responsible for what before and after EOS: the table, what a sheet says of it, and what it leaves open."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A duty or a party by its code, with its words."""

    code: str
    ja: str
    en: str

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "duties.toml").read_text(encoding="utf-8"))


DUTIES: Mapping[str, Named] = {code: Named(code, **row) for code, row in _table()["duties"].items()}
"""What somebody has to do for a device at a hospital, in the order in which it is shown."""

PARTIES: Mapping[str, Named] = {code: Named(code, **row) for code, row in _table()["parties"].items()}
WORDED: tuple[str, ...] = tuple(_table()["worded"]["parties"])
"""Parties that are named further in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """Of one duty: the party until EOS and after it ('' not agreed yet), and words beside it."""

    duty: str
    before: str = ""
    after: str = ""
    words: str = ""

    def as_json(self) -> dict[str, str]:
        """The line as it is kept."""
        return {"duty": self.duty, "before": self.before, "after": self.after, "words": self.words}


@dataclass(frozen=True, slots=True)
class Responsible:
    """A line as it is shown; '' where nobody is named yet, which is a gap and never nobody."""

    duty: str
    before: str
    after: str
    words: str

    @property
    def open(self) -> bool:
        """Whether a half of it is not agreed."""
        return not (self.before and self.after)


def checked(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines in the order of the table; `Refused` for an unknown duty or party, a duty told twice, a third party that
    is not named, nobody without a reason, and a sheet that says nothing at all."""
    found: dict[str, Line] = {}
    for line in lines:
        place = f"lines.{line.duty}"
        if line.duty not in DUTIES:
            raise Refused(place, f"is not one of: {', '.join(DUTIES)}")
        if line.duty in found:
            raise Refused(place, "is told twice")
        for party in (line.before, line.after):
            if party and party not in PARTIES:
                raise Refused(place, f"{party!r} is not one of: {', '.join(PARTIES)}")
        words = line.words.strip()
        if len(words) > MOST_WORDS:
            raise Refused(place, f"has {len(words)} characters; at most {MOST_WORDS} are kept")
        if not words and any(party in WORDED for party in (line.before, line.after)):
            raise Refused(place, "says in words who the third party is, or why nobody does it")
        if line.before or line.after or words:
            found[line.duty] = Line(line.duty, line.before, line.after, words)
    if not found:
        raise Refused("lines", "says of no duty who is responsible for it")
    return tuple(found[duty] for duty in DUTIES if duty in found)


def said_of(lines: Sequence[Mapping[str, str]]) -> tuple[Responsible, ...]:
    """Every duty of the table with what a kept sheet says of it."""
    kept = {line["duty"]: line for line in lines}
    return tuple(
        Responsible(duty, row.get("before", ""), row.get("after", ""), row.get("words", ""))
        for duty in DUTIES
        for row in (kept.get(duty, {}),)
    )


def gaps(lines: Iterable[Responsible]) -> tuple[str, ...]:
    """The duties of which nobody has said who is responsible, before or after EOS."""
    return tuple(line.duty for line in lines if line.open)
