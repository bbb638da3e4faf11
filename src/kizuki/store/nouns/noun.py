"""A noun: its list in parts, its count, and its one, each for a viewer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kizuki.store.queries.viewer import Viewer

MOST = 500
"""Rows of one part of a list."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list; `next` is behind which row it goes on, None where that was all."""

    rows: tuple[Any, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Noun:
    """What the record has many of.

    `name` is its plural, as paths have it; `scope` what a token needs to read it; `row` the type of its rows and `page`
    that of its one. `part` gives the rows behind a key in the order of the keys, `count` how many the viewer sees (None:
    more than are counted), `one` a single one by its id; the id of a row is `key` of it. `model` is the table whose row a
    verb may be held against, None where its one is no row of a table.
    """

    name: str
    scope: str
    row: type
    page: type
    part: Callable[[Viewer, str, int, date], Part]
    count: Callable[[Viewer, date], int | None]
    one: Callable[[Viewer, str, date], Any]
    key: Callable[[Any], str] = lambda row: str(row.id)
    model: type[Any] | None = None
    most: int = MOST
    """Rows of one part; fewer where each row asks the database by itself."""


def number_of(text: str) -> int | None:
    """The number that an id is; None where it is none: there is nothing under it."""
    return int(text) if _NUMBER.fullmatch(text) else None


def by_id(
    name: str,
    scope: str,
    model: type[Any],
    rows: Callable[[Viewer, Sequence[int]], tuple[Any, ...]],
    one: Callable[[Viewer, int, date], Any],
    types: tuple[type, type],
    there: Callable[[Viewer], QuerySet[Any]],
) -> Noun:
    """A noun that is a table: its keys are the ids of those of its rows that are `there` for the viewer."""

    def part(viewer: Viewer, after: str, limit: int, _on: date) -> Part:
        behind = there(viewer).filter(pk__gt=number_of(after) or 0).order_by("pk")
        ids = list(behind.values_list("pk", flat=True)[: limit + 1])
        return Part(rows(viewer, ids[:limit]), str(ids[limit - 1]) if len(ids) > limit else None)

    def count(viewer: Viewer, _on: date) -> int:
        return there(viewer).count()

    def single(viewer: Viewer, identity: str, on: date) -> Any:
        number = number_of(identity)
        return None if number is None else one(viewer, number, on)

    return Noun(name, scope, *types, part, count, single, model=model)
