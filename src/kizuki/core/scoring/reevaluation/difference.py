"""What changed between two states of an assessment's inputs, what that recomputes, and whether a person must look."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.scoring.reevaluation.changes import Change, changes_of
from kizuki.core.scoring.reevaluation.inputs import Inputs, Policy
from kizuki.core.scoring.reevaluation.outcome import Outcome, Part, outcome_of
from kizuki.core.scoring.rulings import RULING_SET


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One result that changed: `kind` is metric, proposed, suggested, pips, ssvc, score, published or precondition;
    `name` which; before and after as texts, empty where there was or is none.
    """

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reevaluation:
    """The difference to store.

    `changes` are the inputs that changed, `recomputed` the results that changed with them. `needs_person` holds only
    where a metric (ours, proposed or published), a PIPS answer, an SSVC outcome or a precondition of a decision changed,
    or a condition came true that the decision named; `reasons` are the codes of why (`scoring.reevaluation.<code>`).
    """

    changes: tuple[Change, ...]
    recomputed: tuple[Recomputed, ...]
    needs_person: bool
    reasons: tuple[str, ...]


_REASONS = {
    "metric": "metric_changed",
    "suggested": "metric_changed",
    "proposed": "proposed_metric_changed",
    "pips": "pips_changed",
    "ssvc": "ssvc_outcome_changed",
    "published": "published_metric_changed",
    "precondition": "precondition_changed",
}
"""Why a person must look, by the kind of result that changed; a score alone calls nobody."""


def reevaluate(old: Inputs, new: Inputs, policy: Policy | None = None, was: Outcome | None = None) -> Reevaluation:
    """Compare two states of the inputs of one assessment.

    Only what a change touches is recomputed. `was` is the stored outcome of the old state; without it the old state is
    computed anew, and where that rested on another ruling set than this program's a person must look.

    Raises `Refused` for answers that contradict each other.
    """
    policy = policy or Policy()
    changes = changes_of(old, new, policy)
    parts: frozenset[Part] = frozenset().union(*(change.touches for change in changes))
    recomputed = _recomputed(
        _within(was, parts) if was is not None else outcome_of(old, parts), outcome_of(new, parts)
    )
    reasons = dict.fromkeys(_REASONS[row.kind] for row in recomputed if row.kind in _REASONS)
    if any(change.code in policy.watched for change in changes):
        reasons["watched_condition_met"] = None
    if was is None and RULING_SET != old.answers.rulings.set != new.answers.rulings.set:
        reasons["rulings_not_comparable"] = None
    return Reevaluation(changes, recomputed, bool(reasons), tuple(reasons))


_KINDS = {
    Part.ANSWERS: ("metric", "suggested", "pips", "score"),
    Part.SIGNALS: ("proposed",),
    Part.SSVC: ("ssvc",),
    Part.PUBLISHED: ("published",),
    Part.PRECONDITIONS: ("precondition",),
}


def _within(outcome: Outcome, parts: frozenset[Part]) -> dict[str, str]:
    kinds = {kind for part in parts for kind in _KINDS[part]}
    return {name: value for name, value in outcome.items() if name.partition(":")[0] in kinds}


def _recomputed(old: Outcome, new: Outcome) -> tuple[Recomputed, ...]:
    rows = []
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            kind, _, name = key.partition(":")
            rows.append(Recomputed(kind, name, before, after))
    return tuple(rows)
