"""Whether a stored assessment still follows from its stored answers, from the record alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.scoring import read_answers, score
from kizuki.core.scoring.rulings import RULING_SET
from kizuki.core.scoring.shown import outcome_codes
from kizuki.store.models import Assessment
from kizuki.store.record.canonical import canonical_json, digest_of, json_of

CHUNK = 500


@dataclass(frozen=True, slots=True)
class RecomputedRow:
    """One revision: `faults` are the parts of its outcome that do not follow (`digest` where the record itself is not
    the one that was digested); `difference` where it was scored by another ruling set or an older form of record.
    """

    id: int
    device: str
    advisory: str
    revision: int
    faults: tuple[str, ...]
    difference: bool


def recomputed(record: Mapping[str, Any], digest: str | None = None) -> tuple[str, ...]:
    """The parts of the outcome that do not follow from the answers of the record; empty where everything does."""
    if not record:
        return ("record",)
    faults = ["digest"] if digest is not None and digest_of(canonical_json(record)) != digest else []
    on = date.fromisoformat(record["on"]) if record["on"] else None
    try:
        again = json_of(canonical_json(outcome_codes(score(read_answers(record["input"], on)))))
    except Refused as refusal:
        return (*faults, f"refused: {refusal}")
    stored = record["outcome"]
    return (*faults, *(name for name in dict.fromkeys((*stored, *again)) if stored.get(name) != again.get(name)))


def recomputed_assessments() -> Iterator[RecomputedRow]:
    """Every revision of the record, the oldest first."""
    rows = Assessment.objects.order_by("pk").values_list(
        "pk", "device__key", "advisory__identifier", "revision", "record", "digest"
    )
    for pk, device, advisory, revision, record, digest in rows.iterator(chunk_size=CHUNK):
        other = not record or record["outcome"]["rulings"]["set"] != RULING_SET
        yield RecomputedRow(pk, device, advisory, revision, recomputed(record, digest) if record else (), other)
