"""`kizuki backup` and `restore`, as another program calls them, on whichever database the suite runs."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.store.test_upgrading import KEPT

CALL = "import sys; from kizuki.cli.main import main; sys.exit(main(sys.argv[1:]))"
FILL = """
import sys
from kizuki.store.record.opening import open_record
open_record()
from kizuki.actions.cases.note import note
from tests.actions.record import TESTER, company_and_pump, opened_case
company_and_pump()
case = opened_case()
note(case, "患者 山田太郎", actor=TESTER)
"""
READ = """
import json
from kizuki.store.record.opening import open_record, require_prepared
open_record(); require_prepared()
from kizuki.actions.cases.note import note
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Case, Narrative, User
from tests.actions.record import TESTER, opened_case
before = verify_record()
note(opened_case("after"), "later", actor=TESTER)
print(json.dumps({"before": (before.intact, before.entries, before.head), "after": verify_record().intact,
    "opened_at": [str(at) for at in Case.objects.order_by("pk").values_list("opened_at", flat=True)][:1],
    "note": Narrative.objects.filter(kind="note").order_by("pk").values_list("body", flat=True)[0]}))
"""


SIGN_ANEW = """
import hashlib, json, sqlite3, sys, tempfile, zipfile
from pathlib import Path
from kizuki.store.record.opening import open_record
open_record()
from kizuki.store.record.signing import sign_content
with zipfile.ZipFile(sys.argv[1]) as whole:
    manifest, content = json.loads(whole.read("manifest.json")), whole.read("kizuki.sqlite3")
{change}
manifest |= {{"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}}
told = json.dumps(manifest).encode()
signed = sign_content(told)
with zipfile.ZipFile(sys.argv[2], "w") as made:
    made.writestr("manifest.json", told)
    made.writestr("manifest.sig", json.dumps({{"key": signed.key, "signature": signed.signature}}))
    made.writestr("kizuki.sqlite3", content)
"""
"""A backup that is changed by somebody who has even the key that signs."""

ACTING = """
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "b"
    file.write_bytes(content)
    with sqlite3.connect(file) as database:
        database.execute({statement!r})
    database.close()
    content = file.read_bytes()
"""


def _python(url: str, *words: str, keys: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url} | ({"KIZUKI_KEY_FILE": str(keys)} if keys else {})
    return subprocess.run(
        [sys.executable, "-c", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        encoding="utf-8",
    )


def _done(found: subprocess.CompletedProcess[str]) -> str:
    assert (found.returncode, found.stderr) == (0, "")
    return found.stdout


def test_a_backup_restores_on_both_databases_with_chain_texts_and_days(
    prepared_database_url: str, empty_database_url_too: str, tmp_path: Path
) -> None:
    _done(_python(prepared_database_url, FILL))
    out = tmp_path / "kizuki.backup"
    told = json.loads(_done(_python(prepared_database_url, CALL, "backup", str(out), "--json")))
    assert out.stat().st_mode & 0o777 == 0o600
    elsewhere = f"sqlite://{tmp_path / 'restored.sqlite3'}"
    read = [_done(_python(prepared_database_url, "print()"))]
    for url in (elsewhere, empty_database_url_too):
        restored = json.loads(_done(_python(url, CALL, "restore", str(out), "--json")))
        assert restored["head"] == told["manifest"]["head"]
        read.append(_done(_python(url, READ)))
    first, second = map(json.loads, read[1:])
    assert first["before"] == [True, told["manifest"]["entries"], told["manifest"]["head"]]
    assert (first["after"], first["note"]) == (True, "患者 山田太郎")
    assert second == first


def test_a_backup_says_where_the_keys_are_and_holds_neither_keys_nor_plain_texts(
    prepared_database_url: str, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    _done(_python(prepared_database_url, FILL, keys=keys))
    out = tmp_path / "b"
    told = _done(_python(prepared_database_url, CALL, "backup", str(out), "--lang", "en", keys=keys))
    assert f"Keep {keys} in a separate place" in told
    signer = told.split("Signing key: ")[1].split(".")[0]
    with zipfile.ZipFile(out) as archive:
        content = b"".join(map(archive.read, archive.namelist()))
    assert "山田".encode() not in content
    assert keys.read_text().split()[1].encode() not in content
    words = (f"sqlite://{tmp_path}/r.sqlite3", CALL, "restore", str(out), "--lang", "en")
    refused = _python(*words, keys=tmp_path / "no")
    assert (refused.returncode, f"signed by {signer}, whom nobody here trusts" in refused.stderr) == (2, True)
    assert not (tmp_path / "r.sqlite3").exists()
    restored = _python(*words, "--signed-by", signer, keys=tmp_path / "no")
    assert "Texts cannot be read until they are restored" in _done(restored)
    assert not (tmp_path / "no").exists()


WASH = """
from kizuki.store.record.opening import open_record, require_prepared
open_record(); require_prepared()
from django.db import connection
from kizuki.store.audit.triggers import install_triggers, remove_triggers
from kizuki.store.models import Case
from tests.planted import planted
remove_triggers()
with connection.cursor() as cursor:
    cursor.execute("UPDATE store_case SET state = 'closed'")
install_triggers()
with planted():
    Case.objects.update(clock="late")
"""


def test_a_row_altered_before_an_entry_wrote_it_keeps_nobody_from_a_backup_and_every_copy_tells_it(
    prepared_database_url: str, empty_database_url_too: str, tmp_path: Path
) -> None:
    _done(_python(prepared_database_url, FILL))
    _done(_python(prepared_database_url, WASH))
    out = str(tmp_path / "b")
    told = [_done(_python(prepared_database_url, CALL, "backup", out, "--lang", "en"))]
    copies = (f"sqlite://{tmp_path / 'restored.sqlite3'}", empty_database_url_too)
    told += [_done(_python(url, CALL, "restore", out, "--lang", "en")) for url in copies]
    assert ["altered outside the program were later written to the record (1)" in one for one in told] == [True] * 3
    for url in (prepared_database_url, *copies):
        verified = _python(url, CALL, "audit", "verify", "--lang", "en")
        assert (verified.returncode, verified.stdout.count("had been altered outside the program")) == (1, 1)


def test_a_truncated_or_altered_archive_is_refused_by_name_and_leaves_nothing(
    prepared_database_url: str, tmp_path: Path
) -> None:
    _done(_python(prepared_database_url, FILL))
    out = tmp_path / "whole"
    _done(_python(prepared_database_url, CALL, "backup", str(out)))
    content = out.read_bytes()
    altered = bytearray(content)
    # Not one bit: in a packed file it may point at another copy of the same bytes, and unpack to what was there.
    middle = slice(len(content) // 2, len(content) // 2 + 64)
    altered[middle] = bytes(255 - byte for byte in altered[middle])
    for name, bad in (("short", content[: len(content) // 2]), ("altered", bytes(altered)), ("empty", b"")):
        (tmp_path / name).write_bytes(bad)
        found = _python(f"sqlite://{tmp_path}/{name}.sqlite3", CALL, "restore", str(tmp_path / name))
        assert (found.returncode, found.stdout, len(found.stderr.splitlines())) == (2, "", 1)
        assert str(tmp_path / name) in found.stderr
        assert not (tmp_path / f"{name}.sqlite3").exists()


def test_what_stands_is_never_replaced(prepared_database_url: str, tmp_path: Path) -> None:
    _done(_python(prepared_database_url, FILL))
    out = tmp_path / "b"
    _done(_python(prepared_database_url, CALL, "backup", str(out)))
    again = _python(prepared_database_url, CALL, "backup", str(out))
    assert (again.returncode, "既にあります" in again.stderr) == (2, True)
    onto = _python(prepared_database_url, CALL, "restore", str(out))
    assert (onto.returncode, "DATABASE_URL" in onto.stderr) == (2, True)


def test_a_backup_of_a_newer_schema_is_refused(prepared_database_url: str, tmp_path: Path) -> None:
    out, newer = tmp_path / "b", tmp_path / "newer"
    _done(_python(prepared_database_url, CALL, "backup", str(out)))
    later = "manifest['migrations'].append('store 9999_later')"
    _done(_python(prepared_database_url, SIGN_ANEW.format(change=later), str(out), str(newer)))
    found = _python(f"sqlite://{tmp_path}/n.sqlite3", CALL, "restore", str(newer))
    assert found.returncode == 2
    assert "より新しい版の Kizuki のバックアップです（store 9999_later）" in found.stderr


def test_what_acts_in_a_backup_and_is_not_ours_is_refused_by_name(prepared_database_url: str, tmp_path: Path) -> None:
    out = tmp_path / "b"
    _done(_python(prepared_database_url, CALL, "backup", str(out)))
    raising = "BEGIN UPDATE store_user SET role = 'general_manager'; END"
    statements = {
        "raise_me": f"CREATE TRIGGER raise_me AFTER INSERT ON store_auditentry {raising}",
        "everyone": "CREATE VIEW everyone AS SELECT * FROM store_user",
        "kizuki_x; y": f'CREATE TRIGGER "kizuki_x; y" AFTER INSERT ON store_auditentry {raising}',
    }
    for name, statement in statements.items():
        forged = tmp_path / f"{len(name)}.backup"
        change = ACTING.format(statement=statement)
        _done(_python(prepared_database_url, SIGN_ANEW.format(change=change), str(out), str(forged)))
        found = _python(f"sqlite://{tmp_path}/f.sqlite3", CALL, "restore", str(forged))
        assert (found.returncode, f"{name}：Kizuki のものではないデータベースの部品です" in found.stderr) == (
            2,
            True,
        )
        assert not (tmp_path / "f.sqlite3").exists()


def test_a_trigger_that_only_bears_the_name_of_ours_does_not_come_with_a_backup(
    prepared_database_url: str, tmp_path: Path
) -> None:
    out, forged = tmp_path / "b", tmp_path / "f"
    _done(_python(prepared_database_url, CALL, "backup", str(out)))
    statement = "CREATE TRIGGER kizuki_more AFTER INSERT ON store_auditentry BEGIN DELETE FROM store_user; END"
    change = ACTING.format(statement=statement)
    _done(_python(prepared_database_url, SIGN_ANEW.format(change=change), str(out), str(forged)))
    url = f"sqlite://{tmp_path}/r.sqlite3"
    _done(_python(url, CALL, "restore", str(forged)))
    names = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT name FROM sqlite_master'))"
    assert "kizuki_more" not in _done(_python(url, names, str(tmp_path / "r.sqlite3")))


def test_a_backup_that_nobody_signed_or_that_holds_more_is_refused_before_it_is_unpacked(
    prepared_database_url: str, tmp_path: Path
) -> None:
    out = tmp_path / "b"
    _done(_python(prepared_database_url, CALL, "backup", str(out)))
    with zipfile.ZipFile(out) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    tries = {
        "no signature": {name: members[name] for name in ("manifest.json", "kizuki.sqlite3")},
        "altered": members | {"manifest.json": members["manifest.json"].replace(b'"entries": ', b'"entries": 1')},
        "more": members | {"../../etc/cron.d/x": b"* * * * * root true"},
        "a signature of nothing": members | {"manifest.sig": b'{"key": "00", "signature": "00"}'},
        "a larger database": members | {"kizuki.sqlite3": members["kizuki.sqlite3"] + b"more"},
    }
    for name, content in tries.items():
        forged = tmp_path / f"{name}.backup"
        with zipfile.ZipFile(forged, "w") as made:
            for member, data in content.items():
                made.writestr(member, data)
        found = _python(f"sqlite://{tmp_path}/x.sqlite3", CALL, "restore", str(forged))
        assert (name, found.returncode, len(found.stderr.splitlines())) == (name, 2, 1)
        assert not list(tmp_path.glob("*x.sqlite3*")), "nothing was unpacked"


def test_a_backup_is_made_while_others_write(prepared_database_url: str, tmp_path: Path) -> None:
    writing = (
        "from kizuki.store.record.opening import open_record\nopen_record()\n"
        "from kizuki.actions.verb import Actor, verb\n"
        "for n in range(300):\n"
        "    with verb('t', actor=Actor.program('t'), of=()) as act: act.record(subjects=['case:1'])"
    )
    writer = threading.Thread(target=lambda: _done(_python(prepared_database_url, writing)))
    writer.start()
    told = [
        json.loads(_done(_python(prepared_database_url, CALL, "backup", str(tmp_path / f"b{number}"), "--json")))
        for number in range(2)
    ]
    writer.join()
    # Beside the three hundred stands the entry that names the key which signs.
    assert told[0]["manifest"]["entries"] <= told[1]["manifest"]["entries"] <= 301


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.stem)
def test_a_record_of_an_earlier_release_is_restored_on_this_database(
    empty_database_url: str, tmp_path: Path, kept: Path
) -> None:
    old = tmp_path / kept.stem
    old.write_bytes(lzma.decompress(kept.read_bytes()))
    archive = "import sys; from pathlib import Path; from tests.store.kept.making import as_backup; "
    archive += "as_backup(Path(sys.argv[1]), Path(sys.argv[2]))"
    out = tmp_path / f"{kept.stem}.backup"
    _done(_python(f"sqlite://{old}", archive, str(old), str(out)))
    beside = kept.with_name(f"{kept.name.partition('.')[0]}.keys")
    if beside.exists():
        (tmp_path / "keys").write_bytes(beside.read_bytes())
        (tmp_path / "keys").chmod(0o600)
    unsigned = _python(empty_database_url, CALL, "restore", str(out), keys=tmp_path / "keys")
    assert (unsigned.returncode, "誰も保証していません" in unsigned.stderr) == (2, True)
    _done(_python(empty_database_url, CALL, "restore", str(out), "--unsigned", keys=tmp_path / "keys"))
    audit = _python(empty_database_url, CALL, "audit", "verify", keys=tmp_path / "keys")
    assert (audit.returncode, audit.stderr) == (0, "")


ASK = """
from kizuki.store.record.opening import open_record
open_record()
from kizuki.store.record import clock
from kizuki.store.work.asking import ask, ask_daily
ask("match_release", {"release": 1}, clock.now())
ask_daily("daily", 739_000, clock.now())
"""
ASKED = """
import json
from kizuki.store.record.opening import open_record, require_prepared
open_record(); require_prepared()
from django.db import connection
from kizuki.store.record import clock
from kizuki.store.work import jobs
from kizuki.store.work.asking import ask_daily, unfinished
if connection.vendor == "postgresql":
    jobs.move_from_outbox()
print(json.dumps([unfinished("match_"), unfinished("daily"), ask_daily("daily", 739_000, clock.now())]))
"""


def test_work_that_waits_is_in_the_backup_and_goes_on_in_either_database(
    prepared_database_url: str, empty_database_url_too: str, tmp_path: Path
) -> None:
    _done(_python(prepared_database_url, FILL))
    _done(_python(prepared_database_url, ASK))
    _done(_python(prepared_database_url, CALL, "backup", str(tmp_path / "b")))
    for url in (f"sqlite://{tmp_path}/restored.sqlite3", empty_database_url_too):
        _done(_python(url, CALL, "restore", str(tmp_path / "b")))
        told = _python(url, ASKED)
        _done(told)
        assert json.loads(told.stdout) == [[{"release": 1}], [{"day": 739_000}], False]
