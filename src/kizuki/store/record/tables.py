"""The tables of this version: made at once in an empty database, migration by migration in one that has some."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kizuki.store.audit.triggers import install_triggers
from kizuki.store.work.tables import install_queue


def make_tables(using: str = DEFAULT_DB_ALIAS) -> None:
    """Bring the tables to this version, with their triggers.

    Forty migrations that alter a hundred tables take many times as long as making what they come to; an empty database
    has no rows that they would change. `tests/store/test_tables.py` proves that both ways end at the same.
    """
    connection = connections[using]
    if connection.introspection.table_names():
        call_command("migrate", database=using, verbosity=0, interactive=False)
    else:
        _make_at_once(connection)


def _make_at_once(connection: BaseDatabaseWrapper) -> None:
    loader = MigrationLoader(connection)
    # As the migrations describe the tables, never as the models do that run.
    models = loader.project_state().apps.get_models()
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in loader.disk_migrations:
            recorder.record_applied(app, name)
        # In the same transaction: whoever is cut off here leaves an empty database, never one without its guards.
        install_triggers(connection.alias)
        install_queue(connection.alias)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
