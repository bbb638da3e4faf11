"""Whom a maker tells, from the table beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang


@dataclass(frozen=True, slots=True)
class Party:
    """One party of the matrix."""

    code: str
    ja: str
    en: str

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@cache
def parties() -> Mapping[str, Party]:
    """The parties by code, in the order of the matrix."""
    return {code: Party(code, **row) for code, row in _table()["parties"].items()}


@cache
def channels() -> tuple[str, ...]:
    """The ways in which somebody is told."""
    return tuple(_table()["channels"])


def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "parties.toml").read_text(encoding="utf-8"))
