"""A kept record of before the ledger, in a database of its own of this run; and processes that work in it."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.conftest import WANTED, database_of_its_own
from tests.patience import PATIENCE

KEPT = Path(__file__).parent / "kept"
NAME = "0016_case_readers"
ON = "2026-11-29"
CALL = "import sys; from kizuki.cli.main import main; sys.exit(main(sys.argv[1:]))"
AS_BACKUP = (
    "import sys; from pathlib import Path; from tests.store.kept.making import as_backup; "
    "as_backup(Path(sys.argv[1]), Path(sys.argv[2]))"
)
OPENED = """
import json, sys
from datetime import date, timedelta
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from django.db import connection
from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import *
ON = date(2026, 11, 29)
def case(key): return Case.objects.get(key=key).pk
def user(name): return Actor.user(User.objects.get(sign_in_name=name).pk)
def rows(key, *states):
    found = Obligation.objects.filter(case__key=key, state__in=states).exclude(kind="beside")
    person = lambda row: f"p{row.person.partition('-')[2]}" if row.person else ""
    return sorted(" ".join(filter(None, (row.kind, person(row), row.item if row.kind != "afterwards_approval" else "",
        row.due_on.isoformat() if row.due_on else "", row.ended_by if row.ended_at else ""))) for row in found)
def owed(key): return rows(key, "owed", "open", "carried", "lapse_proposed")
"""
"""What every script below begins with: the record opened, and how a case is read by its key."""


def python(url: str, keys: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a script on the record."""
    environment = {**os.environ, "DATABASE_URL": url, "KIZUKI_KEY_FILE": str(keys)}
    return subprocess.run(
        [sys.executable, "-c", *words], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def answered(url: str, keys: Path, script: str, *words: str) -> Any:
    """The JSON that a script prints."""
    done = python(url, keys, OPENED + script, *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def keys_in(folder: Path) -> Path:
    """The key of the kept record, for its owner alone."""
    file = folder / "keys"
    file.write_bytes((KEPT / f"{NAME}.keys").read_bytes())
    file.chmod(0o600)
    return file


@contextmanager
def kept_record(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, Path]]:
    """The record as it was kept, its schema that of this version, and the file of its key."""
    keys = keys_in(folder)
    old, archive = folder / "old.sqlite3", folder / "old.backup"
    old.write_bytes(lzma.decompress((KEPT / f"{NAME}.sqlite3.xz").read_bytes()))
    with _empty(request, folder) as url:
        for words in ((AS_BACKUP, str(old), str(archive)), (CALL, "restore", str(archive), "--unsigned")):
            done = python(url, keys, *words)
            assert done.returncode == 0, done.stderr
        yield url, keys


@contextmanager
def _empty(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if WANTED == "sqlite":
        yield f"sqlite://{quote(str(folder / 'kizuki.sqlite3'))}"
        return
    with database_of_its_own(request.getfixturevalue("server_url"), "template1") as url:
        yield url
