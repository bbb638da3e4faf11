"""Propose that a case is not reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.lifecycle.no_report import latest_review, require_evidence
from kizuki.core.refusal import Refused
from kizuki.store.canonical import canonical_json, digest_of
from kizuki.store.models import Case, DecisionEvidence, Determination, NoReportDecision, User
from kizuki.store.signers import role_to_ask
from kizuki.store.watched import watched_now


@dataclass(frozen=True, slots=True)
class Proposal:
    """Why a case is not reported: a reason of `core/lifecycle/no_report.toml`, its explanation, the documents that
    prove it (as bytes with their media type), who owns it, and the day of its review (None: the latest allowed)."""

    reason: str
    explanation: str
    evidence: Sequence[tuple[bytes, str]] = ()
    owner: int | None = None
    review_on: date | None = None


def propose_no_report(case_id: int, proposal: Proposal, *, on: date, actor: Actor) -> int:
    """Keep the proposal with everything it rests on; a second person decides. Returns its id.

    `Refused` where the rules do not answer `no_report`, where evidence is lacking, where a patient-safety answer has
    no hazard entry, or where a decision stands already.
    """
    case = find(Case, "case", pk=case_id)
    words = text(proposal.explanation, "explanation", longest=10_000, required=True)
    person = person_of(actor)
    owner = find(User, "owner", pk=proposal.owner or person)
    review_on = latest_review(on, proposal.review_on)
    with verb("propose_no_report", actor=actor) as act:
        Case.objects.select_for_update().get(pk=case_id)
        if NoReportDecision.objects.filter(case=case, state__in=("proposed", "decided")).exists():
            raise Refused("case", "has a no-report decision that stands")
        now = watched_now(case_id)
        require_evidence(proposal.reason, now, len(proposal.evidence))
        determination = Determination.objects.filter(case=case).order_by("-pk").first()
        if determination is None or determination.fact_sheet.sha256 != now.facts:
            raise Refused("case", "its facts have not been determined yet")
        body = msgspec.to_builtins(now)
        made = NoReportDecision.objects.create(
            case=case,
            determination=determination,
            reason=proposal.reason,
            explanation=keep_words(case_id, "no_report_reason", words, act.at),
            rests_on=body,
            sha256=digest_of(canonical_json(body)),
            review_on=review_on,
            owner=owner,
            proposed_by_id=person,
            proposed_at=act.at,
        )
        subjects = _keep_evidence(made, proposal.evidence)
        refresh_clock(case_id)
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
            },
        )
    return int(made.pk)


def _keep_evidence(made: NoReportDecision, evidence: Sequence[tuple[bytes, str]]) -> list[str]:
    subjects: list[str] = []
    for content, media_type in evidence:
        document, new = keep_document(content, media_type)
        DecisionEvidence.objects.get_or_create(decision=made, document=document)
        subjects += new
    return subjects
