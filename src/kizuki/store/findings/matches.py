"""Reading and writing matches by the hundred, without a model for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from kizuki.store.findings.candidates import Pair


@dataclass(frozen=True, slots=True)
class KeptMatch:
    """A match as it stands; `evidence` is its canonical JSON."""

    id: int
    verdict: str
    active: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class MatchChange:
    """What becomes of a match: with `id` one that stands, without it a new one."""

    pair: Pair
    verdict: str
    active: bool
    evidence: str
    on: date
    retrieved_on: date
    id: int | None = None
    comes_back: bool = False


_STANDING = """
SELECT kept.component_id, kept.advisory_id, kept.id, kept.verdict, kept.active, kept.evidence
FROM (VALUES {pairs}) AS asked {cross} store_match AS kept
  ON kept.component_id = asked.column1 AND kept.advisory_id = asked.column2
"""
_INSERT = """
INSERT INTO store_match (component_id, advisory_id, verdict, active, evidence, first_on, last_on, retrieved_on)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_UPDATE = """
UPDATE store_match SET verdict = %s, active = %s, evidence = %s,
  last_on = CASE WHEN last_on < %s THEN %s ELSE last_on END,
  retrieved_on = CASE WHEN %s THEN %s ELSE retrieved_on END
WHERE id = %s
"""


def matches_of(pairs: Sequence[Pair]) -> dict[Pair, KeptMatch]:
    """The matches that are kept for these pairs, active or not."""
    if not pairs:
        return {}
    asked = ", ".join(f"({component:d}, {advisory:d})" for component, advisory in pairs)
    cross = "CROSS JOIN" if connection.vendor == "sqlite" else "JOIN"
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(pairs=asked, cross=cross))
        return {
            (component, advisory): KeptMatch(pk, verdict, bool(active), evidence)
            for component, advisory, pk, verdict, active, evidence in cursor.fetchall()
        }


def keep_changes(changes: Iterable[MatchChange]) -> None:
    """Write them; the first day of a match that stands is never touched."""
    rows = list(changes)
    with connection.cursor() as cursor:
        new = [
            (*row.pair, row.verdict, row.active, row.evidence, row.on, row.on, row.retrieved_on)
            for row in rows
            if row.id is None
        ]
        if new:
            cursor.executemany(_INSERT, new)
        moved = [
            (
                *(row.verdict, row.active, row.evidence, row.on, row.on),
                *(row.comes_back, row.retrieved_on, row.id),
            )
            for row in rows
            if row.id is not None
        ]
        if moved:
            cursor.executemany(_UPDATE, moved)
