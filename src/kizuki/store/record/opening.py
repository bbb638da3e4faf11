"""Opening the record: from the name of a database to one that is prepared, guarded and not from the future."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlparse

import django

from kizuki.core.refusal import Refused
from kizuki.store.record.private import make_private, tighten


def open_record() -> None:
    """Let Django read DATABASE_URL. `Refused` where it names no database; nothing is connected to yet.

    Files of the record that others may read are closed to them.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuki.settings")
    django.setup()
    _tighten()


def open_existing_record() -> None:
    """Open the record of this version without requiring its triggers: `audit verify` names the missing ones."""
    open_record()
    _require_tables()
    _require_the_true_clock()


def prepare_record(tell: Callable[[str], None] = lambda _line: None, *, sample: bool = False) -> None:
    """Create the database file where it is missing, bring the tables to this version, put the triggers in place.

    `tell` is given one line for each step that was taken; `sample` says that an empty record becomes the sample's.
    Raises `Refused` where the database cannot be reached or was prepared by a newer version of the program.
    """
    from django.db import connection

    from kizuki.store.record.tables import make_tables
    from kizuki.store.work.tables import install_queue

    if connection.vendor == "sqlite":
        _make_folder(database_file())
    pending = _pending_migrations()
    if pending:
        tell(f"preparing the database ({len(pending)} steps)")
        make_tables()
    install_queue()
    require_prepared(sample=sample)


def require_prepared(*, sample: bool = False) -> None:
    """Raise `Refused` unless the tables are those of this version and every trigger stands as it must."""
    from kizuki.store.audit.triggers import missing_triggers

    _require_tables()
    _require_the_true_clock(sample)
    altered = missing_triggers()
    if altered:
        raise Refused("database", f"the trigger {altered[0]} is missing or altered; run: kizuki audit verify")


def database_file() -> Path:
    """The file of a SQLite record, whether it is opened for writing or (`file:…?mode=ro`) for reading only."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    return Path(unquote(urlparse(name).path)) if name.startswith("file:") else Path(name)


def _require_tables() -> None:
    from django.db import connection

    if connection.vendor == "sqlite" and not database_file().is_file():
        raise Refused("DATABASE_URL", f"{database_file()}: no such file; kizuki sample creates it")
    pending = _pending_migrations()
    if pending:
        raise Refused(
            "database", f"is not prepared for this version ({pending[0]}); kizuki sample or run prepares it"
        )
    from kizuki.store.work.tables import queue_stands

    if not queue_stands():
        raise Refused("database", "is not prepared for this version (queue); kizuki sample or run prepares it")


def _require_the_true_clock(sample: bool = False) -> None:
    """A shifted clock is for demonstrations: a record whose first entry is not the sample's is never opened with one."""
    from kizuki.store.models import AuditEntry
    from kizuki.store.record import clock

    if not clock.shift():
        return
    first = AuditEntry.objects.order_by("seq").values_list("actor", flat=True).first()
    if first != "program:sample" and not (sample and first is None):
        raise Refused("KIZUKI_CLOCK_SHIFT", "moves the clock of a record that is not the sample's: unset it")


def _tighten() -> None:
    from django.conf import settings
    from django.db import connection

    named = Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
    tighten(named, Path(settings.VAR))


def _make_folder(database: Path) -> None:
    try:
        make_private(database)
    except OSError as fault:
        raise Refused("DATABASE_URL", f"{database.parent}: {(fault.strerror or str(fault)).lower()}") from None


def _pending_migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.utils import DatabaseError

    try:
        connection.ensure_connection()
        loader = MigrationLoader(connection)
    except DatabaseError as fault:
        raise Refused("DATABASE_URL", f"the database cannot be opened: {fault}") from None
    applied = set(loader.applied_migrations or ())
    newer = sorted(name for app, name in applied if app == "store" and ("store", name) not in loader.disk_migrations)
    if newer:
        raise Refused("database", f"was prepared by a newer version of Kizuki ({newer[-1]})")
    return [f"{app} {name}" for app, name in sorted(set(loader.disk_migrations) - applied)]
