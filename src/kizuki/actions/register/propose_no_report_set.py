"""Propose for several cases at once that they are not reported: one proof, one signature, each case named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.embargo.secrecy import standing_of
from kizuki.actions.people.signing import person_of
from kizuki.actions.register.proposing import (
    CASES_AT_A_TIME,
    Proposal,
    Terms,
    explained,
    grounded,
    keep_decision,
    keep_proofs,
)
from kizuki.actions.rows import MOST_ROWS, find, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.lifecycle.no_report import latest_review
from kizuki.core.lifecycle.proofs import grounds
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, NoReportDecision, ProofSet, User
from kizuki.store.people.signers import role_to_ask
from kizuki.store.record.parts import chunks
from kizuki.store.register.set_candidates import components_of


def propose_no_report_set(
    case_ids: Sequence[int], component: str, proposal: Proposal, *, on: date, actor: Actor
) -> list[int]:
    """Keep one proposal for a named set of cases about the same component, for the same reason. Returns the ids of the
    decisions, one a case; one signature decides them together (`decide_no_report`).

    Every case must be about `component` (one of its vulnerabilities speaks of it) and prove the reason by itself:
    `Refused` names the first that does not, and nothing is kept. A component list speaks of one device, so a set whose
    reason rests on it has one. Some cases a transaction: a set that was cut off is never signed, only refused.
    """
    wanted = list(dict.fromkeys(case_ids))
    if not 2 <= len(wanted) <= MOST_ROWS:
        raise Refused("cases", f"a set has from 2 to {MOST_ROWS} cases, not {len(wanted)}")
    words = explained(proposal)
    about = text(component, "component", longest=200, required=True)
    person = person_of(actor)
    owner = find(User, "owner", actor=actor, pk=proposal.owner or person)
    review_on = latest_review(on, proposal.review_on)
    cases = [find(Case, "cases", actor=actor, pk=number) for number in wanted]
    _require_one_set(cases, about, proposal)
    made: list[int] = []
    kept: ProofSet | None = None
    for part in chunks(cases, CASES_AT_A_TIME):
        with verb("propose_no_report", actor=actor, of=[f"case:{case.pk}" for case in part]) as act:
            locked = [lock_case(act, number) for number in sorted(case.pk for case in part)]
            grounds_of = [grounded(case, proposal) for case in locked]
            if kept is None:
                kept = _new_set(act, proposal, about, len(cases), person)
            proofs, subjects = keep_proofs(proposal)
            terms = Terms(proposal.reason, words, person, owner.pk, review_on, proofs, kept)
            rows = [keep_decision(act, ground, terms) for ground in grounds_of]
            if not made:
                _ask(act, kept, cases, rows[0].pk)
            act.record(subjects=[*_named(rows), *subjects], payload=_payload(terms, kept))
            made += [int(row.pk) for row in rows]
    return made


def _require_one_set(cases: Sequence[Case], component: str, proposal: Proposal) -> None:
    if "sbom" in grounds()[proposal.reason].needs and len({case.device_id for case in cases}) > 1:
        raise Refused("cases", "a component list speaks of one device; a set that rests on it has one device")
    for case in cases:
        if component.casefold() not in {name.casefold() for name in components_of(case.pk)}:
            raise Refused("cases", f"nothing says that {case.number} is about {component}")
        try:
            grounded(case, proposal)
        except Refused as refused:
            raise Refused(refused.place, f"{case.number}: {refused.reason}") from None


def _new_set(act: Act, proposal: Proposal, component: str, size: int, person: int) -> ProofSet:
    return ProofSet.objects.create(
        reason=proposal.reason, component=component, size=size, proposed_by_id=person, proposed_at=act.at
    )


def _ask(act: Act, kept: ProofSet, cases: Sequence[Case], decision: int) -> None:
    days = [case.planning_due_on for case in cases if case.planning_due_on is not None]
    strictest = next((case for case in cases if standing_of(f"case:{case.pk}")), cases[0])
    act.wait_for(
        Waiting(
            "decide_no_report",
            f"no_report_set:{kept.pk}",
            "register",
            role_to_ask("decide_no_report", kept.proposed_by_id, timezone.localdate(act.at), case_id=strictest.pk),
            case=strictest.pk if standing_of(f"case:{strictest.pk}") else None,
            device=cases[0].device_id,
            due_on=min(days, default=None),
            values={"size": kept.size, "decision": decision},
        )
    )


def _named(rows: Iterable[NoReportDecision]) -> Iterator[str]:
    for row in rows:
        yield from (f"case:{row.case_id}", f"no_report:{row.pk}:{row.sha256}")


def _payload(terms: Terms, kept: ProofSet) -> dict[str, Any]:
    return {
        "reason": terms.reason,
        "review_on": terms.review_on.isoformat(),
        "evidence": len(terms.proofs),
        "proves": [proves for _, proves in terms.proofs],
        "set": kept.pk,
        "size": kept.size,
    }
