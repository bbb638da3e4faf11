"""Finding a term of IMDRF by its code or by any words of its names: nobody knows 1,750 codes by heart."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from kizuki.core.forms.terms import KnownTerm
from kizuki.core.searching import folded, holds, words_of

ANNEXES = "ABCDEFG"
"""Problems of the device, kinds of investigation, findings, conclusions, clinical signs, impacts, parts."""


def offered(term: KnownTerm, annexes: str = "") -> bool:
    """Whether a term of these annexes ('' all) can be chosen: one that was withdrawn cannot."""
    return term.code[:1] in (annexes or ANNEXES) and term.status not in ("obsolete", "not_selectable")


def find_terms(
    terms: Mapping[str, KnownTerm], asked: str, annex: str = "", *, most: int = 50
) -> tuple[KnownTerm, ...]:
    """The terms with every word of `asked` in their code or one of their names, of one annex or of all: the code itself
    first, then those below it, then the rest by code. None that was withdrawn; none where nothing was asked."""
    words = words_of(asked)
    rows = (
        term
        for term in terms.values()
        if words
        and (offered(term, annex) or not term.code)
        and holds(f"{term.code} {term.jfmda} {term.en} {term.ja}", words)
    )
    first = folded(asked)
    return tuple(islice(sorted(rows, key=lambda term: (not term.code.casefold().startswith(first), term.code)), most))
