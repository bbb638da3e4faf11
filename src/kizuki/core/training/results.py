"""What a person's training in an edition came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

WAYS = ("course", "reading", "drill", "outside")
"""Taught, read and understood, practised (訓練), or a course of somebody else."""


@dataclass(frozen=True, slots=True)
class Result:
    """A person was trained in an edition on a day; `passed` or not."""

    person: int
    edition: int
    on: date
    passed: bool


def passed_first(results: Iterable[Result], person: int, edition: int) -> date | None:
    """The first day on which this person passed in this edition; None where they never did."""
    return min((one.on for one in results if _is(one, person, edition)), default=None)


def passed_last(results: Iterable[Result], person: int, edition: int) -> date | None:
    """The last such day."""
    return max((one.on for one in results if _is(one, person, edition)), default=None)


def _is(one: Result, person: int, edition: int) -> bool:
    return one.passed and (one.person, one.edition) == (person, edition)
