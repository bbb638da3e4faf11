"""The terms of each feed (`terms.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Terms:
    """One feed. `attribution` is what must be said where its data is shown; `kinds` the kinds of its records."""

    code: str
    name: str
    provider: str
    url: str
    licence: str
    terms: str
    attribution: str
    kinds: tuple[str, ...]
    every_hours: int
    stale_after_hours: int
    limit: str


@cache
def _table() -> dict[str, Terms]:
    text = (resources.files(__package__) / "terms.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    return {code: Terms(code=code, **{**row, "kinds": tuple(row["kinds"])}) for code, row in rows.items()}


FEEDS = tuple(_table())
"""The codes of all feeds, in the order of the table."""


def terms_of(code: str) -> Terms:
    """The terms of a feed; `Refused` for a code that is none."""
    found = _table().get(code)
    if found is None:
        raise Refused(code, f"is no feed: {', '.join(FEEDS)}")
    return found
