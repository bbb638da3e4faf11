"""Whether the malfunctions of a month ask for a person's look (傾向): against the rate known beforehand where there is
one, else against the twelve months before. What cannot be compared is asked too: not known is no "no trend"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kizuki.core.trends.poisson import at_least, share_at_least

ITEMS = ("1-ロ", "1-ハ", "1-ニ", "1-ホ")
"""The items of the article that ask about a trend or a rate: what a person has in mind who answers."""
ALL_TERMS = ""
"""Every term together: an event with two terms is one event."""
MONTHS = 12
"""A survey period (調査単位期間) is one year: a rate known beforehand is one of a year."""
UNUSUAL = 0.05
"""A month that is less likely than this, where all goes on as before, is looked at."""
LEAST = 2
"""One event alone is a case of its own, no trend."""

Code = Literal["above", "unusual", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rate known beforehand (あらかじめ把握した発生率): `rate` malfunctions a year in `per` units in use; `term` is
    empty where it stands for all terms."""

    term: str
    rate: float
    per: int
    known_on: date | None = None
    source: str = ""

    def expected(self, units: int) -> float:
        """How many malfunctions a year it leads to expect of so many units."""
        return self.rate * units / self.per


@dataclass(frozen=True, slots=True)
class Month:
    """The events of one term (or of all) in a month and in the eleven before it (`year`, the month included), those of
    the twelve months before the month (`before`), and the units in use at its end (None: not known)."""

    term: str
    first_on: date
    count: int
    year: int
    before: int
    in_use: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """Why a person is asked: `above` the rate known beforehand in a year, `unusual` for a month, `not_comparable` because
    the units in use are not known. `expected` is of a year for `above`, else of the month; `chance` how likely so many
    are."""

    code: Code
    month: Month
    expected: float | None = None
    chance: float | None = None
    baseline: Baseline | None = None


def look_at(month: Month, baselines: Sequence[Baseline]) -> Look | None:
    """The look that a month asks for; None where nothing happened in it, or nothing beyond what was expected."""
    if month.count == 0:
        return None
    known = next((row for row in baselines if row.term == month.term), None)
    if known is None:
        return _against_before(month) if month.term != ALL_TERMS or not baselines else None
    if month.in_use is None:
        return Look("not_comparable", month, baseline=known)
    a_year = known.expected(month.in_use)
    if month.year > a_year:
        return Look("above", month, a_year, at_least(month.year, a_year), known)
    chance = at_least(month.count, a_year / MONTHS)
    if month.count >= LEAST and chance < UNUSUAL:
        return Look("unusual", month, a_year / MONTHS, chance, known)
    return None


def _against_before(month: Month) -> Look | None:
    """Two Poisson counts compared exactly: of the events of thirteen months, so many in the last."""
    chance = share_at_least(month.count, month.count + month.before, 1 / (MONTHS + 1))
    if month.count < LEAST or chance >= UNUSUAL:
        return None
    return Look("unusual", month, month.before / MONTHS, chance)
