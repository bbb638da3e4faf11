"""How findings stand, for those who judge a set of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kizuki.store.findings.filters import Key
from kizuki.store.record.canonical import canonical_json, digest_of


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stands: what a person who judges it has seen."""

    match: int
    release: int
    device: int
    verdict: str
    active: bool
    advisory_revision: int
    triage: int | None
    suppression: int | None


def standing_of(keys: Sequence[Key], *, lock: bool = False) -> list[Standing]:
    """How these findings stand, in the order of their ids; one that is none any more is missing. With `lock` nobody
    changes their matches until the transaction ends."""
    if not keys:
        return []
    asked = ", ".join(f"({match:d}, {release:d})" for match, release in sorted(set(keys)))
    postgresql = connection.vendor == "postgresql"
    query = f"""
        SELECT m.id, rc.release_id, r.device_id, COALESCE(v.verdict, m.verdict), m.active, a.revision,
               t.judgement_id, s.judgement_id
        FROM (VALUES {asked}) AS asked {"JOIN" if postgresql else "CROSS JOIN"} store_match m ON m.id = asked.column1
        JOIN store_advisory a ON a.id = m.advisory_id
        JOIN store_releasecomponent rc ON rc.component_id = m.component_id AND rc.release_id = asked.column2
        JOIN store_release r ON r.id = rc.release_id
        LEFT JOIN store_releaseverdict v ON v.match_id = m.id AND v.release_id = rc.release_id
        LEFT JOIN store_triage t ON t.match_id = m.id AND t.release_id = rc.release_id
        LEFT JOIN store_suppression s ON s.match_id = m.id AND s.release_id = rc.release_id
        ORDER BY m.id, rc.release_id {"FOR UPDATE OF m" if lock and postgresql else ""}
    """  # noqa: S608 numbers only
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [_standing(row) for row in cursor.fetchall()]


def _standing(row: tuple[Any, ...]) -> Standing:
    match, release, device, verdict, active, revision, triage, suppression = row
    return Standing(match, release, device, verdict, bool(active), revision, triage, suppression)


def token_of(standing: Sequence[Standing]) -> str:
    """The digest of how a set of findings stands: another one, and the set has moved."""
    return digest_of(canonical_json(list(standing)))
