"""Provisions: a rule bound to an address and to the period in which that text is in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Generic, Literal, TypeVar

from kizuki.core.law.address import Item, address_of, place_in_article
from kizuki.core.refusal import Refused

FIRST_TEXT = date(2024, 1, 15)
"""The day of the notification 医薬安発0115第2号. Matters learned before it are refused: we hold no rules for them."""

AMENDED = date(2026, 5, 1)
"""令和7年厚生労働省令第117号 comes into force and re-writes 第228条の20."""

Reads = Literal["harm", "matter"]
"""What a rule looks at: each harm of a matter in turn, or the matter as a whole."""

Rule = TypeVar("Rule", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class InForce:
    """A period of days: from `first` to the day before `end` (None: still in force)."""

    first: date
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the text is in force on that day."""
        return self.first <= day and (self.end is None or day < self.end)


def since(year: int, month: int, day: int) -> InForce:
    """In force from that day, with no end yet."""
    return InForce(date(year, month, day))


def until(year: int, month: int, day: int) -> InForce:
    """In force from the first text that we hold to the day before."""
    return InForce(FIRST_TEXT, date(year, month, day))


@dataclass(frozen=True, slots=True)
class Provision(Generic[Rule]):
    """One item of the article in one text, and the rule that reads it."""

    item: Item
    in_force: InForce
    reads: Reads
    rule: Rule
    paraphrase: str = field(compare=False)
    address: str
    """The full address."""
    law: str
    """The text, named by the first day on which we hold it."""


_REGISTER: list[Provision[Any]] = []


def provision(item: Item, *, in_force: InForce, reads: Reads) -> Callable[[Rule], Rule]:
    """Bind a rule to an item for a period. A rule that both texts share under two letters is bound twice."""

    def bind(rule: Rule) -> Rule:
        said = (rule.__doc__ or "").strip()
        law = in_force.first.isoformat()
        _REGISTER.append(Provision(item, in_force, reads, rule, said, address_of(item), law))
        return rule

    return bind


def provisions_on(day: date) -> tuple[Provision[Any], ...]:
    """The provisions in force on a day, in the order of the article.

    Raises `Refused` for days before the first text that Kizuki holds.
    """
    if day < FIRST_TEXT:
        raise Refused("", f"{day}: no text of the law is held for days before {FIRST_TEXT}")
    return _in_force(AMENDED if day >= AMENDED else FIRST_TEXT, len(_REGISTER))


def all_provisions() -> tuple[Provision[Any], ...]:
    """Every provision of every text."""
    return tuple(_REGISTER)


@cache
def _in_force(day: date, _held: int) -> tuple[Provision[Any], ...]:
    holding = (row for row in _REGISTER if row.in_force.holds_on(day))
    return tuple(sorted(holding, key=lambda row: place_in_article(row.item)))
