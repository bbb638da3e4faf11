"""`kizuki audit verify` as another program calls it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

CALL = "import sys; from kizuki.cli.main import main; sys.exit(main(['audit', *sys.argv[1:]]))"
WRITE = (
    "from kizuki.store.record.opening import open_record; open_record();"
    "from kizuki.actions.verb import Actor, verb\n"
    "for number in range(3):\n"
    "    with verb('test', actor=Actor.program('test'), of=()) as act:\n        act.record(subjects=['case:1'])\n"
)


def _python(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-c", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        encoding="utf-8",
    )


def test_an_intact_record_answers_zero(prepared_database_url: str) -> None:
    assert _python(prepared_database_url, WRITE).returncode == 0
    found = _python(prepared_database_url, CALL, "verify")
    assert (found.returncode, found.stderr) == (0, "")
    assert "異常はありません（記録 3 件" in found.stdout
    told = json.loads(_python(prepared_database_url, CALL, "verify", "--json").stdout)
    assert (told["intact"], told["entries"], told["faults"]) == (True, 3, [])


def test_a_tampered_record_answers_one_and_names_the_first_bad_entry(prepared_database_url: str) -> None:
    if not prepared_database_url.startswith("sqlite"):
        pytest.skip("tampering on PostgreSQL is in tests/store/test_chain.py")
    assert _python(prepared_database_url, WRITE).returncode == 0
    with sqlite3.connect(prepared_database_url.removeprefix("sqlite://")) as database:
        database.execute("DROP TRIGGER kizuki_store_auditentry_update")
        database.execute("UPDATE store_auditentry SET actor = 'user:9' WHERE seq = 2")
    database.close()
    found = _python(prepared_database_url, CALL, "verify", "--lang", "en")
    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout.splitlines() == [
        "Audit entry 2 has been altered.",
        "The trigger kizuki_store_auditentry_update protecting the record is missing or has been altered.",
        "The record has 2 faults.",
    ]
    told = json.loads(_python(prepared_database_url, CALL, "verify", "--json").stdout)
    assert told["faults"][0]["code"] == "record.audit.entry_altered"
    assert told["faults"][0]["place"] == "2"


def test_a_record_that_is_not_there_is_refused_in_one_line(tmp_path: object) -> None:
    found = _python(f"sqlite://{tmp_path}/none.sqlite3", CALL, "verify")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("kizuki: DATABASE_URL：")
    assert len(found.stderr.splitlines()) == 1


def test_a_head_that_was_noted_is_held_against_the_chain_and_what_came_after_it_read_alone(
    prepared_database_url: str,
) -> None:
    assert _python(prepared_database_url, WRITE).returncode == 0
    told = json.loads(_python(prepared_database_url, CALL, "verify", "--json").stdout)
    assert told["outside"] is None
    noted = f"3:{told['head']}"
    assert _python(prepared_database_url, WRITE).returncode == 0
    found = _python(prepared_database_url, CALL, "verify", "--head", noted, "--lang", "en")
    assert found.returncode == 0
    assert "confirms the audit trail up to entry 3" in found.stdout
    assert "detected only by comparison with an external anchor" in found.stdout
    later = json.loads(_python(prepared_database_url, CALL, "verify", "--since", noted, "--json").stdout)
    assert (later["intact"], later["entries"], later["outside"]["entry"]) == (True, 6, 3)
    lost = _python(prepared_database_url, CALL, "verify", "--head", f"7:{'0' * 64}", "--lang", "en")
    assert (lost.returncode, lost.stdout.splitlines()[0].partition(" does")[0]) == (1, "Audit entry 7")
    refused = _python(prepared_database_url, CALL, "verify", "--head", "newest")
    assert (refused.returncode, refused.stderr.split("：")[:2]) == (
        2,
        ["kizuki: --head", "番号:ハッシュ値（16 進 64 桁）の形ではありません\n"],
    )


def test_a_copy_that_may_only_be_read_is_verified(prepared_database_url: str) -> None:
    if not prepared_database_url.startswith("sqlite"):
        pytest.skip("a copy of PostgreSQL is a database with its own rights")
    assert _python(prepared_database_url, WRITE).returncode == 0
    file = Path(prepared_database_url.removeprefix("sqlite://"))
    file.chmod(0o400)
    before = file.stat().st_mtime_ns
    found = _python(f"{prepared_database_url}?mode=ro", CALL, "verify", "--json")
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["entries"] == 3
    assert file.stat().st_mtime_ns == before
    written = _python(f"{prepared_database_url}?mode=ro", WRITE)
    assert written.returncode != 0
    assert "readonly" in written.stderr
