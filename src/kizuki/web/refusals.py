"""A refusal as a page says it: in the words of the glossary where it is one that people meet."""

from __future__ import annotations

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.refusal import Refused
from kizuki.core.refusals import reason_in


def refusal_words(refused: Refused, lang: Lang) -> str:
    """The sentence for what was refused: of its place, where the glossary has one, else of its reason. In Japanese the
    place of a reason that has its sentence is not told: it is a name of the program."""
    named = ".".join(part for part in refused.place.split(".") if not part.isdecimal())
    word = all_words().get(f"refusal.{named}")
    why = reason_in(refused.reason, lang)
    if word is not None:
        return say(word.id, lang, why=why) if "{why}" in word.ja else say(word.id, lang)
    return say("refusal.other", lang, why=why if why != refused.reason else str(refused))
