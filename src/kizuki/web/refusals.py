"""A refusal as a page says it: in the words of the glossary where it is one that people meet."""

from __future__ import annotations

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.refusal import Refused


def refusal_words(refused: Refused, lang: Lang) -> str:
    """The sentence for what was refused; else the place and reason as the program says them."""
    named = ".".join(part for part in refused.place.split(".") if not part.isdecimal())
    word = all_words().get(f"refusal.{named}")
    if word is not None:
        return say(word.id, lang, why=refused.reason) if "{why}" in word.ja else say(word.id, lang)
    return say("refusal.other", lang, why=str(refused))
