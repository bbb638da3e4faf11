"""Somebody else's vector beside ours, metric by metric, with the answers that caused each difference."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kizuki.core.scoring.published import Published


class Relation(StrEnum):
    """How a metric of theirs stands to ours.

    COMPATIBLE: their value covers several of ours, ours among them (CVSS 2 Local is Local or Physical). NOT_COMPARABLE:
    no mapping between the two versions is defined for it. ONLY_OURS, ONLY_THEIRS: the other leaves it undefined.
    """

    SAME = "same"
    COMPATIBLE = "compatible"
    DIFFERS = "differs"
    ONLY_OURS = "only_ours"
    ONLY_THEIRS = "only_theirs"
    NOT_COMPARABLE = "not_comparable"


class Direction(StrEnum):
    """Where ours stands: it raises the score against theirs, or lowers it."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = ""


@dataclass(frozen=True, slots=True)
class MetricBeside:
    """One metric of theirs beside ours.

    `metric` and `ours` are of our vector (empty where it has none), `their_metric` and `theirs` as they wrote them,
    `means` the values of our version that theirs covers. `answers` are the codes that led to ours, `page` the page
    of the rubric; `why` is a code of the glossary (`scoring.beside.why.…`) where the two cannot be compared.
    """

    metric: str
    ours: str
    their_metric: str
    theirs: str
    means: tuple[str, ...]
    relation: Relation
    direction: Direction
    answers: tuple[str, ...]
    page: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published vector beside our vector of version `against` (`3.0`, `3.1` or `4.0`), and both base scores."""

    published: Published
    against: str
    our_vector: str
    our_base: float
    rows: tuple[MetricBeside, ...]

    @property
    def differs(self) -> tuple[MetricBeside, ...]:
        """The rows in which the two say different things."""
        return tuple(row for row in self.rows if row.relation is Relation.DIFFERS)
