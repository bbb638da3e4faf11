"""Where keys are kept, and who may read the files of the record."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from kizuki.cli.bringing_up import tell_where_keys_stand
from kizuki.core.refusal import Refused
from kizuki.gateways.files import write_private
from kizuki.gateways.typst import write_pdf
from kizuki.store.record.private import make_private, tighten
from kizuki.store.sealing.keys import keys, move_apart
from kizuki.store.sealing.places import beside_the_record, key_file, place_apart
from kizuki.store.sealing.texts import seal, unseal

CALL = "import sys; from kizuki.cli.main import main; sys.exit(main(sys.argv[1:]))"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def _open_to_all() -> Iterator[None]:
    """The umask under which whatever is not closed on purpose stands open."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> Path:
    """A record without KIZUKI_KEY_FILE, its files in a folder of their own."""
    monkeypatch.delenv("KIZUKI_KEY_FILE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "record" / "kizuki.sqlite3"))
    settings.VAR = tmp_path / "record"  # type: ignore[attr-defined]
    (tmp_path / "record").mkdir()
    return tmp_path


def test_new_keys_are_made_apart_from_the_record(elsewhere: Path) -> None:
    assert beside_the_record() is None
    assert key_file().parent == elsewhere / "data" / "kizuki" / "keys"
    assert key_file() == place_apart()


def test_keys_beside_the_record_are_read_there_until_they_are_moved(elsewhere: Path) -> None:
    apart = place_apart()
    os.environ["KIZUKI_KEY_FILE"] = str(elsewhere / "first")
    sealed, _ = seal("語", "row|1")
    beside = elsewhere / "record" / ("kizuki.sqlite3.keys" if connection.vendor == "sqlite" else "postgresql.keys")
    (elsewhere / "first").replace(beside)
    del os.environ["KIZUKI_KEY_FILE"]
    assert key_file() == beside
    told: list[str] = []
    tell_where_keys_stand(told.append)
    assert "kizuki keys move" in told[0]
    assert len(told) == 1
    assert move_apart() == key_file() == apart
    assert (beside.exists(), mode(apart), mode(apart.parent)) == (False, 0o600, 0o700)
    assert unseal(sealed, "row|1").text == "語"
    tell_where_keys_stand(told.append)
    assert len(told) == 1
    with pytest.raises(Refused, match="no keys stand beside"):
        move_apart()
    assert keys().newest


@pytest.mark.usefixtures("_open_to_all")
def test_files_are_for_their_owner_from_the_moment_they_are_made(tmp_path: Path) -> None:
    make_private(tmp_path / "var" / "kizuki.sqlite3")
    write_private(tmp_path / "list.csv", b"x")
    write_pdf(tmp_path / "form.pdf", b"%PDF")
    assert mode(tmp_path / "var") == 0o700
    for name in ("var/kizuki.sqlite3", "list.csv", "form.pdf"):
        assert mode(tmp_path / name) == 0o600, name


@pytest.mark.usefixtures("_open_to_all")
def test_what_a_version_of_before_left_open_is_closed(tmp_path: Path) -> None:
    database = tmp_path / "var" / "kizuki.sqlite3"
    database.parent.mkdir()
    (tmp_path / "other").touch()
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        (database.parent / name).touch()
    (database.parent / f"{database.name}-journal").symlink_to(tmp_path / "other")
    tighten(database, database.parent)
    assert mode(database.parent) == 0o700
    assert {mode(database.parent / f"{database.name}{end}") for end in ("", "-wal", "-shm")} == {0o600}
    assert mode(tmp_path / "other") == 0o666


def test_a_command_under_an_open_umask_leaves_nothing_to_others(empty_database_url: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": empty_database_url, "KIZUKI_VAR": str(tmp_path / "var")}
    environment |= {"XDG_DATA_HOME": str(tmp_path / "data")}
    environment.pop("KIZUKI_KEY_FILE")
    script = f"import os; os.umask(0); {CALL}"
    for words in (("load", "hospitals", "--template", str(tmp_path / "list.xlsx")), ("keys", "status")):
        prepare = "import os; os.umask(0); from kizuki.store.record.opening import *; open_record(); prepare_record()"
        subprocess.run([sys.executable, "-c", prepare], env=environment, check=True)
        subprocess.run([sys.executable, "-c", script, *words], env=environment, check=True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".xlsx", ".keys"}
    assert {path.name: mode(path) for path in files if mode(path) & 0o077} == {}
