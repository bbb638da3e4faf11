"""Leaving nothing of what was sealed or erased in the free pages of the database."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.sealing.columns import sealed_columns


def scrub(using: str = DEFAULT_DB_ALIAS, *, also: Iterable[str] = ()) -> None:
    """Write the database anew without its free pages and its log; inside a transaction it does nothing.

    PostgreSQL writes the tables with sealed columns anew, and those named in `also`; its log and copies of the server
    keep what they had until they are recycled. SQLite needs room for the database once more while it runs.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in sorted({*also, *(column.table for column in sealed_columns(using))}):
            cursor.execute(f"VACUUM FULL {table}")
