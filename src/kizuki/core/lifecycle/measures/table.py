"""The table of measures as values (`measures.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Step:
    """One step that is owed: the act that ends it, and within how many business days (0: a day that a person names)."""

    name: str
    ends: str
    days: int


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "measures.toml").read_text(encoding="utf-8"))


KINDS: tuple[str, ...] = tuple(_table()["kinds"])
"""安全確保措置 by kind; the last is none, because."""

NO_MEASURE = "none"
UNTOUCHED_DAYS: int = _table()["untouched_days"]
DELIVERY_CHECK_DAYS: int = _table()["delivery_check_days"]
ACKNOWLEDGEMENT_DAYS: int = _table()["acknowledgement_days"]
STEPS: Mapping[str, Step] = {name: Step(name, row["ends"], row["days"]) for name, row in _table()["steps"].items()}
TOLD: Mapping[str, tuple[str, ...]] = {party: tuple(ways) for party, ways in _table()["told"].items()}
"""To whom a measure is reported, by which ways."""


def require_kind(kind: str) -> str:
    """The kind; `Refused` where it is none of the table."""
    if kind not in KINDS:
        raise Refused("kind", f"{kind!r} is not one of: {', '.join(KINDS)}")
    return kind
