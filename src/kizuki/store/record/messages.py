"""Several statements to the database in one message: who waits for each answer holds the chain longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Statement = tuple[str, Sequence[Any]]
"""SQL of our own with its values."""


def in_one_message(statements: Sequence[Statement], using: str = DEFAULT_DB_ALIAS) -> list[list[tuple[Any, ...]]]:
    """Run them in their order; gives the rows of each, none where it has no result.

    On PostgreSQL they go in one message, since what a verb waits for is mostly the way there and back. Each still sees
    what is there when it begins itself, as if it had come alone. SQLite has no way to go.
    """
    if not statements:
        return []
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [_rows_of(cursor, *one) for one in statements]
        together = "; ".join(sql for sql, _ in statements)
        found = [_rows_of(cursor, together, [value for _, values in statements for value in values])]
        while cursor.nextset():
            found.append(cursor.fetchall() if cursor.description else [])
        return found


def _rows_of(cursor: Any, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    cursor.execute(sql, values)
    return list(cursor.fetchall()) if cursor.description else []
