"""Short words that pages put together themselves: items, forms, reports, facts asked for."""

from __future__ import annotations

from kizuki.core.facts.values import Severity
from kizuki.core.glossary import Lang, all_words, day_said, say
from kizuki.core.reporting.shown import fact_label, item_label
from kizuki.store.queries.words_of_reports import report_name

question_label = fact_label
item_shown = item_label

__all__ = ["counted", "day_said", "item_shown", "matter_number", "question_label", "report_name", "severity_words"]


def matter_number(path: str) -> int | None:
    """Which matter a path of the facts speaks of, counted from 1; None for the device."""
    parts = path.split(".")
    return int(parts[1]) + 1 if parts[0] == "matters" and len(parts) > 2 and parts[1].isdigit() else None


def counted(word_id: str, count: int, lang: Lang) -> str:
    """A word with a number in it; one has its own form in English."""
    return say(f"{word_id}_one" if count == 1 else word_id, lang, count=count)


def severity_words(severity: Severity, lang: Lang) -> str:
    """A severity of the law in words."""
    own = f"value.severity.{severity.value}"
    return say(own if own in all_words() else f"value.{severity.value}", lang)
