"""What a procedure can govern: areas of work and the verbs in each, from the table beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Area:
    """An area of work: its name in both languages and its verbs."""

    code: str
    ja: str
    en: str
    acts: tuple[str, ...]

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@cache
def areas() -> Mapping[str, Area]:
    """Every area by its code, in the order of the table."""
    text = (resources.files(__package__) / "areas.toml").read_text(encoding="utf-8")
    return {code: Area(code, row["ja"], row["en"], tuple(row["acts"])) for code, row in tomllib.loads(text).items()}


def acts_of(codes: Iterable[str]) -> tuple[str, ...]:
    """The verbs of these areas; `Refused` where the table has none of a name, or none is named."""
    named = list(dict.fromkeys(codes))
    unknown = next((code for code in named if code not in areas()), None)
    if unknown is not None:
        raise Refused("areas", f"{unknown!r} is not one of: {', '.join(areas())}")
    if not named:
        raise Refused("areas", "name at least one")
    return tuple(sorted({act for code in named for act in areas()[code].acts}))


def areas_of(acts: Iterable[str]) -> tuple[str, ...]:
    """The areas in which these verbs stand, in the order of the table."""
    known = set(acts)
    return tuple(code for code, area in areas().items() if known & set(area.acts))
