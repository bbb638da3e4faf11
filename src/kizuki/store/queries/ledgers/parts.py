"""A list in parts: which rows are asked for, and what comes back with how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

ROWS = 50
"""Rows of one page."""

AT_A_TIME = 500
"""Rows that are read together: of a whole list, texts and counts beside its rows are asked for these at once."""

Row = TypeVar("Row")
Key = TypeVar("Key")
Table = TypeVar("Table", bound=Model)


@dataclass(frozen=True, slots=True)
class Span:
    """Which rows of a list: `rows` of them behind the first `behind`; None for all that follow."""

    behind: int
    rows: int | None

    @classmethod
    def of_page(cls, number: int) -> Span:
        """The rows of a page, counted from 1."""
        return cls((number - 1) * ROWS, ROWS)

    def within(self, total: int) -> tuple[int, int]:
        """Where it begins and ends in a list of so many rows; what lies behind the end is the last page."""
        if self.rows is None:
            return min(self.behind, total), total
        last = max(0, (total - 1) // self.rows * self.rows)
        begin = min(self.behind, last)
        return begin, min(begin + self.rows, total)


WHOLE = Span(0, None)
"""All rows, for a file."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """Rows of a list, behind how many of it they stand, and how many it has in all for this viewer."""

    rows: tuple[Row, ...]
    behind: int
    total: int

    @property
    def page(self) -> int:
        """The number of the page that begins with these rows."""
        return self.behind // ROWS + 1

    @property
    def end(self) -> int:
        """Behind how many rows the list goes on."""
        return self.behind + len(self.rows)


class Beginning(tuple[Row, ...]):
    """The first rows of a list, and how many more of it follow (`more`)."""

    more: int

    def __new__(cls, rows: Iterable[Row], more: int = 0) -> Beginning[Row]:
        """With these rows in their order."""
        made = super().__new__(cls, rows)
        made.more = more
        return made


def beginning(rows: QuerySet[Table], limit: int, made: Callable[[list[Table]], Iterable[Row]]) -> Beginning[Row]:
    """The first rows of a query; `made` turns them into values. What follows is counted only where something does."""
    found = list(rows[: limit + 1])
    return Beginning(made(found[:limit]), rows.count() - limit if len(found) > limit else 0)


def part_of(rows: QuerySet[Table], span: Span, made: Callable[[QuerySet[Table]], tuple[Row, ...]]) -> Part[Row]:
    """The part of a query in its order, which must tell any two rows apart; `made` turns its rows into values."""
    total = rows.count()
    begin, end = span.within(total)
    found: list[Row] = []
    for at in range(begin, end, AT_A_TIME):
        found += made(rows[at : min(at + AT_A_TIME, end)])
    return Part(tuple(found), begin, total)


def part_of_keys(keys: Sequence[Key], span: Span, made: Callable[[Sequence[Key]], tuple[Row, ...]]) -> Part[Row]:
    """The same of a list whose order is known already, by its keys."""
    begin, end = span.within(len(keys))
    return Part(made(keys[begin:end]), begin, len(keys))


def in_order(found: Mapping[Any, Row], keys: Sequence[Any]) -> list[Row]:
    """The rows of these keys in their order; one that was erased in between is left out."""
    return [found[key] for key in keys if key in found]
