"""After the approval: the instruction, the hand-over to quality, the result that comes back, and its completion."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.measures.chain import Written, check_those_left, follow, go, keep_step, require_dated, somebody
from kizuki.actions.obligations.keeping import Grounds, told
from kizuki.actions.people.signing import Signature, sign
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureStep
from kizuki.store.people.signers import single_person
from kizuki.store.record.keeping_rows import locked, standing

CARRIES_OUT = ("safety_manager", "safety_officer", "quality_manager", "psirt", "regulatory")
"""Posts that a measure may be instructed to."""

QUALITY = ("quality_manager",)
"""国内品質業務運営責任者."""


def instruct_measure(measure_id: int, written: Written, *, password: str, on: date, actor: Actor) -> None:
    """Instruct somebody (`written.to`) in writing to carry out an approved measure by `written.due_on`; their result is
    owed by that day. `Refused` where it is not approved, or who is named holds no post that carries out."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    _require_words(written)
    signature = sign(actor, password, "instruct_measure", on)
    with verb("instruct_measure", actor=actor, of=[f"measure:{measure_id}"]) as act:
        measure = _held(act, found, written, on)
        somebody(written.to or 0, "to", CARRIES_OUT)
        go(measure, "instructed")
        _take(act, measure, "instruct", written, signature)


def hand_over_measure(measure_id: int, written: Written, *, password: str, on: date, actor: Actor) -> None:
    """Hand the approved measure over in writing to the 国内品質業務運営責任者 (`written.to`). `Refused` where it is not
    approved, was handed over already, or who is named is not the quality manager."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    _require_words(written)
    signature = sign(actor, password, "hand_over_measure", on)
    with verb("hand_over_measure", actor=actor, of=[f"measure:{measure_id}"]) as act:
        measure = _held(act, found, written, on)
        somebody(written.to or 0, "to", QUALITY)
        if measure.state in ("proposed", "refused") or measure.kind == "none":
            raise Refused("measure", "only a measure that is approved is handed over")
        if standing(MeasureStep, measure=measure, step="hand_over").exists():
            raise Refused("measure", "was handed over already")
        _take(act, measure, "hand_over", written, signature)


def report_measure_result(measure_id: int, written: Written, *, password: str, on: date, actor: Actor) -> None:
    """The result comes back in writing from whoever was instructed. `Refused` where nothing was instructed, or somebody
    else reports (in the single-person mode one person may)."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    _require_words(written)
    signature = sign(actor, password, "report_measure_result", on)
    with verb("report_measure_result", actor=actor, of=[f"measure:{measure_id}"]) as act:
        measure = _held(act, found, written, on)
        last = standing(MeasureStep, measure=measure, step="instruct").order_by("position").last()
        mine = {signature.person, signature.on_behalf_of}
        if last is not None and last.to_id not in mine and not single_person(on):
            raise Refused("actor", "the result comes from whoever was instructed, or from their deputy")
        go(measure, "carried_out")
        _take(act, measure, "result", written, signature)


def complete_measure(measure_id: int, written: Written, *, password: str, on: date, actor: Actor) -> None:
    """Judge what came of it: `effective` completes it, `not_effective` owes its instruction anew; the words say what
    risk is left. Hospitals of which nobody can say that it reached them are still to be checked. `Refused` before a
    result."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    _require_words(written)
    if written.outcome not in ("effective", "not_effective"):
        raise Refused("outcome", f"{written.outcome!r} is not one of: effective, not_effective")
    signature = sign(actor, password, "complete_measure", on)
    with verb("complete_measure", actor=actor, of=[f"measure:{measure_id}"]) as act:
        measure = _held(act, found, written, on)
        effective = written.outcome == "effective"
        go(measure, "completed" if effective else "approved")
        _take(act, measure, "complete", written, signature, "complete" if effective else "again")


def _require_words(written: Written) -> None:
    text(written.words, "words", longest=10_000, required=True)


def _held(act: Act, found: Measure, written: Written, today: date) -> Measure:
    lock_ledger(act, found.case_id)
    measure = locked(Measure, found.pk)
    require_dated(written.on, today, measure)
    return measure


def _take(
    act: Act, measure: Measure, step: str, written: Written, signature: Signature, follows: str = ""
) -> list[Move]:
    """Keep the step, move the ledger, and say so."""
    row, subjects = keep_step(act, measure, step, written, signature)
    grounds = Grounds(f"measure:{measure.pk}", signature, row.sha256)
    moves = follow(act, measure, follows or step, grounds, written.on, written.due_on)
    if measure.state == "completed":
        moves += check_those_left(act, measure, grounds, written.on)
    act.record(
        subjects=subjects,
        payload={
            "kind": measure.kind,
            "outcome": written.outcome,
            "to": written.to,
            "for": signature.on_behalf_of,
            "ledger": told(moves),
        },
    )
    return moves
