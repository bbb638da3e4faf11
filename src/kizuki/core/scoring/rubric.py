"""The rubric's questions and metrics, read from `rubric.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """One element of the extended vector (X…), or one of our own questions for CVSS 4.0 (J…).

    `values` are the answers it takes, `page` the printed page of the rubric (empty for J…). Its words are
    `say(f"scoring.question.{code}", lang)`.
    """

    code: str
    metric: str
    values: tuple[str, ...]
    page: str = ""
    pips: bool = False
    informational: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One CVSS 3 metric: the part it belongs to and its values, the highest contribution to the score first."""

    name: str
    part: str
    worst_first: tuple[str, ...]
    page: str


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _questions(rows: list[dict[str, Any]]) -> Mapping[str, Question]:
    return MappingProxyType(
        {row["code"]: Question(**{**row, "values": tuple(row["values"].split())}) for row in rows}
    )


_RUBRIC = _table("rubric.toml")

RUBRIC_VERSION: str = _RUBRIC["rubric"]
"""The version of the rubric that the questions follow."""

METRICS: Mapping[str, MetricRow] = MappingProxyType(
    {
        row["name"]: MetricRow(**{**row, "worst_first": tuple(row["worst_first"].split())})
        for row in _RUBRIC["metrics"]
    }
)
"""The metrics of CVSS 3 in the order of a vector."""

QUESTIONS: Mapping[str, Question] = _questions(_RUBRIC["questions"])
"""The 103 elements of the extended vector, in the order of the document's tables."""

EXTRA_QUESTIONS: Mapping[str, Question] = _questions(_RUBRIC["extra"])
"""What CVSS 4.0 needs beyond the rubric."""

ALL_QUESTIONS: Mapping[str, Question] = MappingProxyType({**QUESTIONS, **EXTRA_QUESTIONS})
"""The rubric's questions and ours, in that order."""

DERIVED_CODES: tuple[str, ...] = tuple(code for code, row in QUESTIONS.items() if row.derived)
"""The 12 codes that the rubric works out from others."""

CODES_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(code for code, row in QUESTIONS.items() if row.metric == name) for name in METRICS}
)
"""The codes of each metric."""

IMPACT_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        letter: tuple(
            code for code in CODES_OF[letter] if not (QUESTIONS[code].derived or QUESTIONS[code].informational)
        )
        for letter in "CIA"
    }
)
"""The six impact questions behind each of C, I and A."""

PIPS_CODES: tuple[str, ...] = tuple(code for letter in "IAC" for code in IMPACT_CODES[letter] if QUESTIONS[code].pips)
"""The 13 questions marked with Potential Impact to Patient Safety (rubric p.25-29): integrity, availability, XCS."""
