"""Copying a whole record from one database into another, row by row, past models and verbs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from kizuki.store.audit.triggers import install_triggers, remove_triggers
from kizuki.store.work.tables import is_queue

COPY = "copy"
"""The alias under which a file beside the record is opened."""
NOT_COPIED = frozenset({"django_session"})
"""Who is signed in is no part of the record."""
_ROWS_AT_A_TIME = 1_000


@contextmanager
def opened(file: Path) -> Iterator[str]:
    """Open a SQLite file beside the record for the time of the block; gives its alias."""
    described = {
        **connections.settings[DEFAULT_DB_ALIAS],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Nothing is lost where the power fails: the file is no record before it is synchronised and named.
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; "
            "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        },
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
    }
    connections.settings[COPY] = described
    try:
        yield COPY
    finally:
        connections[COPY].close()
        del connections[COPY]
        del connections.settings[COPY]


def copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online backup: the file as it stood at one moment, while others go on writing."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as kept,
        closing(sqlite3.connect(target)) as copy,
    ):
        kept.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA secure_delete = ON")
        for table in NOT_COPIED:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 ours
        copy.commit()


def tables_of(using: str) -> list[str]:
    """Every table with rows of the record, by name."""
    names = connections[using].introspection.table_names()
    return sorted(name for name in names if name not in NOT_COPIED and not is_queue(name))


def counts_of(using: str) -> dict[str, int]:
    """How many rows each table has."""
    counts: dict[str, int] = {}
    with connections[using].cursor() as cursor:
        for table in tables_of(using):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 names of the schema
            counts[table] = cursor.fetchone()[0]
    return counts


def copy_rows(source: str, target: str) -> None:
    """Fill the tables of `target`, which has the same schema, with the rows of `source`; its guards stand again after.

    All or nothing: it is one transaction, however long, into a database that nobody works in yet.
    """
    connection = connections[target]
    with connection.constraint_checks_disabled(), transaction.atomic(using=target):
        # What guards rows against change would ask about each of them; what they kept is verified as a whole.
        remove_triggers(target)
        tables = tables_of(source)
        with connection.cursor() as cursor:
            for table in tables_of(target):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 names of the schema
        for table in tables:
            columns, rows = _rows(source, table)
            _load(target, table, columns, rows)
        # PostgreSQL alters no table whose rows still wait for the check of their foreign keys.
        connection.check_constraints()
        install_triggers(target)
        _count_on(target)


def _rows(using: str, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    connection = connections[using]
    with connection.cursor() as cursor:
        # Of the cursor, not of Django's introspection: that reads the SQL of a table and stumbles over some constraints.
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 names of the schema
        columns = [column[0] for column in cursor.description]
    key = "seq" if table == "store_auditentry" else columns[0]

    def fetched() -> Iterator[tuple[Any, ...]]:
        named = ", ".join(f'"{column}"' for column in columns)
        with connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT {named} FROM {table} ORDER BY "{key}"')  # noqa: S608 names of the schema
            while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
                yield from rows

    return columns, fetched()


def _load(using: str, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    connection = connections[using]
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            instants = _instants(cursor, table)
            at = [index for index, column in enumerate(columns) if column in instants]
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(_with_zone(row, at))
            return
        places = ", ".join("%s" for _ in columns)
        cursor.executemany(
            f"INSERT INTO {table} ({named}) VALUES ({places})",  # noqa: S608 names of the schema
            # It takes them as they come.
            cast(Sequence[tuple[Any, ...]], (tuple(map(_for_sqlite, row)) for row in rows)),
        )


def _for_sqlite(value: Any) -> Any:
    """A value of PostgreSQL as Django keeps it in SQLite: instants in UTC without a zone."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return bytes(value) if isinstance(value, memoryview) else value


def _instants(cursor: Any, table: str) -> set[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND data_type = 'timestamp with time zone'",
        [table],
    )
    return {row[0] for row in cursor.fetchall()}


def _with_zone(row: tuple[Any, ...], at: list[int]) -> list[Any]:
    values = list(row)
    for index in at:
        if values[index] is not None:
            values[index] = f"{values[index]}+00"
    return values


def _count_on(using: str) -> None:
    """PostgreSQL: every sequence goes on after the highest id."""
    from django.apps import apps

    connection = connections[using]
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
