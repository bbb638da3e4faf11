"""`kizuki retention backups`: a backup that holds what was erased is named, and deleted once two persons signed."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kizuki.actions.cases.note import note
from kizuki.actions.record.end_use import end_use
from kizuki.actions.record.erase_expired import erase_expired
from kizuki.actions.record.propose_erasure import propose_erasure, sign_erasure
from kizuki.actions.verb import Actor
from kizuki.cli.main import main
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Device, Erasure, LegalHold, User
from kizuki.store.queries.retention import expired, token_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import PASSWORD, person
from tests.actions.record import TESTER, TODAY, company_and_pump, nothing_owed, opened_case
from tests.planted import planted
from tests.this_record import kizuki

pytestmark = pytest.mark.django_db(transaction=True)

Call = Callable[..., tuple[int, str]]
LATER = date(2045, 1, 1)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    for name in ("open_record", "require_prepared"):
        monkeypatch.setattr(f"kizuki.cli.retention.{name}", lambda: None)

    def called(*words: str, by: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        code = main(["retention", *words, *(("--as", by) if by else ())])
        told = capfd.readouterr()
        return code, told.out + told.err

    return called


def erased_since(folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup of today with a text in it that is past its period, and erased, in twenty years."""
    person("proposer", "safety_manager")
    person("second", "general_manager")
    pump = company_and_pump()
    with planted():
        Device.objects.filter(pk=pump).update(categories=["general"])
    case = opened_case()
    note(case, "山田さんの電話", actor=TESTER)
    nothing_owed(case)
    end_use(f"case:{case}", TODAY, on=TODAY, actor=TESTER)
    kizuki(request, "backup", folder / "old.backup")
    monkeypatch.setattr("kizuki.store.record.clock.now", lambda: datetime(2046, 1, 1, tzinfo=UTC))
    first, second = (Actor.user(User.objects.get(sign_in_name=name).pk) for name in ("proposer", "second"))
    token = token_of(expired(PROGRAM, LATER))
    propose_erasure(token, on=LATER, actor=first)
    sign_erasure(token, password=PASSWORD, on=LATER, actor=second)
    erase_expired(token, on=LATER, actor=second)
    newest = head()
    made_at = datetime(2046, 1, 2, tzinfo=UTC).isoformat()
    told_as(folder / "old.backup", folder / "new.backup", entries=newest.seq, head=newest.hash, made_at=made_at)


def told_as(source: Path, target: Path, **changes: object) -> None:
    """Another backup, by what it says of itself: nothing else of it is asked here."""
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as made:
        told = json.loads(whole.read("manifest.json")) | changes
        made.writestr("manifest.json", json.dumps(told))
        for name in ("manifest.sig", "kizuki.sqlite3"):
            made.writestr(name, whole.read(name))


def test_an_outlived_backup_is_deleted_by_two_persons_and_nothing_else_is(
    call: Call, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased_since(tmp_path, request, monkeypatch)
    old, new, others = tmp_path / "old.backup", tmp_path / "new.backup", tmp_path / "others.backup"
    told_as(old, others, head="f" * 64)
    (tmp_path / "linked.backup").symlink_to(old)
    (tmp_path / "notes.txt").write_text("kept")
    folder = str(tmp_path)
    told = json.loads(call("backups", folder, "--json")[1])
    assert [(row["file"], row["ours"], row["overdue"]) for row in told["backups"]] == [
        (str(old), True, True),
        (str(new), True, False),
        (str(others), False, False),
    ]
    token = told["token"]
    said = call("backups", folder)[1]
    assert "直ちに削除してください" in said
    assert "この記録のバックアップではありません" in said
    assert f"--propose {token}" in said
    assert call("backups", folder, "--propose", "0" * 16, by="proposer")[0] == 2
    assert call("backups", folder, "--commit", token)[0] == 2, "nobody signed"
    assert call("backups", folder, "--propose", token, by="proposer")[0] == 0
    code, said = call("backups", folder, "--sign", token, by="proposer")
    assert (code, "二人での確認" in said, old.exists()) == (2, True, True)
    code, said = call("backups", folder, "--sign", token, by="second")
    assert (code, "1 件を削除しました" in said) == (0, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "linked.backup",
        "new.backup",
        "notes.txt",
        "others.backup",
    ]
    kept = Erasure.objects.latest("pk")
    assert (kept.rows[0]["made_on"], kept.done_at is not None) == (datetime.now(UTC).date().isoformat(), True)
    assert str(tmp_path) not in "".join(AuditEntry.objects.values_list("payload", flat=True)), "no path in the audit"
    told = json.loads(call("backups", folder, "--json")[1])
    assert [row["overdue"] for row in told["backups"] if row["ours"]] == [False], "that list took words of no record"
    assert verify_record().intact


def test_no_backup_goes_while_a_legal_hold_stands(
    call: Call, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased_since(tmp_path, request, monkeypatch)
    folder = str(tmp_path)
    token = json.loads(call("backups", folder, "--json")[1])["token"]
    assert call("--hold", "pump", "--reason", "訴訟", by="proposer")[0] == 0
    assert "法的保全があるため" in call("backups", folder)[1]
    code, said = call("backups", folder, "--propose", token, by="proposer")
    assert (code, "法的保全があります" in said, (tmp_path / "old.backup").exists()) == (2, True, True)
    assert call("--lift", str(LegalHold.objects.get().pk), "--reason", "終結", by="proposer")[0] == 0
    assert call("backups", folder, "--propose", token, by="proposer")[0] == 0
    assert call("--hold", "pump", "--reason", "別の訴訟", by="proposer")[0] == 0
    assert call("backups", folder, "--sign", token, by="second")[0] == 2
    assert (tmp_path / "old.backup").exists()


def test_a_folder_that_is_none_is_refused_in_the_readers_language(call: Call, tmp_path: Path) -> None:
    assert call("backups", str(tmp_path / "gone"))[1] == f"kizuki: {tmp_path / 'gone'}：フォルダーではありません\n"
    said = call("backups", str(tmp_path / "gone"), "--lang", "en")[1]
    assert said == f"kizuki: {tmp_path / 'gone'}: is not a folder\n"
