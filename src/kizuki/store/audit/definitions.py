"""What the definition of a table of ours may do by itself: nothing. No key changes or deletes other rows, no clause
replaces one, no column is computed, and none stands that no model declares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.fields import NOT_PROVIDED

_ACTING = re.compile(r"\bON\s+CONFLICT\b|\bGENERATED\b|\bAS\s*\(", re.IGNORECASE)
"""Clauses of SQLite by which a table rewrites what is put into it, or computes what is read; Django writes none."""


def acting_definitions(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Kind and place of every part of a definition that no model declares and that changes what the program keeps or
    reads: a verb would commit to what such a part does while it runs."""
    connection = connections[using]
    asked = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    with connection.cursor() as cursor:
        return sorted(set(asked(cursor, _columns())))


def _columns() -> Mapping[str, Mapping[str, Any]]:
    """The fields of every table that a model declares, by column."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: {str(one.column): one for one in model._meta.concrete_fields} for model in models}


def _on_sqlite(cursor: Any, ours: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    for table, definition in cursor.fetchall():
        if table in ours and (found := _ACTING.search(re.sub(r"'[^']*'|\"[^\"]*\"", "", definition))):
            yield f"clause {table} {found[0].upper()}"
    cursor.execute(
        "SELECT one.name, info.name, info.hidden FROM sqlite_master AS one, pragma_table_xinfo(one.name) AS info"
        " WHERE one.type = 'table'"
    )
    for table, column, hidden in cursor.fetchall():
        if table in ours and (hidden or column not in ours[table]):
            yield f"column {table}.{column}"
    cursor.execute(
        'SELECT one.name, named."from", on_update, on_delete FROM sqlite_master AS one,'
        " pragma_foreign_key_list(one.name) AS named WHERE one.type = 'table'"
        " AND (on_update <> 'NO ACTION' OR on_delete <> 'NO ACTION')"
    )
    yield from (f"key {table}.{column}" for table, column, *_ in cursor.fetchall() if table in ours)


def _on_postgresql(cursor: Any, ours: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    cursor.execute(_COLUMNS)
    for table, column, computed, default in cursor.fetchall():
        if table not in ours:
            continue
        field = ours[table].get(column)
        if field is None or computed or (default and field.db_default is NOT_PROVIDED):
            yield f"column {table}.{column}"
    cursor.execute(_KEYS)
    yield from (f"key {table}.{name}" for table, name in cursor.fetchall() if table in ours)


_COLUMNS = """
SELECT relname, attname, attgenerated <> '', atthasdef
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = current_schema() AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""

_KEYS = """
SELECT relname, conname
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = current_schema() AND contype = 'f' AND (confupdtype <> 'a' OR confdeltype <> 'a')
"""
