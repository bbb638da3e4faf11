"""What a no-report decision was made from: the facts of its day, what the rules answered of them, and its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.core.reporting import determination_json
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import KnownFacts, facts_of
from kizuki.store.models import NoReportDecision
from kizuki.store.queries.cases import answer_of
from kizuki.store.queries.register import DecisionRow, EvidenceRow, evidence_of
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DecisionGrounds:
    """The determination that a decision was proposed on, however often the case was determined since: `answer` has the
    shape of `kizuki assess` in the language of the viewer."""

    facts: KnownFacts
    answer: dict[str, Any]
    made_at: datetime
    rules_digest: str


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """The documents of one decision on a case."""

    decision_id: int
    reason: str
    state: str
    documents: tuple[EvidenceRow, ...]


def decision_grounds(viewer: Viewer, decision_id: int) -> DecisionGrounds | None:
    """What one decision was made from; None where there is none to be seen."""
    rows = seen(viewer, NoReportDecision).filter(pk=decision_id).select_related("determination__fact_sheet")
    row = rows.first()
    if row is None:
        return None
    made = row.determination
    answer = determination_json(answer_of(made.answer), viewer.lang)
    return DecisionGrounds(facts_of(made.fact_sheet), answer, made.made_at, made.rules_digest)


def evidence_of_case(viewer: Viewer, decisions: Sequence[DecisionRow]) -> tuple[CaseEvidence, ...]:
    """The documents of those of these decisions that have some, in their order."""
    told = ((row, evidence_of(viewer, row.id)) for row in decisions)
    return tuple(CaseEvidence(row.id, row.reason, row.state, documents) for row, documents in told if documents)
