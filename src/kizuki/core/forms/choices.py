"""What a choice of a box says to readers of English: the form prints its Japanese word, which stands beside it."""

from __future__ import annotations

from functools import cache

from kizuki.core.glossary import Lang, all_words

_PREFIX = "forms.choice."


def choice_text(word: str, lang: Lang) -> str:
    """The word as the form prints it; in English with what it means before it. A word of a company's own edition has no
    English here and stands alone."""
    english = _in_english().get(word) if lang == "en" else None
    return f"{english} ({word})" if english else word


@cache
def _in_english() -> dict[str, str]:
    return {one.ja: one.en for one in all_words().values() if one.id.startswith(_PREFIX)}
