"""Days as the audit keeps them: each under a key of its own, and each key with one meaning (`recorded_days.toml`).

A date alone does not say what it is the date of: the day a case was opened once stood in the timeline as its awareness
day. So a day enters the audit as a value of its kind, which brings its key, and leaves it only by the meaning that the
table gives to that key.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, ClassVar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """A day of one kind. `key` is where an entry keeps it."""

    on: date
    key: ClassVar[str]


@dataclass(frozen=True, slots=True)
class AwarenessDay(RecordedDay):
    """情報入手日: the earliest day on which anybody of the holder knew; the statutory clock counts from it."""

    key: ClassVar[str] = "awareness_on"


@dataclass(frozen=True, slots=True)
class OpenedOn(RecordedDay):
    """The day on which a case was opened in this record, which starts no clock."""

    key: ClassVar[str] = "opened_on"


@dataclass(frozen=True, slots=True)
class LearnedOn(RecordedDay):
    """The day on which one person came to know."""

    key: ClassVar[str] = "learned_on"


@dataclass(frozen=True, slots=True)
class KnownOn(RecordedDay):
    """The day from which a vulnerability counts as known to the holder."""

    key: ClassVar[str] = "known_on"


@dataclass(frozen=True, slots=True)
class PublishedOn(RecordedDay):
    """The day on which something was made public by whoever published it."""

    key: ClassVar[str] = "published_on"


@dataclass(frozen=True, slots=True)
class SeenOn(RecordedDay):
    """The day on which a person had it on the screen."""

    key: ClassVar[str] = "seen_on"


@dataclass(frozen=True, slots=True)
class ShownOn(RecordedDay):
    """The day that was shown, and held, until then."""

    key: ClassVar[str] = "shown_on"


def told(*days: RecordedDay | None) -> dict[str, str]:
    """These days as a payload keeps them; None (not known) leaves its key out. ValueError where two have one key."""
    kept = [day for day in days if day is not None]
    found = {day.key: day.on.isoformat() for day in kept}
    if len(found) != len(kept):
        raise ValueError("two days of one kind in one entry")
    return found


def meaning_of(verb: str, key: str) -> str | None:
    """What a day under this key of this verb's payload means; None where the table declares none."""
    days, own = _table()
    return own.get(verb, {}).get(key) or days.get(key)


def meanings() -> frozenset[str]:
    """Every meaning that a day can have; the glossary has a word for each."""
    days, own = _table()
    return frozenset(days.values()).union(*(keys.values() for keys in own.values()))


def undeclared_day(verb: str, key: str, value: object) -> bool:
    """Whether this is a day under a key for which the table declares no meaning."""
    return is_day(value) and key not in _names() and meaning_of(verb, key) is None


def is_day(value: object) -> bool:
    """Whether a value of a payload is written as a day."""
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _table() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    return _read()["days"], _read()["of"]


def _names() -> list[str]:
    return list(_read()["names"])


@cache
def _read() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("recorded_days.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
