"""SSVC decision points and tables, read from `tables.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import product
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """A decision point: its key, version, namespace and values (key to name), in their own order."""

    key: str
    version: str
    namespace: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table: for every combination of its inputs' values the outcomes (one, or several where the source
    leaves a row out). `id` is our name, `key` and `version` those of the source.
    """

    id: str
    key: str
    version: str
    inputs: tuple[str, ...]
    outcome: str
    rows: Mapping[tuple[str, ...], frozenset[str]]


_TOML: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")
)

SNAPSHOT: str = _TOML["snapshot"]
"""The day of the source that the tables follow."""

POINTS: Mapping[str, Point] = MappingProxyType(
    {row["key"]: Point(row["key"], row["version"], row["namespace"], row["values"]) for row in _TOML["point"]}
)
"""The decision points by key."""


def _table(row: dict[str, Any]) -> Table:
    inputs = tuple(row["inputs"].split())
    combinations = list(product(*(POINTS[key].values for key in inputs)))
    cells = [frozenset(cell.split("|")) for cell in row["rows"].split()]
    known = POINTS[row["outcome"]].values.keys()
    if len(cells) != len(combinations) or not all(cell <= known for cell in cells):
        raise ValueError(f"ssvc: the rows of {row['id']} are not those of its inputs and its outcome")
    rows = dict(zip(combinations, cells, strict=True))
    return Table(row["id"], row["key"], row["version"], inputs, row["outcome"], MappingProxyType(rows))


TABLES: Mapping[str, Table] = MappingProxyType({row["id"]: _table(row) for row in _TOML["table"]})
"""The tables by our name."""

DECIDES: Mapping[str, Table] = MappingProxyType(
    {table.outcome: table for table in TABLES.values() if table.outcome in {"U", "HI", "PSI", "MWI"}}
)
"""The tables behind a decision point: Utility, Human Impact, Public Safety Impact, Mission and Well-being Impact."""


def value_of(point: Point, answer: str) -> str | None:
    """The key of an answer given as a key or, in any case of letters, as a name (`A`, `active`, `Public PoC`)."""
    if answer in point.values:
        return answer
    wanted = answer.casefold().replace(" ", "_").replace("-", "_")
    if point.key == "E" and wanted == "poc":
        wanted = "public_poc"
    return next((key for key, name in point.values.items() if name == wanted), None)
