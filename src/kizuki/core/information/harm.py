"""What a piece of information tells of harm: as whoever received it heard it, or as its words let one fear.

A death in Japan owes a prompt first report (医薬安発0115第2号 4(1)), whether or not the information is a case yet: what
may tell of one is not left to the days in which other information is decided on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SAID = ("death", "serious", "non_serious", "nobody", "asking")
"""What somebody said; `asking` where they were asked and do not know."""

WORDS = "words_of_death"
"""Nobody said how badly people were harmed, and its words speak of a death."""

SETTLED = ("death", "serious", "non_serious", "nobody")
"""What settles it: somebody knows."""

TOLD = (*SAID, WORDS)
"""Every code; '' where nobody was asked and no words speak of it."""

JAPAN = "JP"

_JAPANESE = re.compile("死亡|死去|死に至|亡くな|逝去|心肺停止|心停止")
# "Blue screen of death" and "ping of death" are the everyday words of whoever reports a vulnerability.
_ENGLISH = re.compile(r"\b(?:died|dies|deaths|(?<!of )death|deceased|passed away|fatalit(?:y|ies)|cardiac arrest)\b")


def speaks_of_death(texts: Iterable[str]) -> bool:
    """Whether any of these texts has a word of death in Japanese or English, also where it says that nobody died: what
    is asked in vain costs a click."""
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).casefold()
        if _JAPANESE.search(plain) or _ENGLISH.search(plain):
            return True
    return False


def told_of(said: str, texts: Iterable[str], *, listed_abroad: bool) -> str:
    """The code to keep: what was said; where nobody knows, whether the words speak of a death. Those of a row of a list
    of events abroad (`listed_abroad`) tell of none in Japan; what a source abroad tells by itself may."""
    if listed_abroad or said not in ("", "asking"):
        return said
    return WORDS if speaks_of_death(texts) else said


NOT_KNOWN = ("asking", WORDS)
"""Where it is asked at once whether anybody died: nobody knows how badly people were harmed."""

MAY_BE_DEATH = ("death", *NOT_KNOWN)
"""What may be a death, wherever: what is being confirmed rules none out."""

MAY_BE_HERE = ("", JAPAN)
"""Countries (ISO 3166) in which it may have happened: '' while nobody knows."""


def may_be_death_here(told: str, country: str) -> bool:
    """Whether a death in Japan was told, or may have been: where it happened is not known to be abroad."""
    return told in MAY_BE_DEATH and country in MAY_BE_HERE
