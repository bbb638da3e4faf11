"""Adding an entry to the chain, and the digest that binds it to the one before."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit.journal import Committed, digest_of_commitments
from kizuki.store.record import clock
from kizuki.store.record.canonical import canonical_json
from kizuki.store.record.messages import Statement, in_one_message

log = logging.getLogger("kizuki.audit")

_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"

GENESIS = "0" * 64
"""What the first entry holds as the digest of the one before."""

WRITER_LOCK = 7_239_114_068_401_121
"""PostgreSQL: the advisory lock that lets one transaction at a time add to the chain."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: its number (0 where there is none), its digest and its instant."""

    seq: int
    hash: str
    at: str = ""


def hash_of(
    *,
    seq: int,
    at: str,
    actor: str,
    verb: str,
    subjects: str,
    payload: str,
    previous_hash: str,
    commitments: str = "",
) -> str:
    """SHA-256 over the canonical JSON of an entry, its keys in order and no spaces.

    `subjects` and `payload` are canonical JSON themselves and go in as they stand: an entry is hashed as it was
    written, never as it would be written today. `commitments` is left out where it is empty, as in entries of before.
    """
    rows = f'"commitments":{canonical_json(commitments)},' if commitments else ""
    return sha256(
        f'{{"actor":{_quoted(actor)},"at":{canonical_json(at)},{rows}"payload":{payload},'
        f'"previous_hash":{canonical_json(previous_hash)},"seq":{seq},"subjects":{subjects},"verb":{_quoted(verb)}}}'.encode()
    ).hexdigest()


@lru_cache(maxsize=10_000)
def _quoted(text: str) -> str:
    # Few people and few verbs write many entries.
    return canonical_json(text)


def head(using: str = DEFAULT_DB_ALIAS) -> Head:
    """The newest entry of the chain."""
    with connections[using].cursor() as cursor:
        cursor.execute(_NEWEST)
        newest = cursor.fetchone()
    return Head(*newest) if newest else Head(0, GENESIS)


def holds_head(seq: int, digest: str, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the chain goes through this entry: what ended with it was made of this record."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_auditentry WHERE seq = %s AND hash = %s", [seq, digest])
        return bool(cursor.fetchone()[0])


def _head_in_turn(using: str) -> Head:
    """The newest entry, once no other transaction is adding one; SQLite has one that writes at a time anyway."""
    if connections[using].vendor != "postgresql":
        return head(using)
    # The second one sees what others added while the first one waited for them.
    _, newest = in_one_message([("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK]), (_NEWEST, ())], using)
    return Head(*newest[0]) if newest else Head(0, GENESIS)


def append(
    *,
    actor: str,
    verb: str,
    subjects: Sequence[str],
    payload: dict[str, Any],
    committed: Sequence[Committed] = (),
    at_first: Sequence[str] = (),
    using: str = DEFAULT_DB_ALIAS,
) -> Head:
    """Add one entry with its commitments inside the transaction that is open, once no other transaction is adding one.
    The first one of a record speaks of `at_first` too, where it commits to no row.

    Nothing may be locked after it: a transaction that adds its entry last cannot be part of a deadlock.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry is added inside the transaction that it speaks of")
    before = _head_in_turn(using)
    now = clock.now().strftime(_INSTANT)
    if now < before.at:
        # The order of the chain is that of its numbers; an instant is written as the clock says it.
        log.warning("the clock of this machine was moved back: it says %s, the newest entry %s", now, before.at)
    distinct = list(dict.fromkeys([*subjects, *([] if before.seq or committed else at_first)]))
    entry: dict[str, Any] = {
        "seq": before.seq + 1,
        "at": now,
        "actor": actor,
        "verb": verb,
        "subjects": canonical_json(distinct),
        "payload": canonical_json(payload),
        "previous_hash": before.hash,
    }
    rows = [(one.table, one.key, one.digest) for one in committed]
    if rows:
        entry["commitments"] = digest_of_commitments(rows)
    digest = hash_of(**entry)
    _insert(entry | {"hash": digest}, distinct, rows, using)
    return Head(before.seq + 1, digest, now)


def _insert(
    entry: Mapping[str, Any], subjects: Sequence[str], rows: Sequence[tuple[str, str, str]], using: str
) -> None:
    seq = entry["seq"]
    statements = [
        # A record of before that is being migrated has no column for commitments yet.
        *_added(f"store_auditentry ({', '.join(entry)})", [(*entry.values(),)]),
        *_added(SUBJECT_COLUMNS, [(seq, subject) for subject in subjects]),
        *_added(COMMITMENT_COLUMNS, [(seq, *row) for row in rows]),
    ]
    in_one_message(statements, using)


def _added(into: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[Statement]:
    """Statements that put these rows in, in their order, each with its values."""
    for at in range(0, len(rows), _ROWS_OF_A_STATEMENT):
        some = rows[at : at + _ROWS_OF_A_STATEMENT]
        places = f"({', '.join(['%s'] * len(some[0]))})"
        yield f"INSERT INTO {into} VALUES {', '.join([places] * len(some))}", [one for row in some for one in row]  # noqa: S608 ours


_NEWEST = "SELECT seq, hash, at FROM store_auditentry ORDER BY seq DESC LIMIT 1"
SUBJECT_COLUMNS = "store_auditsubject (entry_id, subject)"
COMMITMENT_COLUMNS = "store_commitment (entry_id, table_name, row_key, digest)"
_ROWS_OF_A_STATEMENT = 500
"""SQLite takes some thousand values at once."""
