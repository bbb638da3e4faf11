"""Making a backup while the record is in use, and verifying it before it is called one."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder

from kizuki import __version__
from kizuki.core.refusal import Refused
from kizuki.store.audit.snapshot import snapshot
from kizuki.store.audit.verifying import Verification, verify_record
from kizuki.store.backup.archive import DATABASE, FORMAT, Manifest, digest_of_file, room_beside, write_archive
from kizuki.store.backup.copying import copy_rows, copy_sqlite, counts_of, opened
from kizuki.store.record import clock
from kizuki.store.record.opening import database_file
from kizuki.store.record.tables import make_tables
from kizuki.store.record.upkeep import note_upkeep
from kizuki.store.sealing.columns import sealed_columns, sealed_rows
from kizuki.store.sealing.texts import key_of
from kizuki.store.work.jobs import copy_jobs


def make_backup(path: Path) -> tuple[Manifest, Verification]:
    """Write the record as it stands at one moment into a new file. Returns what the archive says of itself, and what
    verifying the copy found: rows at most that had been altered before an entry wrote them.

    The copy is opened and its chain, triggers, documents and texts verified first: `Refused` names the first fault,
    as where the file exists, the folder cannot be written or the disk is full; nothing is left behind then. The keys
    of the texts are not in it.
    """
    if path.exists():
        raise Refused("", "exists already: a backup never replaces another", file=str(path))
    try:
        with tempfile.TemporaryDirectory(prefix=".kizuki-backup-", dir=path.parent) as folder:
            copy = Path(folder) / DATABASE
            _copy(path, copy)
            with opened(copy) as using:
                verification = verify_record(using)
                content = _content(using, verification)
            for fault in verification.standing()[:1]:
                raise Refused("", f"the copy is not intact, so it is no backup: {fault.said('en')}", file=str(path))
            manifest = replace(content, size=copy.stat().st_size, sha256=digest_of_file(copy))
            write_archive(path, copy, manifest)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(path)) from None
    except (sqlite3.Error, DatabaseError) as fault:
        raise Refused("", f"the copy could not be made: {fault}", file=str(path)) from None
    if verification.intact:
        note_upkeep("chain_verified", clock.now())
    note_upkeep("backup_made", clock.now())
    return manifest, verification


def _copy(path: Path, copy: Path) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        source = database_file()
        room_beside(path, source.stat().st_size)
        copy_sqlite(source, copy)
        return
    with opened(copy) as using:
        make_tables(using)
        with snapshot():
            copy_rows(DEFAULT_DB_ALIAS, using)
            copy_jobs(using, clock.now())


def _content(using: str, verification: Verification) -> Manifest:
    """What the copy holds; the size and digest of its file are known when it is closed."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    texts = (row.kept for column in sealed_columns(using) for row in sealed_rows(column, using=using) if row.sealed)
    return Manifest(
        format=FORMAT,
        version=__version__,
        made_at=clock.now().isoformat(timespec="seconds"),
        made_from=connections[DEFAULT_DB_ALIAS].vendor,
        migrations=tuple(sorted(f"{app} {name}" for app, name in applied)),
        entries=verification.entries,
        head=verification.head,
        tables=counts_of(using),
        keys=tuple(sorted({key_of(text) for text in texts})),
        size=0,
        sha256="",
    )
