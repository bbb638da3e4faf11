"""Evaluate assessments anew after an input changed: store what differs, and call a person only where the core says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.assessments.inputs import Finding, World, around, first_inputs, kept_of, kept_text, world_of
from kizuki.actions.feeds.signal_rows import TRIGGERS
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.scoring import read_answers
from kizuki.core.scoring.reevaluation import Reevaluation, reevaluate, reevaluation_json
from kizuki.store.models import Assessment, AssessmentDifference, AssessmentInputs
from kizuki.store.record.parts import chunks
from kizuki.store.sealing.row_id import numbered

_AT_A_TIME = 240
"""Each may be a difference, new inputs, a task and a subject of the audit: at most 1,000 rows in a transaction."""

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
    turn: int
    kept: str
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


def current_assessments() -> list[int]:
    """Every current revision: what a new day (end of support, expired evidence) or a new ruling set may touch."""
    return list(Assessment.objects.filter(current=True).order_by("pk").values_list("pk", flat=True))


def _part(part: Sequence[int], trigger: int, on: date, actor: Actor) -> Reevaluated:
    rows = Assessment.objects.filter(pk__in=part, current=True)
    columns = rows.values_list("pk", "device_id", "advisory_id")
    findings: dict[int, Finding] = {pk: (device, about) for pk, device, about in columns}
    kept = AssessmentInputs.objects.filter(pk__in=findings)
    stored = {pk: (turn, text) for pk, turn, text in kept.values_list("pk", "turn", "inputs")}
    world = world_of(findings.values())
    # The computing comes before the transaction; inside, only what moved meanwhile is computed again.
    found = {pk: _evaluated(pk, finding, stored.get(pk), world, on) for pk, finding in findings.items()}
    with verb("reevaluate_assessments", actor=actor, of=[f"assessment:{pk}" for pk in findings]) as act:
        turns = dict(kept.select_for_update().values_list("pk", "turn"))
        current = set(rows.values_list("pk", flat=True))
        for pk, finding in findings.items():
            if turns.get(pk, 0) != stored.get(pk, (0, ""))[0]:
                row = AssessmentInputs.objects.get(pk=pk)
                found[pk] = _evaluated(pk, finding, (row.turn, row.inputs), world, on)
        return _keep(act, {pk: one for pk, one in found.items() if pk in current}, trigger, on)


def _evaluated(pk: int, finding: Finding, stored: tuple[int, str] | None, world: World, on: date) -> _Found:
    if stored is None:
        row = Assessment.objects.get(pk=pk)
        given = row.record.get("input") or row.answers
        ssvc = row.record.get("sheet", {}).get("ssvc", {})
        return _Found(finding, 1, kept_text(first_inputs(read_answers(given, on), ssvc, finding, world, on)), None)
    turn, text = stored
    old = kept_of(text)
    new = around(old.inputs, finding, world, on)
    difference = reevaluate(old.inputs, new, was=old.outcome)
    if not difference.changes:
        return _Found(finding, turn, text, difference)
    return _Found(finding, turn + 1, kept_text(new, _moved(old.outcome, difference)), difference)


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
        [AssessmentInputs(pk=pk, inputs=one.kept, turn=one.turn, evaluated_on=on) for pk, one in changed.items()],
        update_conflicts=True,
        unique_fields=["assessment"],
        update_fields=["inputs", "inputs_commitment", "turn", "evaluated_on"],
    )
    rows = [
        AssessmentDifference(
            assessment_id=pk, trigger=_NAMES[trigger], found_on=on, found_at=act.at, **reevaluation_json(row)
        )
        for pk, row in differing.items()
    ]
    AssessmentDifference.objects.bulk_create(numbered(rows))
    act.wait_for_all([_waiting(pk, found[pk].finding, row) for pk, row in calling.items()])
    act.record(
        subjects=[f"trigger:{_NAMES[trigger]}"],
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
