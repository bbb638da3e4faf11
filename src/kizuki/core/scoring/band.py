"""How far the scores could still move: the exact range over every completion of the Unknown answers.

The metrics rest on separate answers, so the values that each can reach combine freely; and no CVSS 3.1 score falls
when one metric gets worse (proved over all vectors by the tests; it does not hold for CVSS 3.0 environmental
scores, which is why they have no range). The two ends are therefore the score of the mildest and of the worst
reachable value of every metric. The score itself may lie above its range where the rubric's value for an Unknown is
worse than anything that the other answers allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.arithmetic3 import scores_3_of
from kizuki.core.scoring.flows import AGAIN, BASE, DISABLED
from kizuki.core.scoring.reading import Reading, follow_metric
from kizuki.core.scoring.rubric import METRICS
from kizuki.core.scoring.trees import Followed

Reachable = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Band:
    """Lowest and highest score, 0.0 to 10.0."""

    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Bands:
    """The range of the base score (the same in 3.0 and 3.1) and of the 3.1 temporal and environmental scores, None
    where there is no such score. `relevant` holds every code whose answer could matter.
    """

    base: Band
    temporal: Band | None
    environmental: Band | None
    relevant: frozenset[str]


def bands(answers: Answers, reading: Reading, *, temporal: bool, environmental: bool) -> Bands:
    """The ranges of an assessment. Suggestions count as applied only where they are confirmed."""
    followed = reading.followed
    base: Reachable = {name: followed[name].reachable for name in BASE}
    threat: Reachable = {name: followed[name].reachable for name in ("E", "RL", "RC") if name in followed}
    mildest, worst = _ends(base | threat)
    context = [_ends(case | threat) for case in _contexts(answers, base, followed)] if environmental else []
    lowest, highest = [low[2] for low, _ in context], [high[2] for _, high in context]
    return Bands(
        base=Band(mildest[0], worst[0]),
        temporal=Band(mildest[1], worst[1]) if temporal else None,
        environmental=Band(min(lowest), max(highest)) if context else None,
        relevant=frozenset().union(*[branch.relevant for branch in followed.values()]),
    )


def _ends(reachable: Reachable) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The three scores of the mildest and of the worst reachable value of every metric."""
    ends = {name: _ends_of(name, values) for name, values in reachable.items()}
    mildest = {name: pair[0] for name, pair in ends.items()}
    worst = {name: pair[1] for name, pair in ends.items()}
    lowest = scores_3_of("3.1", mildest)
    return lowest, lowest if worst == mildest else scores_3_of("3.1", worst)


@cache
def _ends_of(name: str, values: frozenset[str]) -> tuple[str, str]:
    ordered = [value for value in METRICS[name].worst_first if value in values]
    return ordered[-1], ordered[0]


def _contexts(answers: Answers, base: Reachable, followed: Mapping[str, Followed]) -> list[Reachable]:
    """What stands in the environmental formula in place of the base metrics, once with and once without the
    services disabled where both can be.
    """
    modified: Reachable = {name: followed[name].reachable for name in ("CR", "IR", "AR") if name in followed}
    for name in ("AC", "PR", "UI", "S"):
        modified[name] = _instead(base[name], followed.get(f"M{name}"))
    for letter in "CIA":
        modified[letter] = _again(base[letter], followed.get(f"M{letter}"))
    if "MAV" not in followed:
        return [modified | {"AV": base["AV"]}]
    vectors, disabled = _attack_vectors(answers, base["AV"])
    cases = [modified | {"AV": vectors}] if vectors else []
    if disabled:
        letters = [] if answers.reevaluated else [letter for letter in "CIA" if answers.accepts(f"M{letter}", "N")]
        none = {letter: frozenset("N") for letter in letters}
        cases.append(modified | {"AV": base["AV"]} | none)
    return cases


def _instead(base: frozenset[str], modified: Followed | None) -> frozenset[str]:
    if modified is None:
        return base
    return (modified.reachable - {"X"}) | (base if "X" in modified.reachable else frozenset())


def _again(base: frozenset[str], modified: Followed | None) -> frozenset[str]:
    """Whether an impact was mitigated may be unknown, and then so is what remains of it."""
    if modified is not None and AGAIN in modified.reachable:
        return frozenset("HLN")
    return _instead(base, modified)


def _attack_vectors(answers: Answers, base: frozenset[str]) -> tuple[frozenset[str], bool]:
    """The attack vectors of the environmental formula without services disabled, and whether those can be."""
    values: set[str] = set()
    disabled = False
    for value in base:
        reached = follow_metric("MAV", answers, value).reachable
        disabled = disabled or DISABLED in reached
        for modified in reached - {DISABLED}:
            values.add(modified if modified != "X" and answers.accepts("MAV", modified) else value)
    return frozenset(values), disabled
