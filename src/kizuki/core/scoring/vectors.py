"""CVSS vectors written in the order of their specifications, and scored by the `cvss` library.

`CVSS4.as_json()` is never used: its keys and base score are wrong (3.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cvss import CVSS3, CVSS4

from kizuki.core.scoring.rubric import METRICS

BASE = tuple(name for name, row in METRICS.items() if row.part == "base")
"""The base metrics of CVSS 3 in order."""

TEMPORAL = tuple(name for name, row in METRICS.items() if row.part == "temporal")
"""The temporal metrics of CVSS 3 in order."""

ENVIRONMENTAL = tuple(name for name, row in METRICS.items() if row.part == "environmental")
"""The environmental metrics of CVSS 3 in order."""

BASE_4 = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")
"""The base metrics of CVSS 4.0 in order."""

ENVIRONMENTAL_4 = ("CR", "IR", "AR", *(f"M{name}" for name in BASE_4))
"""The environmental metrics of CVSS 4.0 in order."""

_ORDER_4 = (*BASE_4, "E", *ENVIRONMENTAL_4, "S")


@lru_cache(maxsize=65_536)
def scores_3(vector: str) -> tuple[float, float, float]:
    """Base, temporal and environmental score of a CVSS 3.0 or 3.1 vector, each 0.0 to 10.0."""
    base, temporal, environmental = CVSS3(vector).scores()
    return float(base), float(temporal), float(environmental)


@lru_cache(maxsize=65_536)
def score_4(vector: str) -> float:
    """The score of a CVSS 4.0 vector (with whatever threat and environmental metrics it has), 0.0 to 10.0."""
    return float(CVSS4(vector).scores()[0])


def vector_3(version: str, metrics: Mapping[str, str]) -> str:
    """A vector of CVSS `3.0` or `3.1`; metrics that are not defined are left out."""
    return f"CVSS:{version}/" + "/".join(f"{name}:{metrics[name]}" for name in METRICS if name in metrics)


def vector_4(metrics: Mapping[str, str]) -> str:
    """A vector of CVSS 4.0 in the order that its specification demands."""
    return "CVSS:4.0/" + "/".join(f"{name}:{metrics[name]}" for name in _ORDER_4 if name in metrics)
