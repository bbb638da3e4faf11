"""Somebody else's vector beside ours, metric by metric, with the answers that caused each difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kizuki.core.scoring.causes import causes_of
from kizuki.core.scoring.comparison_table import MAPPINGS, Mapped, order_of
from kizuki.core.scoring.published import Published
from kizuki.core.scoring.result import ScoreResult


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


def compare(published: Published, result: ScoreResult) -> Comparison:
    """A published vector beside ours of the same version; CVSS 2, and 4.0 while ours is not scored yet, beside 3.1."""
    against, vector, base = _ours(published.version, result)
    ours = dict(field.split(":") for field in vector.split("/")[1:])
    if against == published.version:
        rows = tuple(_same_version(published, ours, against, result))
    else:
        rows = tuple(_mapped(published, ours, against, result))
    return Comparison(published, against, vector, base, rows)


def _ours(version: str, result: ScoreResult) -> tuple[str, str, float]:
    if version == "3.0":
        return "3.0", result.cvss30.vector, result.cvss30.base
    if version == "4.0" and result.cvss40:
        return "4.0", result.cvss40.vector, result.cvss40.base
    return "3.1", result.cvss31.vector, result.cvss31.base


def _same_version(
    published: Published, ours: dict[str, str], version: str, result: ScoreResult
) -> Iterator[MetricBeside]:
    for name in dict.fromkeys((*ours, *published.metrics)):
        mine, theirs = ours.get(name, ""), published.metrics.get(name, "")
        means = (theirs,) if theirs else ()
        yield _row(name, mine, name, theirs, means, version, result)


def _mapped(published: Published, ours: dict[str, str], against: str, result: ScoreResult) -> Iterator[MetricBeside]:
    taken: set[str] = set()
    for row in MAPPINGS[published.version, against]:
        taken |= {row.ours, *row.theirs}
        found = _mapped_row(row, published, ours, against, result)
        if found:
            yield found
    for name in (name for name in ours if name not in taken):
        yield _row(name, ours[name], "", "", (), against, result)
    for name in sorted(published.metrics.keys() - taken):
        yield _row("", "", name, published.metrics[name], (), against, result)


def _mapped_row(
    row: Mapped, published: Published, ours: dict[str, str], against: str, result: ScoreResult
) -> MetricBeside | None:
    mine = ours.get(row.ours, "")
    given = [name for name in row.theirs if name in published.metrics]
    values = tuple(published.metrics[name] for name in given)
    if not mine and not given:
        return None
    theirs = (
        "/".join(values) if len(row.theirs) < 2 else "/".join(f"{n}:{v}" for n, v in zip(given, values, strict=True))
    )
    means = row.meaning(values) if given else ()
    return _row(row.ours, mine, "+".join(row.theirs), theirs, means, against, result, row.why)


def _row(
    metric: str,
    ours: str,
    their_metric: str,
    theirs: str,
    means: tuple[str, ...],
    version: str,
    result: ScoreResult,
    why: str = "",
) -> MetricBeside:
    relation = _relation(ours, theirs, means, why)
    direction = Direction.NONE
    if relation is Relation.DIFFERS:
        direction = _direction(order_of(metric, version), ours, means)
    answers, page = causes_of(metric, version, result)
    return MetricBeside(metric, ours, their_metric, theirs, means, relation, direction, answers, page, why)


def _relation(ours: str, theirs: str, means: tuple[str, ...], why: str) -> Relation:
    if why:
        return Relation.NOT_COMPARABLE
    if not theirs:
        return Relation.ONLY_OURS
    if not ours:
        return Relation.ONLY_THEIRS
    if ours not in means:
        return Relation.DIFFERS
    return Relation.SAME if len(means) == 1 else Relation.COMPATIBLE


def _direction(order: tuple[str, ...], ours: str, means: tuple[str, ...]) -> Direction:
    if ours not in order or not set(means) <= set(order):
        return Direction.NONE
    place, places = order.index(ours), [order.index(value) for value in means]
    if place < min(places):
        return Direction.HIGHER
    return Direction.LOWER if place > max(places) else Direction.NONE
