"""CVSS vectors written in the order of their specifications, and scored.

What the rubric leads to is scored by our own tables (`arithmetic3`, `arithmetic4`), which the tests hold against the
`cvss` library; what others published is read by that library (`published`). `CVSS4.as_json()` is never used: its keys
and base score are wrong (3.6).
"""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.core.scoring.arithmetic3 import scores_3_of
from kizuki.core.scoring.arithmetic4 import score_4_of
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


def scores_3(vector: str) -> tuple[float, float, float]:
    """Base, temporal and environmental score of a CVSS 3.0 or 3.1 vector of ours, each 0.0 to 10.0."""
    prefix, _, fields = vector.partition("/")
    return scores_3_of(prefix.removeprefix("CVSS:"), _defined(fields))


def score_4(vector: str) -> float:
    """The score of a CVSS 4.0 vector of ours (with whatever threat and environmental metrics it has), 0.0 to 10.0."""
    return score_4_of(_defined(vector.partition("/")[2]))


def _defined(fields: str) -> dict[str, str]:
    pairs = (field.split(":") for field in fields.split("/"))
    return {name: value for name, value in pairs if value != "X"}


def vector_3(version: str, metrics: Mapping[str, str]) -> str:
    """A vector of CVSS `3.0` or `3.1`; metrics that are not defined are left out."""
    return f"CVSS:{version}/" + "/".join(f"{name}:{metrics[name]}" for name in METRICS if name in metrics)


def vector_4(metrics: Mapping[str, str]) -> str:
    """A vector of CVSS 4.0 in the order that its specification demands."""
    return "CVSS:4.0/" + "/".join(f"{name}:{metrics[name]}" for name in _ORDER_4 if name in metrics)
