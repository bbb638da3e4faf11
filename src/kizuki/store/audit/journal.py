"""The journal: which rows of evidence a verb touched, as triggers saw it, and how each of them stands at its end.

A verb holds the pen: a token that nobody else knows stands in every line that a trigger writes while it runs. Plain
SQL writes lines without one, or with another; no verb ever adopts them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit.before import BEFORE, Line, altered_before
from kizuki.store.audit.rows import key_order, readers
from kizuki.store.audit.unreadable import read_whatever_stands
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.messages import in_one_message


@dataclass(frozen=True, slots=True)
class Committed:
    """How a row stands: the digest of its columns, '' where it is gone. Where `before:` stands ahead of its table, it is
    how a verb found a row that was not as committed to."""

    table: str
    key: str
    digest: str


def take_pen(using: str = DEFAULT_DB_ALIAS) -> str:
    """Begin to write inside the transaction that is open; gives the token of its lines."""
    token = secrets.token_hex(16)
    with connections[using].cursor() as cursor:
        cursor.execute(_TAKE[connections[using].vendor], [token])
    return token


def lay_down_pen(token: str, using: str = DEFAULT_DB_ALIAS) -> list[Committed]:
    """Stop writing. Gives how every row stands that was touched meanwhile, with how each was found that did not stand as
    committed to, and takes the lines of this token away."""
    touched, *_ = in_one_message([(_TOUCHED, [token]), (_LAY_DOWN[connections[using].vendor], ())], using)
    # A row that holds what Python cannot read keeps no verb that touches it from ending.
    return read_whatever_stands(using, lambda: _committed(touched, using))


def _committed(touched: Sequence[Line], using: str) -> list[Committed]:
    by_table: dict[str, list[str]] = {}
    for table, key in {line[1:3] for line in touched}:
        by_table.setdefault(table, []).append(key)
    known = readers(connections[using].vendor)
    asked = [(table, one) for table, keys in by_table.items() for one in known[table].asked(keys)]
    digests: dict[str, dict[str, str]] = {table: {} for table in by_table}
    for (table, _), rows in zip(asked, in_one_message([one for _, one in asked], using), strict=True):
        digests[table] |= known[table].digests(rows)
    found = [Committed(BEFORE + table, key, digest) for table, key, digest in altered_before(touched, using)]
    return sorted(found, key=lambda one: (one.table, key_order(one.key))) + [
        Committed(table, key, digests[table].get(key, ""))
        for table, keys in sorted(by_table.items())
        for key in sorted(keys, key=key_order)
    ]


def note(table: str, keys: Iterable[str], token: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Have the verb that holds the pen commit to rows that it did not change."""
    with connections[using].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO store_journalline (table_name, row_key, operation, token, before)"
            " VALUES (%s, %s, 'adopt', %s, '')",
            [(table, key, token) for key in keys],
        )


def drop_lines(table: str, using: str = DEFAULT_DB_ALIAS) -> int:
    """Take away the lines of a table that no verb claims. Returns their number, which the entry must say."""
    with connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM store_journalline WHERE table_name = %s AND token = ''", [table])
        return int(cursor.rowcount)


def digest_of_commitments(committed: Iterable[tuple[str, str, str]]) -> str:
    """What the hash of an entry covers: SHA-256 over the canonical JSON of its (table, key, digest); '' for none."""
    listed = list(committed)
    return digest_of(canonical_json(listed)) if listed else ""


_TAKE = {
    "sqlite": "INSERT OR REPLACE INTO store_pen (id, token) VALUES (1, %s)",
    "postgresql": "SELECT set_config('kizuki.verb', %s, true)",
}
_TOUCHED = "DELETE FROM store_journalline WHERE token = %s RETURNING id, table_name, row_key, operation, before"
_LAY_DOWN = {
    "sqlite": "DELETE FROM store_pen",
    "postgresql": "SELECT set_config('kizuki.verb', '', true)",
}
