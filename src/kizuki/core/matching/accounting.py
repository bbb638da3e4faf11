"""Where every record ends for a list of components: counts by end and reason, which add up to the records held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kizuki.core.advisories import Advisory
from kizuki.core.matching.shapes import Finding, Verdict
from kizuki.core.matching.words import names_left_out, speaks_of, tokens_of
from kizuki.core.sbom import Component

ENDS = ("affected", "undetermined", "not_affected", "no_name_of_ours", "withdrawn")
"""The ends of a record, the strongest first; what no reader took is `refused` and stands beside them."""

_STRENGTH = {Verdict.AFFECTED: 0, Verdict.UNDETERMINED: 1, Verdict.NOT_AFFECTED: 2}


@dataclass(slots=True)
class Account:
    """The ends of every record for one list, each with one reason code.

    Of `no_name_of_ours`: `names_others` (it names products in fields, none of them ours), `words_without_ours` (it names
    none; its words were searched), `name_too_common` (as that, but a name of ours that is not searched alone stands in
    it), `says_nothing` (neither a product nor words).
    """

    too_common: frozenset[tuple[str, ...]] = frozenset()
    codes: dict[str, Counter[str]] = field(default_factory=lambda: {end: Counter() for end in ENDS})

    @property
    def counts(self) -> dict[str, int]:
        """How many records ended where."""
        return {end: sum(codes.values()) for end, codes in self.codes.items()}

    def take(self, advisory: Advisory, findings: Iterable[Finding]) -> None:
        """Count a record by its strongest finding."""
        strongest = min(findings, key=lambda row: _STRENGTH[row.verdict], default=None)
        if advisory.withdrawn:
            self.codes["withdrawn"]["withdrawn"] += 1
        elif strongest is None:
            self.codes["no_name_of_ours"][self._silence(advisory)] += 1
        else:
            why = strongest.evidence.why
            self.codes[str(strongest.verdict)][why[0].code if why else "in_range"] += 1

    def _silence(self, advisory: Advisory) -> str:
        words = advisory.searched_words
        if not words:
            return "names_others" if advisory.names_a_product else "says_nothing"
        return "name_too_common" if speaks_of(self.too_common, words) else "words_without_ours"

    def as_json(self, refused: int) -> dict[str, Any]:
        """The row of `data.accounted`: a number for each end, and the codes of each."""
        codes = {end: dict(sorted(counter.items())) for end, counter in self.codes.items()}
        return {**self.counts, "refused": refused, "why_codes": codes}


def account_of(components: Iterable[Component]) -> Account:
    """An empty account of a list, with the names that are too common to be searched alone."""
    names = (tokens_of(name) for component in components for name in names_left_out(component))
    return Account(frozenset(name for name in names if name))
