"""Walking the chain from its first entry to its newest: every digest, every link, and the index beside it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit.chain import GENESIS, hash_of
from kizuki.store.audit.journal import digest_of_commitments
from kizuki.store.audit.snapshot import snapshot
from kizuki.store.audit.unreadable import tells_every_text
from kizuki.store.record.canonical import canonical_json
from kizuki.store.record.opening import open_record

_ROWS_AT_A_TIME = 5_000
_WORTH_A_PROCESS = 100_000
"""Entries of one stretch: below that, starting a process takes longer than the walk."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the chain holds: `entries` good ones, the digest of the last, and the first fault with its entry."""

    entries: int
    head: str
    fault: tuple[str, int] | None


def walk_chain(using: str = DEFAULT_DB_ALIAS, *, after: int = 0) -> Walk:
    """Read every entry after this one once, in order, as far as the first bad one. Needs the memory of some thousand
    rows.

    A long chain is walked in stretches by several processes: each begins at the digest that stands in the row before
    its stretch, which the walk of the stretch before proves.
    """
    newest = _newest(using)
    stretches = min(os.cpu_count() or 1, (newest - after) // _WORTH_A_PROCESS)
    if stretches < 2 or using != DEFAULT_DB_ALIAS or tells_every_text(using):
        return walk_stretch(after + 1, None, using)
    starts = [after + 1 + (newest - after) * number // stretches for number in range(stretches)]
    # The last one has no end: what stands beyond the newest entry that was seen is read as well.
    ends = [*(start - 1 for start in starts[1:]), None]
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(stretches - 1, mp_context=spawned, initializer=open_record) as pool:
        later = [pool.submit(_walk_elsewhere, *stretch) for stretch in zip(starts[1:], ends[1:], strict=True)]
        walks = [walk_stretch(starts[0], ends[0]), *(walk.result() for walk in later)]
    return next((walk for walk in walks if walk.fault), walks[-1])


def walk_stretch(first: int, last: int | None, using: str = DEFAULT_DB_ALIAS) -> Walk:
    """The entries from `first` to `last` (None: to the newest), held against the digest of the row before them."""
    # SQLite keeps any number as that of an entry: none falls between two stretches, none before the first.
    after = "TRUE" if first == 1 else f"{{0}} > {int(first) - 1}"
    within = after if last is None else f"{after} AND {{0}} < {int(last) + 1}"
    before = _digest_of_entry(first - 1, using)
    if before is None:
        return Walk(first - 1, "", ("entry_missing", first - 1))
    entries = _ENTRIES.format(within=within.format("seq"))
    subjects = _SUBJECTS.format(within=within.format("entry_id"))
    commitments = _COMMITMENTS.format(within=within.format("entry_id"))
    with (
        _rows(using, entries) as kept,
        _rows(using, subjects) as indexed,
        _rows(using, commitments) as committed,
    ):
        walk = _walk(kept, _Beside(indexed), _Beside(committed), first, before)
    if walk.fault is None and last is not None and walk.entries != last:
        return Walk(walk.entries, walk.head, ("entry_missing", walk.entries + 1))
    return walk


def _walk_elsewhere(first: int, last: int | None) -> Walk:
    """In a process of its own, which sees one moment of the record too: entries only come after its end."""
    with snapshot():
        return walk_stretch(first, last)


def _walk(rows: Iterator[Any], indexed: _Beside, committed: _Beside, expected: int, previous: str) -> Walk:
    for seq, at, actor, verb, subjects, payload, previous_hash, commitments, digest in rows:
        if seq != expected:
            early = isinstance(seq, int | float) and seq < expected
            return Walk(expected - 1, previous, ("entry_out_of_chain", seq) if early else ("entry_missing", expected))
        if previous_hash != previous:
            return Walk(expected - 1, previous, ("entry_out_of_chain", seq))
        if digest != hash_of(
            seq=seq,
            at=at,
            actor=actor,
            verb=verb,
            subjects=subjects,
            payload=payload,
            previous_hash=previous_hash,
            commitments=commitments,
        ):
            return Walk(expected - 1, previous, ("entry_altered", seq))
        if indexed.before(seq):
            return Walk(seq, digest, ("index_altered", indexed.next_entry))
        if subjects != canonical_json([subject for (subject,) in indexed.of(seq)]):
            return Walk(seq, digest, ("index_altered", seq))
        if committed.before(seq):
            return Walk(seq, digest, ("commitments_altered", committed.next_entry))
        if commitments != digest_of_commitments(committed.of(seq)):
            return Walk(seq, digest, ("commitments_altered", seq))
        expected, previous = seq + 1, digest
    beyond = [one.next_entry for one in (indexed, committed) if one.next_entry is not None]
    return Walk(expected - 1, previous, ("entry_missing", beyond[0]) if beyond else None)


class _Beside:
    """Rows that belong to entries, in the order of these: what stands beside each, as the walk comes to it."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._rows = rows
        self._advance()

    def _advance(self) -> None:
        row: tuple[Any, ...] | None = next(self._rows, None)
        self.next_entry: Any = row[0] if row else None
        self._next: tuple[Any, ...] = row[1:] if row else ()

    def before(self, entry: int) -> bool:
        """Whether the next rows belong to an entry before this one, which the walk did not meet: there is none such."""
        return isinstance(self.next_entry, int | float) and self.next_entry < entry

    def of(self, entry: int) -> list[Any]:
        """The rows of this entry, without its number; none where the next ones belong to another."""
        found: list[Any] = []
        while self.next_entry == entry:
            found.append(self._next)
            self._advance()
        return found


_ENTRIES = (
    "SELECT seq, at, actor, verb, subjects, payload, previous_hash, commitments, hash FROM store_auditentry"
    " WHERE {within} ORDER BY seq"
)
_SUBJECTS = "SELECT entry_id, subject FROM store_auditsubject WHERE {within} ORDER BY entry_id, id"
_COMMITMENTS = (
    "SELECT entry_id, table_name, row_key, digest FROM store_commitment WHERE {within} ORDER BY entry_id, id"
)


def _newest(using: str) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_auditentry")
        return int(cursor.fetchone()[0])


def _digest_of_entry(seq: int, using: str) -> str | None:
    if seq == 0:
        return GENESIS
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT hash FROM store_auditentry WHERE seq = %s", [seq])
        row = cursor.fetchone()
    return str(row[0]) if row else None


@contextmanager
def _rows(using: str, statement: str) -> Iterator[Iterator[Any]]:
    """The rows as they come, past Django's models; on PostgreSQL the server keeps what was not yet asked for."""
    connection = connections[using]
    cursor = connection.chunked_cursor()
    try:
        cursor.execute(statement)
        yield _fetched(cursor)
    finally:
        cursor.close()


def _fetched(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
        yield from rows
