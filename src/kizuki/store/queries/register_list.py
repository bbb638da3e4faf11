"""The register of no-report decisions of a period as a list that is handed out: each with its proofs and signatures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import DecisionEvidence, DecisionSignature, NoReportDecision, Reopening
from kizuki.store.queries.ledgers.parts import Span
from kizuki.store.queries.register import Asked, DecisionRow, EvidenceRow, register
from kizuki.store.queries.viewer import Viewer

MOST = 5_000
"""Decisions in one list; of more the list says that there are."""


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """One decision. `explanation` says so where it was erased; `signed_at` None before the second signature, and where it
    was decided before instants were kept; `reopened_at` is the newest of its reopenings."""

    row: DecisionRow
    explanation: str
    evidence: tuple[EvidenceRow, ...]
    signed_at: datetime | None
    signed_sha256: str
    reopened_at: datetime | None


def register_list(viewer: Viewer, asked: Asked) -> tuple[tuple[ListedDecision, ...], bool]:
    """The decisions that are asked for, and whether there are more; in a number of queries that does not grow."""
    part = register(viewer, Span(0, MOST), asked)
    shown = part.rows
    ids = [row.id for row in shown]
    texts = {
        pk: say("record.erased", viewer.lang) if erased else body
        for pk, body, erased in seen(viewer, NoReportDecision)
        .filter(pk__in=ids)
        .values_list("pk", "explanation__body", "explanation__erased_at")
    }
    proofs: dict[int, list[EvidenceRow]] = defaultdict(list)
    given = seen(viewer, DecisionEvidence).filter(decision__in=ids).select_related("document").order_by("pk")
    for one in given.defer("document__content"):
        paper = one.document
        told = EvidenceRow(one.proves, paper.sha256, paper.media_type, paper.size, paper.erased_at is not None)
        proofs[one.decision_id].append(told)
    signed = {
        pk: (at, sha256)
        for pk, at, sha256 in seen(viewer, DecisionSignature)
        .filter(decision__in=ids)
        .values_list("decision_id", "at", "read_sha256")
    }
    reopened = dict(
        seen(viewer, Reopening).filter(decision__in=ids).order_by("position").values_list("decision_id", "at")
    )
    found = []
    for row in shown:
        at, sha256 = signed.get(row.id, (None, ""))
        text, papers = texts.get(row.id, ""), tuple(proofs[row.id])
        found.append(ListedDecision(row, text, papers, at, sha256, reopened.get(row.id)))
    return tuple(found), part.total > MOST
