"""Keeping one proposal inside the verb that makes it: its evidence, what it rests on, its decision row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from kizuki.actions.cases.assessing import resettle
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.documents import keep_document
from kizuki.actions.rows import text
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.no_report import Watched
from kizuki.core.lifecycle.proofs import documents, grounds, require_evidence
from kizuki.core.refusal import Refused
from kizuki.store.models import (
    Case,
    DecisionEvidence,
    Determination,
    NoReportDecision,
    ProofSet,
    StoredDocument,
)
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.register.watched import ruled_now, watched_now

CASES_AT_A_TIME = 5
"""Cases of a set in one transaction: each is read whole, and nobody waits longer than 200 ms for the lock."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A document and what it proves, a code of `core/lifecycle/no_report.toml` or `other`."""

    proves: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Why a case is not reported: a reason of `core/lifecycle/no_report.toml`, its explanation, the documents that
    prove it, who owns it, and the day of its review (None: the latest allowed)."""

    reason: str
    explanation: str
    evidence: Sequence[Proof] = ()
    owner: int | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Grounded:
    """A case with what its proposal rests on, read and found proved."""

    case: Case
    now: Watched
    determination: Determination


def explained(proposal: Proposal) -> str:
    """The words of a proposal; `Refused` where they, or the names of its proofs, are not to be taken.

    A document is given once and proves one thing: two proofs are two documents. An empty one proves nothing.
    """
    seen: set[str] = set()
    for place, proof in enumerate(proposal.evidence):
        if proof.proves not in documents():
            raise Refused(f"evidence.{place}", f"{proof.proves!r} is not one of: {', '.join(documents())}")
        if not proof.content.strip():
            raise Refused(f"evidence.{place}", "an empty document proves nothing")
        digest = digest_of(proof.content)
        if digest in seen:
            raise Refused("evidence_twice", "the same document is given twice; each proof is a document of its own")
        seen.add(digest)
    if proposal.reason not in grounds():
        raise Refused("reason", f"{proposal.reason!r} is not one of: {', '.join(grounds())}")
    return text(proposal.explanation, "explanation", longest=10_000, required=True)


def grounded(case: Case, proposal: Proposal) -> Grounded:
    """What the proposal rests on in this case; `Refused` where a decision stands, or where its reason is not proved."""
    if NoReportDecision.objects.filter(case=case, state__in=("proposed", "decided")).exists():
        raise Refused("case", "has a no-report decision that stands")
    now = watched_now(case.pk)
    if not case.outcome:
        raise Refused("case", "its facts have not been determined yet")
    determination, ruled = ruled_now(case.pk)
    require_evidence(proposal.reason, now, ruled, [proof.proves for proof in proposal.evidence])
    return Grounded(case, now, determination)


def keep_proofs(proposal: Proposal) -> tuple[list[tuple[StoredDocument, str]], list[str]]:
    """The documents with what each proves, and the subjects of those that are new."""
    kept: list[tuple[StoredDocument, str]] = []
    subjects: list[str] = []
    for proof in proposal.evidence:
        document, new = keep_document(proof.content, proof.media_type)
        kept.append((document, proof.proves))
        subjects += new
    return kept, subjects


@dataclass(frozen=True, slots=True)
class Terms:
    """What every case of a proposal shares: who proposes and owns it, its review day, words, documents and set."""

    reason: str
    words: str
    person: int
    owner: int
    review_on: date
    proofs: Sequence[tuple[StoredDocument, str]]
    proof_set: ProofSet | None = None


def keep_decision(act: Act, ground: Grounded, terms: Terms) -> NoReportDecision:
    """The proposal as a row of its case, with its documents; the clock of the case goes on."""
    body = msgspec.to_builtins(ground.now)
    made = NoReportDecision.objects.create(
        case=ground.case,
        determination=ground.determination,
        proof_set=terms.proof_set,
        reason=terms.reason,
        explanation=keep_words(ground.case.pk, "no_report_reason", terms.words, act.at),
        rests_on=body,
        sha256=digest_of(canonical_json(body)),
        review_on=terms.review_on,
        owner_id=terms.owner,
        proposed_by_id=terms.person,
        proposed_at=act.at,
    )
    DecisionEvidence.objects.bulk_create(
        DecisionEvidence(decision=made, document=document, proves=proves) for document, proves in terms.proofs
    )
    resettle(act, ground.case.pk)
    return made
