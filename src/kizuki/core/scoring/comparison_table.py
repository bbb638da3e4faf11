"""How values of one version of CVSS read in another, from `comparison.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from kizuki.core.scoring.rubric import METRICS


@dataclass(frozen=True, slots=True)
class Mapped:
    """A metric of ours (empty where there is none), the metrics of theirs read together, and what their values mean.

    `means` is empty where no mapping is defined; then `why` says so.
    """

    ours: str
    theirs: tuple[str, ...]
    means: Mapping[str, tuple[str, ...]]
    otherwise: tuple[str, ...]
    why: str

    def meaning(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """The values of ours that these values of theirs cover, none where no mapping is defined."""
        return self.means.get(" ".join(values), self.otherwise)


def _mapped(row: dict[str, Any]) -> Mapped:
    means = {theirs: tuple(ours.split()) for theirs, ours in row.get("means", {}).items()}
    otherwise = tuple(row.get("otherwise", "").split())
    return Mapped(row["ours"], tuple(row["theirs"].split()), MappingProxyType(means), otherwise, row.get("why", ""))


def _split(rows: dict[str, str]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(text.split()) for name, text in rows.items()})


_TABLE: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("comparison.toml").read_text(encoding="utf-8")
)

MAPPINGS: Mapping[tuple[str, str], tuple[Mapped, ...]] = MappingProxyType(
    {(pair["theirs"], pair["against"]): tuple(_mapped(row) for row in pair["metrics"]) for pair in _TABLE["pair"]}
)
"""The mappings by their version and ours. Between 3.0 and 3.1 every metric is its own."""

BEHIND_4: Mapping[str, tuple[str, ...]] = _split(_TABLE["behind"])
"""The CVSS 3 metrics and J questions behind a metric of 4.0."""

WORST_FIRST_4: Mapping[str, tuple[str, ...]] = _split(_TABLE["worst_first_4"])
"""The values of each metric of 4.0, the highest contribution first."""


def order_of(metric: str, version: str) -> tuple[str, ...]:
    """The values of a metric, the highest contribution to the score first; empty where they have no order."""
    if version == "4.0":
        return WORST_FIRST_4.get(metric, ())
    row = METRICS.get(metric)
    return row.worst_first if row else ()
