"""Evaluate assessments anew after an input changed: store what differs, and call a person only where the core says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.rows import chunks
from kizuki.actions.scoring.inputs import Finding, Kept, World, around, first_inputs, kept_json, kept_of, world_of
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.actions.watching.signal_rows import TRIGGERS
from kizuki.core.scoring import read_answers
from kizuki.core.scoring.reevaluation import Reevaluation, reevaluate, reevaluation_json
from kizuki.store.models import Assessment, AssessmentDifference, AssessmentInputs

_AT_A_TIME = 160
"""Each may be a difference, new inputs, a task and two subjects of the audit: some 800 rows in a transaction."""

_NAMES = {number: name for name, number in TRIGGERS.items()}


@dataclass(frozen=True, slots=True)
class Reevaluated:
    """How many were looked at, how many differed, and for how many a person must look."""

    looked_at: int
    differences: int
    needs_person: int


@dataclass(frozen=True, slots=True)
class _Found:
    """One assessment: what it rests on now, and how that differs from before (None: nothing was kept before)."""

    finding: Finding
    kept: dict[str, Any]
    difference: Reevaluation | None


def reevaluate_assessments(
    assessments: Sequence[int], *, trigger: int, on: date, actor: Actor, between: Callable[[], None] = lambda: None
) -> Reevaluated:
    """Evaluate these current assessments in the world as it is on a day; superseded ones are passed over.

    Nothing of a revision changes. A difference is kept once: doing it again finds nothing new. `between` is called
    between two transactions.
    """
    total = Reevaluated(0, 0, 0)
    for part in chunks(sorted(set(assessments)), _AT_A_TIME):
        done = _part(part, trigger, on, actor)
        total = Reevaluated(
            total.looked_at + done.looked_at,
            total.differences + done.differences,
            total.needs_person + done.needs_person,
        )
        between()
    return total


def _part(part: Sequence[int], trigger: int, on: date, actor: Actor) -> Reevaluated:
    rows = Assessment.objects.filter(pk__in=part, current=True)
    columns = rows.values_list("pk", "device_id", "advisory_id")
    findings: dict[int, Finding] = {pk: (device, about) for pk, device, about in columns}
    stored = dict(AssessmentInputs.objects.filter(pk__in=findings).values_list("pk", "inputs"))
    world = world_of(findings.values())
    # The computing comes before the transaction; inside, only what moved meanwhile is computed again.
    found = {pk: _evaluated(pk, finding, stored.get(pk), world, on) for pk, finding in findings.items()}
    with verb("reevaluate_assessments", actor=actor) as act:
        standing = dict(
            AssessmentInputs.objects.select_for_update().filter(pk__in=findings).values_list("pk", "inputs")
        )
        current = set(Assessment.objects.filter(pk__in=findings, current=True).values_list("pk", flat=True))
        for pk, finding in findings.items():
            if standing.get(pk) != stored.get(pk):
                found[pk] = _evaluated(pk, finding, standing.get(pk), world, on)
        return _keep(act, {pk: one for pk, one in found.items() if pk in current}, trigger, on)


def _evaluated(pk: int, finding: Finding, stored: Any, world: World, on: date) -> _Found:
    if stored is None:
        row = Assessment.objects.get(pk=pk)
        given = row.record.get("input") or row.answers
        ssvc = row.record.get("sheet", {}).get("ssvc", {})
        return _Found(finding, kept_json(first_inputs(read_answers(given, on), ssvc, finding, world, on)), None)
    old: Kept = kept_of(stored)
    new = around(old.inputs, finding, world, on)
    difference = reevaluate(old.inputs, new, was=old.outcome)
    return _Found(finding, kept_json(new, _moved(old.outcome, difference)), difference)


def _moved(outcome: Mapping[str, str], difference: Reevaluation) -> dict[str, str]:
    """The outcome with what was computed anew in place of what stood."""
    found = dict(outcome)
    for row in difference.recomputed:
        name = f"{row.kind}:{row.name}" if row.name else row.kind
        found.pop(name, None)
        if row.after:
            found[name] = row.after
    return found


def _keep(act: Act, found: Mapping[int, _Found], trigger: int, on: date) -> Reevaluated:
    changed = {pk: one for pk, one in found.items() if one.difference is None or one.difference.changes}
    differing = {pk: one.difference for pk, one in changed.items() if one.difference is not None}
    calling = {pk: row for pk, row in differing.items() if row.needs_person}
    if not changed:
        act.unchanged()
        return Reevaluated(len(found), 0, 0)
    AssessmentInputs.objects.bulk_create(
        [AssessmentInputs(pk=pk, inputs=one.kept, evaluated_on=on) for pk, one in changed.items()],
        update_conflicts=True,
        unique_fields=["assessment"],
        update_fields=["inputs", "evaluated_on"],
    )
    AssessmentDifference.objects.bulk_create(
        [
            AssessmentDifference(
                assessment_id=pk, trigger=_NAMES[trigger], found_on=on, found_at=act.at, **reevaluation_json(row)
            )
            for pk, row in differing.items()
        ]
    )
    act.wait_for_all([_waiting(pk, found[pk].finding, row) for pk, row in calling.items()])
    act.record(
        subjects=[f"trigger:{_NAMES[trigger]}", *(f"assessment:{pk}" for pk in calling)],
        payload={"looked_at": len(found), "differences": len(differing), "needs_person": len(calling)},
    )
    return Reevaluated(len(found), len(differing), len(calling))


def _waiting(pk: int, finding: Finding, row: Reevaluation) -> Waiting:
    return Waiting(
        kind="reassess",
        subject=f"assessment:{pk}",
        origin="reevaluation",
        owner_role="psirt",
        device=finding[0],
        values={"reasons": list(row.reasons), "advisory": finding[1]},
    )
