"""Propose a measure (措置案), or that none is taken, in writing to the general manager (総括製造販売責任者)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.cases.reopening import reopen_where_closed
from kizuki.actions.measures.chain import Written, follow, keep_step
from kizuki.actions.measures.targets import chosen, keep_targets
from kizuki.actions.obligations.keeping import Grounds, told
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.disclosure.table import PROTECTIONS
from kizuki.core.lifecycle.measures.table import NO_MEASURE, require_kind
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Hospital, Measure
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.keeping_rows import added, standing


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed: its kind, what is to be done (for `none`: why nothing is), its effect on the risk that is left,
    the hospitals by key (`*`: all where units stand), and what it means for whoever is attacked meanwhile (`brings`)."""

    kind: str
    plan: str
    residual_risk: str = ""
    hospitals: Sequence[str] = ()
    brings: str = ""


def propose_measure(case_id: int, plan: Plan, *, password: str, on: date, actor: Actor) -> int:
    """Keep the proposal, signed and dated `on`; the decision of the general manager is owed from now on. A closed
    case opens again with it. Returns its id.

    `Refused`: another kind than the table's, no words, hospitals for a decision to take no measure, an information that
    names none, a hospital that is not there, or a wrong password.
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    words = text(plan.plan, "plan", longest=10_000, required=True)
    risk = text(plan.residual_risk, "residual_risk", longest=5_000)
    _require(plan)
    found = chosen(case.device_id, plan.hospitals)
    signature = sign(actor, password, "propose_measure", on)
    with verb("propose_measure", actor=actor, of=[f"case:{case_id}"]) as act:
        reopened = reopen_where_closed(act, lock_ledger(act, case_id), "measure")
        measure = added(
            Measure,
            case=case,
            number=standing(Measure, case=case).count() + 1,
            kind=plan.kind,
            brings=plan.brings,
            state="proposed",
            sha256=digest_of(canonical_json(_read(plan, words, risk, found))),
            proposed_by_id=signature.person,
            proposed_at=act.at,
        )
        keep_text(act, f"measure:{measure.pk}", "plan", words)
        keep_text(act, f"measure:{measure.pk}", "residual_risk", risk)
        hospitals = keep_targets(measure, found)
        row, subjects = keep_step(act, measure, "propose", Written(on, words), signature)
        grounds = Grounds(f"measure:{measure.pk}", signature, row.sha256)
        moves = follow(act, measure, "propose", grounds, on)
        payload = {"kind": plan.kind, "hospitals": hospitals, "sha256": measure.sha256, "ledger": told(moves)}
        act.record(subjects=subjects, payload=payload | reopened)
    return int(measure.pk)


def _require(plan: Plan) -> None:
    require_kind(plan.kind)
    if plan.brings and plan.brings not in PROTECTIONS:
        raise Refused("brings", f"{plan.brings!r} is not one of: {', '.join(PROTECTIONS)}")
    if plan.kind == NO_MEASURE and (plan.hospitals or plan.brings):
        raise Refused("hospitals", "where no measure is taken, none is for a hospital and none protects")
    if plan.kind == "information" and not plan.hospitals:
        raise Refused("hospitals", "an information names the hospitals that it is for")


def _read(plan: Plan, words: str, risk: str, found: list[tuple[Hospital, list[int]]]) -> dict[str, object]:
    """What the general manager reads and signs."""
    return {
        "kind": plan.kind,
        "brings": plan.brings,
        "plan": words,
        "residual_risk": risk,
        "hospitals": [[row.key, units] for row, units in found],
    }
