"""Propose that a case is not reported."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.people.signing import person_of
from kizuki.actions.register.proposing import (
    Proof,
    Proposal,
    Terms,
    explained,
    grounded,
    keep_decision,
    keep_proofs,
)
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.lifecycle.no_report import latest_review
from kizuki.store.models import Case, User
from kizuki.store.people.signers import role_to_ask

__all__ = ["Proof", "Proposal", "propose_no_report"]


def propose_no_report(case_id: int, proposal: Proposal, *, on: date, actor: Actor) -> int:
    """Keep the proposal with everything it rests on; a second person decides. Returns its id.

    `Refused` where the rules do not answer `no_report` or an answer behind that has no proof, where what proves the
    reason is lacking (`core/lifecycle/no_report.toml`), where a vulnerability of the case was not read for the clinic,
    or where a decision stands already.
    """
    find(Case, "case", actor=actor, pk=case_id)
    words = explained(proposal)
    person = person_of(actor)
    owner = find(User, "owner", actor=actor, pk=proposal.owner or person)
    review_on = latest_review(on, proposal.review_on)
    with verb("propose_no_report", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        ground = grounded(case, proposal)
        kept, subjects = keep_proofs(proposal)
        terms = Terms(proposal.reason, words, person, owner.pk, review_on, kept)
        made = keep_decision(act, ground, terms)
        act.wait_for(
            Waiting(
                "decide_no_report",
                f"no_report:{made.pk}",
                "register",
                role_to_ask("decide_no_report", person, on, case_id=case_id),
                case=case_id,
                due_on=case.planning_due_on,
            )
        )
        act.record(
            subjects=[f"case:{case_id}", f"no_report:{made.pk}:{made.sha256}", *subjects],
            payload={
                "reason": proposal.reason,
                "review_on": review_on.isoformat(),
                "evidence": len(proposal.evidence),
                "proves": [proof.proves for proof in proposal.evidence],
            },
        )
    return int(made.pk)
