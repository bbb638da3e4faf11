"""What may stand in the database: our tables, Django's and the queue's, their triggers and functions, nothing else."""

from __future__ import annotations

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit import postgresql_triggers, sqlite_triggers
from kizuki.store.audit.definitions import acting_definitions
from kizuki.store.work.tables import queue_objects


def foreign_objects(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Kind and name of every table, view, trigger, rule, function and policy that is not ours, by name, and of what the
    definition of a table of ours does beyond its model.

    Objects of an extension of PostgreSQL are its own; whoever may install one may do anything.
    """
    connection = connections[using]
    statement = _ON_SQLITE if connection.vendor == "sqlite" else _ON_POSTGRESQL
    with connection.cursor() as cursor:
        cursor.execute(statement)
        standing = {(str(kind), str(name)) for kind, name in cursor.fetchall()}
    foreign = [f"{kind} {name}" for kind, name in sorted(standing - _ours(connection.vendor, using))]
    return foreign + acting_definitions(using)


def _ours(vendor: str, using: str) -> set[tuple[str, str]]:
    models = apps.get_models(include_auto_created=True)
    found = {("table", model._meta.db_table) for model in models} | {("table", "django_migrations")}
    if vendor == "sqlite":
        return found | {("trigger", name) for name in sqlite_triggers.trigger_texts()}
    for trigger in postgresql_triggers.triggers():
        found |= {("trigger", f"{trigger.table}.{trigger.name}"), ("function", trigger.function)}
    return found | queue_objects(using)


_ON_SQLITE = """
SELECT type, name FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
UNION ALL SELECT type, name FROM sqlite_temp_master WHERE type IN ('trigger', 'view')
"""

_ON_POSTGRESQL = """
WITH foreign_to_system AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname NOT IN ('pg_catalog', 'information_schema')
    AND nspname NOT LIKE 'pg\\_toast%' AND nspname NOT LIKE 'pg\\_temp%'
), of_extensions AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
)
SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END,
       CASE nspname WHEN current_schema() THEN '' ELSE nspname || '.' END || relname
FROM pg_class JOIN foreign_to_system ON foreign_to_system.oid = relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
  AND NOT EXISTS (SELECT 1 FROM of_extensions WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid)
UNION ALL
SELECT 'trigger', relname || '.' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT 'rule', relname || '.' || rulename FROM pg_rewrite
JOIN pg_class ON pg_class.oid = ev_class JOIN foreign_to_system ON foreign_to_system.oid = relnamespace
WHERE rulename <> '_RETURN'
UNION ALL
SELECT 'function', proname FROM pg_proc JOIN foreign_to_system ON foreign_to_system.oid = pronamespace
WHERE NOT EXISTS (SELECT 1 FROM of_extensions WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid)
UNION ALL
SELECT 'policy', relname || '.' || polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
UNION ALL
SELECT 'event_trigger', evtname FROM pg_event_trigger
"""
