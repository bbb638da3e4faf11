"""Decide on a proposed measure: the general manager approves it, or refuses it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.measures.chain import Written, follow, go, keep_step, nothing_is_missing
from kizuki.actions.obligations.keeping import Grounds, told
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.keeping_rows import locked


@dataclass(frozen=True, slots=True)
class Decision:
    """Approved or refused, why (also in the single-person mode: on what the person checked), and the digest of the
    plan that was read."""

    approved: bool
    reason: str
    read_sha256: str


def decide_measure(measure_id: int, decision: Decision, *, password: str, on: date, actor: Actor) -> None:
    """Sign the decision. Approved: the instruction and the hand-over to 国内品質業務運営責任者 are owed, and 措置未着手
    ends; that no measure is taken ends there as well.

    `Refused`: another plan than the one that was read, a measure that is decided already, no reason, or a signature
    that is no second person's to the proposal.
    """
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    reason = text(decision.reason, "reason", longest=5_000, required=True)
    signature = sign(actor, password, "decide_measure", on)
    with verb("decide_measure", actor=actor, of=[f"measure:{measure_id}"]) as act:
        lock_ledger(act, found.case_id)
        measure = locked(Measure, measure_id)
        if decision.read_sha256 != measure.sha256:
            raise Refused("sha256", "another plan was read")
        proposed_on = measure.proposed_at.astimezone(JAPAN).date()
        alone = require_second_person(signature, measure.proposed_by_id, on, comment=reason, proposed_on=proposed_on)
        outcome = "approved" if decision.approved else "refused"
        go(measure, outcome)
        row, subjects = keep_step(act, measure, "decide", Written(on, reason, outcome), signature, alone=alone)
        grounds = Grounds(f"measure:{measure_id}", signature, row.sha256, alone)
        moves = follow(act, measure, "decide" if decision.approved else "refuse", grounds, on)
        if decision.approved:
            moves += nothing_is_missing(act, measure.case_id, grounds)
        act.record(
            subjects=subjects,
            payload={
                "kind": measure.kind,
                "outcome": outcome,
                "sha256": measure.sha256,
                "for": signature.on_behalf_of,
                "ledger": told(moves),
            },
        )
