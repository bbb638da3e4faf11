"""Writing many rows at once, without a model for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from kizuki.store.record.canonical import canonical_json


def chosen(query: str, asked: Sequence[str] | Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of a query of our own in which `{asked}` asks a column to be one of these values.

    It is one statement with one value, whatever number is asked for: Django and its driver look at each value of a
    statement, and write one anew for each number.
    """
    if not asked:
        return []
    if connection.vendor == "sqlite":
        one_of = "IN (SELECT value FROM json_each(%s))"
    else:
        kind = "text" if isinstance(asked[0], str) else "bigint"
        one_of = f"= ANY(ARRAY(SELECT value::{kind} FROM json_array_elements_text(%s)))"  # noqa: S608 our own names
    with connection.cursor() as cursor:
        cursor.execute(query.format(asked=one_of), [canonical_json(list(asked))])
        return list(cursor.fetchall())


def insert(
    table: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]], *, stands: bool = False
) -> None:
    """Insert rows of these columns inside the transaction that is open; with `stands` a row that is kept already
    stays as it is, and the values are those that JSON has. Rows that are made as they are taken need no memory."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    into = f'"{table._meta.db_table}" ({names})'
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places, tail = ", ".join(["%s"] * len(columns)), " ON CONFLICT DO NOTHING" if stands else ""
            statement = f"INSERT INTO {into} VALUES ({places}){tail}"  # noqa: S608 our own names
            # SQLite takes rows one by one; Django's stubs want all of them.
            cursor.executemany(statement, rows)  # type: ignore[arg-type]
        elif stands:
            # COPY knows no conflict, and to write thousands of values into a statement costs more than to keep them.
            told = canonical_json([dict(zip(columns, row, strict=True)) for row in rows])
            cursor.execute(_unless_it_stands(table, into, columns), [told])
        else:
            types, copy = _types(table), f"COPY {into} FROM STDIN (FORMAT BINARY)"
            with connection.wrap_database_errors, cursor.copy(copy) as copied:
                copied.set_types([types[name] for name in columns])
                for row in rows:
                    copied.write_row(row)


def _unless_it_stands(table: type[Model], into: str, columns: Sequence[str]) -> str:
    types = _types(table)
    shape = ", ".join(f'"{name}" {types[name]}' for name in columns)
    return f"INSERT INTO {into} SELECT * FROM json_to_recordset(%s) AS told({shape}) ON CONFLICT DO NOTHING"  # noqa: S608


def _types(table: type[Model]) -> dict[str, str]:
    """The type of each column; without its length, so that what is too long is refused by the column and never cut."""
    return {
        str(field.column): str(field.db_type(connection)).partition("(")[0] for field in table._meta.concrete_fields
    }
