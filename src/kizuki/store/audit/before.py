"""How a row stood before a verb touched it, held against what the chain had last committed to.

The triggers of the journal write down how a row stands when a verb changes it or takes it out. A row that somebody
altered past the program, with triggers off, would otherwise stand as any other once a verb has written it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit.of_before import awaits_commitments
from kizuki.store.audit.rows import RowReader, readers
from kizuki.store.audit.unreadable import text_of
from kizuki.store.record.messages import Statement, in_one_message

BEFORE = "before:"
"""What stands before the name of a table where an entry says how it found a row that was not as committed to: such a
line stays a fault, whatever is written later."""

_KEYS_AT_A_TIME = 500
_LITERAL = re.compile(r"NULL|X'([0-9A-F]*)'|text ([0-9A-F]*)|([^,]+)")

Line = tuple[int, str, str, str, str]
"""Number, table, key, operation and `before` of a line of the journal."""


def tables_before(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What an entry calls tables of evidence where it says how it found a row of theirs."""
    return [BEFORE + table for table in readers(connections[using].vendor)]


def before_on_sqlite(reader: RowReader) -> str:
    """SQL by which a trigger writes down the columns of OLD that the digest of its row is taken of. Texts go byte by
    byte: `quote` ends one at a zero byte, and what is not UTF-8 no line of the journal could be read with."""
    return "||','||".join(
        f"CASE typeof({one.of_old}) WHEN 'text' THEN 'text '||hex({one.of_old}) ELSE quote({one.of_old}) END"
        for one in reader.columns
    )


def altered_before(lines: Iterable[Line], using: str = DEFAULT_DB_ALIAS) -> list[tuple[str, str, str]]:
    """Table, key and digest (as it was found, '' where it was gone) of every row that a verb touched and that did not
    stand as the newest entry had committed to; a row that a verb put in first stood nowhere before."""
    found = _first_seen(lines)
    if not found:
        return []
    digests = _digests(found, using)
    asked = [(table, one) for table, keys in found.items() for one in _newest(table, list(keys))]
    committed: dict[str, dict[str, str]] = {table: {} for table in found}
    for (table, _), rows in zip(asked, in_one_message([one for _, one in asked], using), strict=True):
        committed[table] |= dict(rows)
    altered = [
        (table, key, digests[table].get(key, ""))
        for table, keys in found.items()
        for key in keys
        if digests[table].get(key, "") != (committed[table].get(key) or "")
    ]
    if altered and awaits_commitments(using):
        # Rows of before stand without commitment until the record has been brought up to date.
        return [one for one in altered if committed[one[0]].get(one[1]) is not None]
    return altered


def _first_seen(lines: Iterable[Line]) -> dict[str, dict[str, str]]:
    """How each row stood when its verb touched it first, by table and key; '' for one that was not there.

    While migrations run, triggers do not say how a row stood that is changed: nothing is known of it, so nothing is said.
    """
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for _, table, key, operation, before in sorted(lines):
        if operation != "adopt":
            seen.setdefault((table, key), (operation, before))
    found: dict[str, dict[str, str]] = {}
    for (table, key), (operation, before) in seen.items():
        if before or operation == "insert":
            found.setdefault(table, {})[key] = before
    return found


def _digests(found: Mapping[str, Mapping[str, str]], using: str) -> dict[str, dict[str, str]]:
    """What each row stood as, by table and key; one that was not there is not in it."""
    vendor = connections[using].vendor
    known = readers(vendor)
    written = {table: {key: one for key, one in keys.items() if one} for table, keys in found.items()}
    if vendor == "sqlite":
        return {
            table: {key: known[table].digest(list(_values(one))) for key, one in keys.items()}
            for table, keys in written.items()
        }
    asked = [(table, _composed(known[table], list(keys.values()))) for table, keys in written.items() if keys]
    digests: dict[str, dict[str, str]] = {table: {} for table in found}
    for (table, _), rows in zip(asked, in_one_message([one for _, one in asked], using), strict=True):
        digests[table] |= known[table].digests(rows)
    return digests


def _composed(reader: RowReader, rows: Sequence[str]) -> Statement:
    """PostgreSQL reads a row of a table back from the text that it made of it; OFFSET keeps it from doing so once for
    each column."""
    made = f'(SELECT one::"{reader.table}" AS row FROM unnest(%s::text[]) AS given(one) OFFSET 0) AS made'  # noqa: S608 ours
    return reader.select_from(f"(SELECT (made.row).* FROM {made}) AS kept"), [list(rows)]  # noqa: S608 ours


def _values(written: str) -> Iterator[Any]:
    """The values that a trigger of SQLite wrote, with commas between them."""
    at = 0
    while at < len(written):
        match = _LITERAL.match(written, at)
        if match is None:
            raise ValueError("a line of the journal holds what no trigger of ours writes")
        bytes_, text, number = match.groups()
        if bytes_ is not None:
            yield bytes.fromhex(bytes_)
        elif text is not None:
            yield text_of(bytes.fromhex(text))
        else:
            yield None if number is None else _number(number)
        at = match.end() + 1


def _number(written: str) -> int | float:
    return int(written) if re.fullmatch(r"-?\d+", written) else float(written)


def _newest(table: str, keys: Sequence[str]) -> Iterator[Statement]:
    """What asks for the digest that the newest entry committed to, for each of these rows that any did."""
    for first in range(0, len(keys), _KEYS_AT_A_TIME):
        some = keys[first : first + _KEYS_AT_A_TIME]
        listed = ", ".join(["(%s)"] * len(some))
        yield (
            f"WITH given (row_key) AS (VALUES {listed})"  # noqa: S608 places only
            " SELECT given.row_key, (SELECT digest FROM store_commitment AS made WHERE made.table_name = %s"
            " AND length(made.row_key) = length(given.row_key) AND made.row_key = given.row_key"
            " ORDER BY entry_id DESC LIMIT 1) FROM given",
            [*some, table],
        )
