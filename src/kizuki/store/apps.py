"""How Django knows the record."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from kizuki.store.record.arrays import quicken_lists


class StoreConfig(AppConfig):
    """The one application that has tables of its own."""

    name = "kizuki.store"
    label = "store"
    verbose_name = "Kizuki: the record"

    def ready(self) -> None:
        """Triggers come back after every migration, since SQLite loses them whenever Django rebuilds a table; the tables
        of the queue come to the release that is installed. Columns of codes refuse words. No first key is made where a
        text needs another one."""
        from kizuki.store.record.coded import hold_codes
        from kizuki.store.sealing.columns import require_nothing_sealed
        from kizuki.store.sealing.keys import require_nothing_sealed as required

        if require_nothing_sealed not in required:
            required.append(require_nothing_sealed)
        hold_codes()
        connection_created.connect(quicken_lists, dispatch_uid="kizuki.store.lists")
        pre_migrate.connect(_make_way, sender=self, dispatch_uid="kizuki.store.triggers_before")
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="kizuki.store.triggers")
        checks.register(checks.Tags.database)(_triggers_stand)


def _make_way(*, using: str, plan: Sequence[Any] = (), **_signal: Any) -> None:
    from kizuki.store.audit.triggers import make_way_for_migrations

    if plan:
        make_way_for_migrations(using)


def _install_triggers(*, using: str, **_signal: Any) -> None:
    from kizuki.store.audit.triggers import install_triggers
    from kizuki.store.work.tables import install_queue

    install_triggers(using)
    install_queue(using)


def _triggers_stand(*, databases: Sequence[str] | None = None, **_check: Any) -> list[checks.CheckMessage]:
    from kizuki.store.audit.triggers import missing_triggers, tables_exist

    return [
        checks.Error(fault, id="store.E001", hint="run: kizuki audit verify")
        for alias in databases or ()
        if tables_exist(alias)
        for fault in missing_triggers(alias)
    ]
