"""Writing many rows at once, without a model for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


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
        cursor.executemany(statement, rows)
