"""Installing the triggers that guard the record, and finding the ones that are missing or altered."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kizuki.store.audit import postgresql_triggers, sqlite_triggers
from kizuki.store.audit.guards import CHAIN_TABLE, guards
from kizuki.store.audit.journaled import JOURNAL
from kizuki.store.duties import Chain, declared


def install_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger in place whose table exists; those that stand as they must are left alone."""
    if missing_triggers(using):
        _install(using)


def make_way_for_migrations(using: str = DEFAULT_DB_ALIAS) -> None:
    """Have triggers that speak of columns stand back until the migrations that follow have run; changes are noted all
    the same."""
    if tables_exist(using):
        _install(using, migrating=True)


def _install(using: str, *, migrating: bool = False) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    migrating = migrating or not _all_columns_stand(connection, tables)
    # In one transaction: hundreds of statements, and a disk that is waited for once.
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in _statements(connection, tables, migrating=migrating):
            cursor.execute(statement)


def _all_columns_stand(connection: BaseDatabaseWrapper, tables: set[str]) -> bool:
    """Whether every column is there that the digest of a row of evidence is taken of: an earlier migration lacks some."""
    models = [apps.get_model("store", "JournalLine"), *(model for model, _ in declared(Chain.EVIDENCE))]
    with connection.cursor() as cursor:
        return all(
            model._meta.db_table in tables
            and {one.column for one in model._meta.concrete_fields} <= _columns(cursor, model._meta.db_table)
            for model in models
        )


def _columns(cursor: Any, table: str) -> set[str]:
    # Of the cursor, not of Django's introspection: that reads the SQL of a table and stumbles over some constraints.
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 names of ours
    return {str(column[0]) for column in cursor.description}


def remove_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take every trigger away: for a test that empties the tables, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in sqlite_triggers.trigger_texts():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for trigger in postgresql_triggers.triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that are absent, altered or switched off, in the order of their definition."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        return _missing_on_sqlite(connection)
    return _missing_on_postgresql(connection)


def tables_exist(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the record has been prepared in this database at all."""
    return CHAIN_TABLE in connections[using].introspection.table_names()


def _statements(connection: BaseDatabaseWrapper, tables: set[str], *, migrating: bool) -> list[str]:
    """For the tables that stand, with the columns that their guards speak of: an earlier migration lacks some."""
    tables -= _tables_of_later_columns(connection, tables)
    found: list[str] = []
    if connection.vendor == "sqlite":
        for name, (table, text) in sqlite_triggers.trigger_texts(migrating=migrating).items():
            if table in tables and (JOURNAL in tables or JOURNAL not in text):
                found += [f"DROP TRIGGER IF EXISTS {name}", text]
    else:
        for trigger in postgresql_triggers.triggers(migrating=migrating):
            if trigger.table in tables and (JOURNAL in tables or JOURNAL not in trigger.source):
                found += trigger.statements
    return found


def _tables_of_later_columns(connection: BaseDatabaseWrapper, tables: set[str]) -> set[str]:
    later: set[str] = set()
    for guard in guards():
        if guard.table not in tables:
            continue
        with connection.cursor() as cursor:
            columns = {row.name for row in connection.introspection.get_table_description(cursor, guard.table)}
        spoken = set(re.findall(r"(?:NEW|OLD)\.(\w+)", guard.what.update_refused_when)) | set(sum(guard.keys, ()))
        if not spoken <= columns:
            later.add(guard.table)
    return later


def _missing_on_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = {name: (table, text) for name, table, text in cursor.fetchall()}
    return [name for name, wanted in sqlite_triggers.trigger_texts().items() if standing.get(name) != wanted]


_POSTGRESQL_STANDING = """
SELECT tgname, tgtype, tgenabled, tgqual IS NULL AND tgattr = ''::int2vector AND tgnargs = 0,
       proname, prosrc
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND tgrelid = to_regclass(%s)
"""


def _missing_on_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    wanted = postgresql_triggers.triggers()
    standing: dict[str, tuple[object, ...]] = {}
    with connection.cursor() as cursor:
        for table in dict.fromkeys(trigger.table for trigger in wanted):
            cursor.execute(_POSTGRESQL_STANDING, [table])
            standing.update({f"{table}.{row[0]}": row[1:] for row in cursor.fetchall()})
    return [
        trigger.name
        for trigger in wanted
        if standing.get(f"{trigger.table}.{trigger.name}")
        != (trigger.kind, "A", True, trigger.function, trigger.source)
    ]
