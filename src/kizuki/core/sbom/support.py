"""Level and end of support, from the properties in which component lists say them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from kizuki.core.beside import text_beside
from kizuki.core.sbom.shapes import NOTHING_SAID, Support

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_PLAIN = re.compile(r"[^0-9a-z\u3040-\u30ff\u4e00-\u9fff]+")


def support_of(properties: Iterable[tuple[str, str]]) -> Support:
    """What these properties (name, value) say of support; the last of several that say the same thing stands."""
    level = until = ""
    for name, value in properties:
        said = _said_by(name)
        if said == "level":
            level = value
        elif said == "until":
            until = value
    return support(level, until)


@lru_cache(maxsize=4096)
def support(level: str, until: str) -> Support:
    """Support as said, with its day where `until` begins with one (`2030-03-31`, `2030/3/31`, `2030年3月31日`)."""
    return Support(level, until, _day(until)) if level or until else NOTHING_SAID


def _day(until: str) -> date | None:
    found = _DATE.match(until)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _said_by(name: str) -> str:
    """`level`, `until`, or nothing: what a property of this name says. Lists repeat a few names in every component."""
    return _names().get(_PLAIN.sub("", re.split(r"[:#]", name)[-1].casefold()), "")


@cache
def _names() -> dict[str, str]:
    table = tomllib.loads(text_beside(__file__, "support.toml"))
    return {name: said for said, names in table.items() for name in names}
