"""Restoring a backup into a database that holds nothing yet."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

from kizuki.core.refusal import Refused
from kizuki.store.audit.sqlite_triggers import PREFIX
from kizuki.store.audit.verifying import CLEAR, Verification, verify_record
from kizuki.store.backup.archive import DATABASE, Manifest, extract_database, read_manifest
from kizuki.store.backup.copying import copy_rows, counts_of, opened
from kizuki.store.record.signing import own_signer
from kizuki.store.record.tables import make_tables

_OURS = re.compile(PREFIX + r"[a-z_0-9]+")
_KEY_MISSING = "record.audit.text_key_missing"


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now: `keys_missing` are keys that texts were sealed under and that are not at hand."""

    manifest: Manifest
    verification: Verification
    keys_missing: tuple[str, ...]


def restore_backup(path: Path, *, signers: Collection[str] = (), unsigned: bool = False) -> Restored:
    """Put the record of an archive into the database that DATABASE_URL names: a new file, or an empty database.

    It is signed by this installation's own key, or by one of `signers` (fingerprints); `unsigned` takes a backup of
    before there were signatures. Nothing is unpacked before that is known.

    A record of an earlier version is brought to this one. `Refused` where the archive is not whole, not intact or
    from a newer version, or where the database holds something; nothing of it stands then.
    """
    manifest = read_manifest(path, {own_signer(), *signers} - {""}, unsigned=unsigned)
    newer = _newer(manifest)
    if newer:
        raise Refused("", f"was made by a newer version of Kizuki ({newer})", file=str(path))
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if connection.vendor == "sqlite":
            verification = _into_new_file(path, manifest, Path(str(connection.settings_dict["NAME"])))
        else:
            verification = _into_empty_server(path, manifest)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=fault.filename or str(path)) from None
    except DatabaseError as fault:
        raise Refused("", f"could not be restored: {fault}", file=str(path)) from None
    missing = tuple(fault.place for fault in verification.faults if fault.code == _KEY_MISSING)
    return Restored(manifest, verification, missing)


def _newer(manifest: Manifest) -> str:
    known = {f"{app} {name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    return next((migration for migration in reversed(manifest.migrations) if migration not in known), "")


def _into_new_file(path: Path, manifest: Manifest, target: Path) -> Verification:
    if target.exists():
        raise Refused("DATABASE_URL", f"{target} exists: a backup is restored into a new file")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".kizuki-restore-", dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        verification = _unpacked(path, manifest, copy)
        _synchronise(copy)
        os.link(copy, target)
        _synchronise(target.parent)
    return verification


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _into_empty_server(path: Path, manifest: Manifest) -> Verification:
    if "store_auditentry" in connections[DEFAULT_DB_ALIAS].introspection.table_names():
        counts = counts_of(DEFAULT_DB_ALIAS)
        filled = next((table for table, count in counts.items() if table.startswith("store_") and count), "")
        if filled:
            raise Refused("DATABASE_URL", f"the database is not empty ({filled}): a backup needs an empty one")
    with tempfile.TemporaryDirectory(prefix="kizuki-restore-") as folder:
        copy = Path(folder) / DATABASE
        _unpacked(path, manifest, copy)
        make_tables()
        with opened(copy) as using:
            copy_rows(using, DEFAULT_DB_ALIAS)
    verification = verify_record()
    _require_intact(path, verification)
    return verification


def _unpacked(path: Path, manifest: Manifest, copy: Path) -> Verification:
    """The database of the archive, verified as it was kept and brought to this version's schema."""
    extract_database(path, manifest, copy)
    _require_nothing_that_acts(path, copy)
    with opened(copy) as using:
        kept = counts_of(using)
        if kept != dict(manifest.tables):
            names = sorted({*kept, *manifest.tables})
            table = next(name for name in names if kept.get(name) != manifest.tables.get(name))
            raise Refused(table, "does not have as many rows as the manifest says", file=str(path))
        make_tables(using)
        verification = verify_record(using)
    _require_intact(path, verification)
    return verification


def _require_nothing_that_acts(path: Path, copy: Path) -> None:
    """Triggers are put in place anew, so none of the archive's is kept; what is no trigger of ours refuses it."""
    with closing(sqlite3.connect(copy)) as unpacked:
        acting = "type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
        found = unpacked.execute(f"SELECT type, name FROM sqlite_master WHERE {acting}").fetchall()  # noqa: S608 ours
        odd = next((name for kind, name in found if kind != "trigger" or not _OURS.fullmatch(name)), None)
        if odd is not None:
            raise Refused(str(odd)[:100], "is a part of the database that is not of Kizuki", file=str(path))
        for _, name in found:
            unpacked.execute(f"DROP TRIGGER {name}")
        unpacked.commit()


def _require_intact(path: Path, verification: Verification) -> None:
    for fault in verification.standing(_KEY_MISSING, CLEAR)[:1]:
        raise Refused("", f"holds a record that is not intact: {fault.said('en')}", file=str(path))
