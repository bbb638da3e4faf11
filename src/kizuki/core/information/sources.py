"""The kinds of source of safety information, from the table beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Source:
    """One kind: its names, where the law or the notification speaks of it, and whether it is abroad."""

    code: str
    ja: str
    en: str
    source: str
    foreign: bool = False

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@cache
def sources() -> Mapping[str, Source]:
    """Every kind by code, in the order of the table."""
    text = (resources.files(__package__) / "sources.toml").read_text(encoding="utf-8")
    return {code: Source(code, **row) for code, row in tomllib.loads(text).items()}


def source_of(code: str, place: str) -> Source:
    """The kind with this code; `Refused` at `place` where there is none."""
    if code not in sources():
        raise Refused(place, f"{code!r} is not one of: {', '.join(sources())}")
    return sources()[code]
