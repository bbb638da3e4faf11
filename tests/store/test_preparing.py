"""From the name of a database to a prepared record, as processes do it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kizuki.core.refusal import Refused
from kizuki.settings.database import database_of
from tests.patience import PATIENCE

PREPARE = """
import sys
from kizuki.core.refusal import Refused
from kizuki.store.record.opening import open_record, prepare_record, require_prepared
try:
    open_record()
    {}
except Refused as refusal:
    print(refusal)
    sys.exit(2)
"""


def _run(url: str, step: str = "prepare_record(print)") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PREPARE.format(step)],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:///srv/kizuki.sqlite3", "sqlite3", "/srv/kizuki.sqlite3"),
        ("sqlite:////srv/kizuki.sqlite3", "sqlite3", "/srv/kizuki.sqlite3"),
        ("sqlite:///srv/%E8%A8%98%E9%8C%B2.sqlite3", "sqlite3", "/srv/記録.sqlite3"),
        ("postgresql://user:p%40ss@db.example:5433/kizuki", "postgresql", "kizuki"),
        ("postgresql://postgres:@/kizuki?host=/tmp/folder", "postgresql", "kizuki"),
    ],
)
def test_a_database_is_named_by_a_url(url: str, engine: str, name: str) -> None:
    described = database_of(url)
    assert (described["ENGINE"], described["NAME"]) == (f"django.db.backends.{engine}", name)


def test_the_parts_of_a_server_url_are_unquoted() -> None:
    described = database_of("postgresql://us%65r:p%40ss@db.example:5433/kizuki?sslmode=require")
    parts = [described[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")]
    assert parts == ["user", "p@ss", "db.example", "5433", {"sslmode": "require"}]
    assert database_of("postgresql:///kizuki?host=/tmp/folder")["HOST"] == "/tmp/folder"


@pytest.mark.parametrize(
    "url",
    [
        "kizuki.sqlite3",
        "mysql://host/db",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/file",
        "sqlite:///:memory:",
        "sqlite:///a?mode=memory",
        "postgresql://host:secret:x/db",
        "postgresql://user:secret@host/",
        "postgresql://user:secret@host/db?options=-c",
    ],
)
def test_a_url_that_names_no_database_is_refused_in_one_line_without_its_password(url: str) -> None:
    with pytest.raises(Refused) as refused:
        database_of(url)
    assert str(refused.value).startswith("DATABASE_URL: ")
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_record_is_created_prepared_once_and_opened_again(empty_database_url: str) -> None:
    first, second = _run(empty_database_url), _run(empty_database_url)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("preparing the database (")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_record_that_is_not_prepared_is_refused_and_not_created(tmp_path: Path, empty_database_url: str) -> None:
    found = _run(empty_database_url, "require_prepared()")
    assert found.returncode == 2
    assert len(found.stdout.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_record_from_a_newer_version_is_refused(empty_database_url: str) -> None:
    newer = (
        "prepare_record(); from django.db.migrations.recorder import MigrationRecorder as M; from django.db import"
        " connection as c; M(c).record_applied('store', '9999_later'); prepare_record()"
    )
    found = _run(empty_database_url, newer)
    assert (found.returncode, found.stdout) == (
        2,
        "database: was prepared by a newer version of Kizuki (9999_later)\n",
    )


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite3").write_text("this is not a database, and it is long enough to tell")
    found = _run(f"sqlite://{tmp_path / 'text.sqlite3'}")
    assert found.returncode == 2
    assert "file is not a database" in found.stdout


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = _run(f"sqlite://{tmp_path / 'file' / 'kizuki.sqlite3'}")
    assert (found.returncode, len(found.stdout.splitlines())) == (2, 1)


def test_triggers_stand_again_after_django_rebuilt_a_table(empty_database_url: str) -> None:
    if not empty_database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL alters tables in place")
    rebuild = (
        "prepare_record(); from django.db import connection as c, models; from kizuki.store.models import FactSheet as F;"
        " from kizuki.store.audit.triggers import missing_triggers as m; from django.core.management import call_command;"
        " old = F._meta.get_field('sha256'); new = models.CharField(max_length=90, null=True);"
        " new.set_attributes_from_name('sha256'); new.model = F;"
        " e = c.schema_editor(); e.__enter__(); e.alter_field(F, old, new); e.__exit__(None, None, None);"
        " print(m()); call_command('migrate', verbosity=0); print(m())"
    )
    found = _run(empty_database_url, rebuild)
    assert found.stderr == ""
    lost, standing = found.stdout.splitlines()
    assert "kizuki_store_factsheet_update" in lost
    assert standing == "[]"
