"""How a case came about, as people told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.glossary import Lang


@dataclass(frozen=True, slots=True)
class Story:
    """A text, and what happened on which day, the earliest first."""

    text: str
    days: tuple[tuple[date, str], ...]


def case_story(part: dict[str, Any] | None, lang: Lang) -> Story | None:
    """The part of the case that tells its story; None where nobody has told it."""
    if not part:
        return None
    days = sorted((date.fromisoformat(row["on"]), row[lang]) for row in part.get("timeline", ()))
    return Story(part.get("story", {}).get(lang, "").strip(), tuple(days))
