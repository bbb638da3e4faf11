"""Every row of evidence beside what the chain last committed to: a merge join by key, in constant memory."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit.rows import RowReader, readers

_ROWS_AT_A_TIME = 5_000
_KEYS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Unlike:
    """A row that does not stand as its newest entry committed to: `altered`, `missing` (the entry says that it is
    there), `returned` (the entry says that it is gone) or `unknown` (no entry ever committed to it; `entry` is 0).
    `committed` is the digest that the entry committed to."""

    what: str
    table: str
    key: str
    entry: int
    committed: str = ""


def unlike_rows(using: str = DEFAULT_DB_ALIAS, *, tables: Collection[str] | None = None) -> Iterator[Unlike]:
    """Every row of every table of evidence (only of these, where any are named) that is not as committed."""
    for reader in readers(connections[using].vendor).values():
        if tables is None or reader.table in tables:
            yield from _joined(reader, using)


def unlike_rows_since(seq: int, using: str = DEFAULT_DB_ALIAS) -> Iterator[Unlike]:
    """The same for the rows that entries after this one committed to."""
    known = readers(connections[using].vendor)
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(
            "SELECT table_name, row_key, entry_id, digest FROM store_commitment WHERE entry_id > %s"
            " ORDER BY table_name, length(row_key), row_key, entry_id",
            [seq],
        )
        newest = (list(rows)[-1] for _, rows in groupby(_fetched(cursor), key=lambda row: row[:2]))
        for table, rows in groupby(newest, key=lambda row: row[0]):
            # A migration may have taken a table away; what it held stands in another one now.
            if table in known:
                yield from _looked_up(known[table], rows, using)


def newest_commitments(table: str, keys: Sequence[str], using: str = DEFAULT_DB_ALIAS) -> dict[str, tuple[int, str]]:
    """The entry that committed last to each of these rows, and the digest; a row that none committed to is not in it."""
    found: dict[str, tuple[int, str]] = {}
    with connections[using].cursor() as cursor:
        for first in range(0, len(keys), _KEYS_AT_A_TIME):
            some = list(keys[first : first + _KEYS_AT_A_TIME])
            lengths = sorted({len(key) for key in some})
            cursor.execute(
                "SELECT row_key, entry_id, digest FROM store_commitment WHERE table_name = %s"  # noqa: S608 places only
                f" AND length(row_key) IN ({', '.join(['%s'] * len(lengths))})"
                f" AND row_key IN ({', '.join(['%s'] * len(some))}) ORDER BY entry_id",
                [table, *lengths, *some],
            )
            found.update((key, (entry, digest)) for key, entry, digest in cursor.fetchall())
    return found


def _looked_up(reader: RowReader, rows: Iterator[Any], using: str) -> Iterator[Unlike]:
    some = list(_first(rows))
    while some:
        standing = reader.of_keys([row[1] for row in some], using)
        for _, key, entry, digest in some:
            found = _compared(reader.table, key, standing.get(key), digest, entry)
            if found:
                yield found
        some = list(_first(rows))


def _first(rows: Iterator[Any]) -> Iterator[Any]:
    for _, row in zip(range(_KEYS_AT_A_TIME), rows, strict=False):
        yield row


def _joined(reader: RowReader, using: str) -> Iterator[Unlike]:
    """Both in the order of their keys, one step at a time: whoever is behind has no partner."""
    with closing(reader.all(using)) as rows, closing(_newest(reader, using)) as committed:
        row, commitment = next(rows, None), next(committed, None)
        while row or commitment:
            behind = reader.place_of(row[0]) if row else None
            ahead = reader.place_of(commitment[0]) if commitment else None
            if row and (ahead is None or (behind is not None and behind < ahead)):
                yield Unlike("unknown", reader.table, row[0], 0)
                row = next(rows, None)
                continue
            assert commitment is not None
            standing = None
            if row and behind == ahead:
                standing, row = row[1], next(rows, None)
            found = _compared(reader.table, commitment[0], standing, commitment[2], commitment[1])
            if found:
                yield found
            commitment = next(committed, None)


def _compared(table: str, key: str, standing: str | None, digest: str, entry: int) -> Unlike | None:
    if (standing or "") == digest:
        return None
    what = "missing" if standing is None else "altered" if digest else "returned"
    return Unlike(what, table, key, entry, digest)


def _newest(reader: RowReader, using: str) -> Generator[tuple[str, int, str]]:
    """Key, entry and digest of the newest commitment to each row, in the order of the rows' keys."""
    collate = ' COLLATE "C"' if connections[using].vendor == "postgresql" and not reader.numbered else ""
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(
            "SELECT row_key, entry_id, digest FROM store_commitment WHERE table_name = %s"  # noqa: S608 ours
            f" ORDER BY length(row_key), row_key{collate}, entry_id",
            [reader.table],
        )
        before: Any = None
        for row in _fetched(cursor):
            if before is not None and before[0] != row[0]:
                yield before
            before = row
        if before is not None:
            yield before


def _fetched(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
        yield from rows
