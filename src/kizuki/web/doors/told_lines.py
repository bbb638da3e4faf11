"""Parts of a line that a person writes: a word of the glossary, in either language, stands for its code."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.core.glossary import Lang, say

_BOTH: tuple[Lang, Lang] = ("ja", "en")


def code_of(told: str, group: str, codes: Sequence[str]) -> str:
    """The code whose word under `group` was told, or which was told itself; what was told where it is none of them."""
    said = told.strip().casefold()
    for code in codes:
        if said in {code, *(say(f"{group}.{code}", lang).casefold() for lang in _BOTH)}:
            return code
    return told.strip()
