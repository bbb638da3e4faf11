"""Every column of the record that keeps sealed texts, and its rows as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.models.sealed_text import SealedTextField


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed texts: `row` are the columns that name a row, `commitment` the one beside the text."""

    table: str
    column: str
    row: tuple[str, ...]
    commitment: str


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One sealed text as it stands: the id of its row, the name it is bound to, and the digest beside it."""

    id: int
    place: str
    sealed: str
    commitment: str


def sealed_columns(using: str = DEFAULT_DB_ALIAS) -> tuple[SealedColumn, ...]:
    """The columns that stand in this database: one that is not brought up to date yet lacks some."""
    found = [
        SealedColumn(model._meta.db_table, field.column, field.row, field.commitment)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField)
    ]
    introspection = connections[using].introspection
    with connections[using].cursor() as cursor:
        standing = {
            table: {row.name for row in introspection.get_table_description(cursor, table)}
            for table in introspection.table_names(cursor)
            if table in {column.table for column in found}
        }
    return tuple(
        column
        for column in found
        if {column.column, column.commitment, *column.row} <= standing.get(column.table, set())
    )


def sealed_rows(
    column: SealedColumn, *, other_than: str = "", after: int = 0, limit: int = 0, using: str = DEFAULT_DB_ALIAS
) -> Iterator[SealedRow]:
    """The texts of a column that are not erased, by id; `other_than` leaves out those that begin so."""
    named = ", ".join(column.row)
    most = f" LIMIT {int(limit)}" if limit else ""
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT id, {column.column}, {column.commitment}, {named} FROM {column.table} WHERE id > %s"  # noqa: S608 ours
            f" AND {column.column} <> '' AND substr({column.column}, 1, %s) <> %s ORDER BY id{most}",
            [after, len(other_than) or 1, other_than or "\x01"],
        )
        while rows := cursor.fetchmany(1_000):
            for pk, sealed, commitment, *values in rows:
                yield SealedRow(pk, place_of(column, values), sealed, commitment)


def place_of(column: SealedColumn, values: list[object]) -> str:
    """The name that a text is bound to: its column and what names its row."""
    return "|".join((f"{column.table}.{column.column}", *map(str, values)))
