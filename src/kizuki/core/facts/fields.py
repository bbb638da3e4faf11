"""Reading single values out of an input object, refusing by name what does not belong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from kizuki.core.facts.fact import Fact
from kizuki.core.refusal import Refused

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days that a record can speak of; anything else is a slip of the hand."""

E = TypeVar("E", bound=Enum)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SAYS_NOTHING = frozenset("ーｰㅤᅟᅠﾠ")
"""Letters by their category that are drawn as a dash or not at all: prolonged sound marks, Hangul fillers."""


def an_object(value: Any, place: str, keys: Collection[str]) -> Mapping[str, Any]:
    """The value as an object that has no other keys than these."""
    if not isinstance(value, dict):
        raise Refused(place, f"must be an object, not {_kind(value)}")
    for key in value:
        if key not in keys:
            raise Refused(f"{place}.{key}" if place else str(key), "unknown key")
    return value


def a_list(value: Any, place: str) -> list[Any]:
    """The value as a list."""
    if not isinstance(value, list):
        raise Refused(place, f"must be a list, not {_kind(value)}")
    return value


def yes_no(row: Mapping[str, Any], key: str, place: str) -> Fact[bool]:
    """A true/false fact; absent or null is not yet known."""
    value = row.get(key)
    path = f"{place}.{key}"
    if value is not None and not isinstance(value, bool):
        raise Refused(path, f"must be true, false or null, not {_kind(value)}")
    return Fact(path, value)


def choice(row: Mapping[str, Any], key: str, place: str, values: type[E]) -> Fact[E]:
    """A fact out of a closed list of values."""
    path = f"{place}.{key}" if place else key
    return Fact(path, one_of(row.get(key), path, values))


def one_of(value: Any, place: str, values: type[E]) -> E | None:
    """The member of the list that this value spells, None for null."""
    if value is None:
        return None
    try:
        return values(value)
    except ValueError:
        allowed = ", ".join(str(member.value) for member in values)
        raise Refused(place, f"{value!r} is not one of: {allowed}") from None


def a_date(value: Any, place: str) -> date | None:
    """A day in ISO 8601 (`2026-06-01`)."""
    if value is None:
        return None
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise Refused(place, f"{value!r} is not a day like 2026-06-01") from None
    if not EARLIEST <= day <= LATEST:
        raise Refused(place, f"{value} is not between {EARLIEST} and {LATEST}")
    return day


def a_number(value: Any, place: str, *, whole: bool = False, least: float = 0) -> float | None:
    """A number not below `least`; whole numbers only where asked."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise Refused(place, f"must be a {'whole ' if whole else ''}number, not {_kind(value)}")
    if not least <= value < 1e15:
        raise Refused(place, f"must be at least {least:g}")
    return value


def a_text(value: Any, place: str) -> str | None:
    """A text that proves something; one that says nothing (white space, invisible characters, dashes, marks alone)
    counts as absent."""
    text = words(value, place)
    return text if text is not None and says_something(text) else None


def words(value: Any, place: str) -> str | None:
    """A text as it was told, marks alone too; an empty one counts as absent."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refused(place, f"must be a text, not {_kind(value)}")
    return value.strip() or None


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit that can be seen.

    >>> says_something(" \u200b—ー "), says_something("剖検")
    (False, True)
    """
    return any(unicodedata.category(letter)[0] in "LN" and letter not in _SAYS_NOTHING for letter in text)


MOST_LETTERS_OF_A_NAME = 64
"""Letters that an `id` may have."""


def a_name(value: Any, place: str) -> str | None:
    """The `id` of a matter or person: a short text that says something."""
    name = a_text(value, place)
    if value is not None and name is None:
        raise Refused(place, "an id is a text; leave the key out where there is none")
    if name is not None and len(name) > MOST_LETTERS_OF_A_NAME:
        raise Refused(place, f"an id has at most {MOST_LETTERS_OF_A_NAME} letters")
    return name


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true/false", type(None): "null"}
    return names.get(type(value), "a number")
