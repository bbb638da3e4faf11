"""Writing many rows at once, without a model for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from kizuki.store.record.canonical import canonical_json

_ROWS_OF_A_STATEMENT = 500


def chosen(query: str, asked: Sequence[str] | Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of a query of our own in which `{asked}` asks a column to be one of these values.

    It is one statement whose text is the same for any number of values: Django looks at each of them, and writes a
    statement anew for each number.
    """
    if not asked:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(query.format(asked="IN (SELECT value FROM json_each(%s))"), [canonical_json(list(asked))])
        else:
            cursor.execute(query.format(asked="= ANY(%s)"), [list(asked)])
        return list(cursor.fetchall())


def insert(
    table: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, stands: bool = False
) -> None:
    """Insert rows of these columns inside the transaction that is open; with `stands` a row that is kept already
    stays as it is."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(["%s"] * len(columns))
    tail = " ON CONFLICT DO NOTHING" if stands else ""
    statement = f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({places}){tail}'  # noqa: S608 our own names
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(statement, rows)
        elif stands:
            # One statement for some hundred rows: a statement a row is a round trip a row.
            for start in range(0, len(rows), _ROWS_OF_A_STATEMENT):
                part = rows[start : start + _ROWS_OF_A_STATEMENT]
                many = statement.replace(f"({places})", ", ".join([f"({places})"] * len(part)))
                cursor.execute(many, [value for row in part for value in row])
        else:
            with cursor.copy(f'COPY "{table._meta.db_table}" ({names}) FROM STDIN') as copied:
                for row in rows:
                    copied.write_row(row)
