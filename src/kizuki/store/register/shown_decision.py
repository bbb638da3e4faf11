"""What the second person is shown of a proposal, as one value with one digest: that is what they sign."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kizuki.store.models import NoReportDecision
from kizuki.store.record.canonical import canonical_json, digest_of


def together_with(decision_id: int) -> QuerySet[NoReportDecision]:
    """The decisions that are decided by one signature: those of its set, or the one alone."""
    own = NoReportDecision.objects.filter(pk=decision_id)
    number = own.values_list("proof_set_id", flat=True).first()
    rows = own if number is None else NoReportDecision.objects.filter(proof_set_id=number)
    return rows.order_by("pk")


def shown_sha256(decision_id: int) -> str:
    """The digest of what is shown of a proposal, with every case of its set."""
    return digest_of(canonical_json(shown(decision_id)))


def shown(decision_id: int) -> dict[str, Any]:
    """The reason and, for each case that it covers, what it rests on: texts and documents by their digest."""
    rows = together_with(decision_id).select_related("explanation", "determination", "proof_set")
    made = list(rows.prefetch_related("evidence"))
    first = made[0]
    return {
        "reason": first.reason,
        "set": first.proof_set_id,
        "component": first.proof_set.component if first.proof_set else "",
        "cases": [
            {
                "decision": row.pk,
                "case": row.case_id,
                "explanation": row.explanation.commitment,
                "evidence": sorted([one.proves, one.document_id] for one in row.evidence.all()),
                "rests_on": row.sha256,
                "facts": row.rests_on["facts"],
                "determination": row.determination.sha256,
                "review_on": row.review_on,
                "owner": row.owner_id,
            }
            for row in made
        ],
    }
