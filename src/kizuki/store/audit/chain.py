"""Adding an entry to the chain, and the digest that binds it to the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection

from kizuki.store.canonical import canonical_json, digest_of
from kizuki.store.models import AuditEntry, AuditSubject

GENESIS = "0" * 64
"""What the first entry holds as the digest of the one before."""

WRITER_LOCK = 7_239_114_068_401_121
"""PostgreSQL: the advisory lock that lets one transaction at a time add to the chain."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: its number (0 where there is none) and its digest."""

    seq: int
    hash: str


def hash_of(*, seq: int, at: str, actor: str, verb: str, subjects: str, payload: str, previous_hash: str) -> str:
    """SHA-256 over the canonical JSON of an entry. `subjects` and `payload` are canonical JSON themselves."""
    body = {
        "actor": actor,
        "at": at,
        "payload": msgspec.Raw(payload.encode()),
        "previous_hash": previous_hash,
        "seq": seq,
        "subjects": msgspec.Raw(subjects.encode()),
        "verb": verb,
    }
    return digest_of(canonical_json(body))


def head() -> Head:
    """The newest entry of the chain."""
    newest = AuditEntry.objects.order_by("-seq").values_list("seq", "hash").first()
    return Head(*newest) if newest else Head(0, GENESIS)


def append(*, actor: str, verb: str, subjects: Sequence[str], payload: dict[str, Any]) -> Head:
    """Add one entry inside the transaction that is open; it waits until no other transaction is adding one.

    Nothing may be locked after it: a transaction that adds its entry last cannot be part of a deadlock.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry is added inside the transaction that it speaks of")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])
    before = head()
    distinct = list(dict.fromkeys(subjects))
    entry = AuditEntry(
        seq=before.seq + 1,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        actor=actor,
        verb=verb,
        subjects=canonical_json(distinct),
        payload=canonical_json(payload),
        previous_hash=before.hash,
    )
    entry.hash = hash_of(
        seq=entry.seq,
        at=entry.at,
        actor=actor,
        verb=verb,
        subjects=entry.subjects,
        payload=entry.payload,
        previous_hash=before.hash,
    )
    entry.save(force_insert=True)
    AuditSubject.objects.bulk_create(AuditSubject(entry=entry, subject=subject) for subject in distinct)
    return Head(entry.seq, entry.hash)
