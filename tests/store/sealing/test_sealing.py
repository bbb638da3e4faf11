"""Texts that may name persons: nobody reads, swaps or changes them without their key."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, connection, transaction

from kizuki.actions.cases.note import note
from kizuki.actions.record.reseal_texts import reseal_texts
from kizuki.actions.record.rotate_key import rotate_key
from kizuki.core.refusal import Refused
from kizuki.store.audit.triggers import remove_triggers
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Narrative
from kizuki.store.sealing.columns import sealed_columns, sealed_rows
from kizuki.store.sealing.keys import keys
from kizuki.store.sealing.places import key_file
from kizuki.store.sealing.texts import Forged, KeyMissing, seal, unseal
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

WORDS = "患者 山田太郎、ポンプ停止"


@pytest.fixture(autouse=True)
def _keys_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KIZUKI_KEY_FILE", str(tmp_path / "keys"))


def _noted() -> int:
    company_and_pump()
    case = opened_case()
    note(case, WORDS, actor=TESTER)
    return case


def _kept(column: str = "body") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM store_narrative WHERE kind = 'note'")
        return str(cursor.fetchone()[0])


def _sealed() -> int:
    return sum(1 for column in sealed_columns() for _ in sealed_rows(column))


def test_the_database_holds_no_word_of_a_note_and_its_reader_every_one() -> None:
    _noted()
    assert "山田" not in _kept()
    assert Narrative.objects.get(kind="note").body == WORDS
    assert list(Narrative.objects.filter(kind="note").values_list("revision", "body")) == [(1, WORDS)]
    assert Narrative.objects.filter(kind="note").values("body").get() == {"body": WORDS}


def test_a_sealed_text_is_aes_gcm_that_another_program_with_the_key_opens() -> None:
    case = _noted()
    _, _, key_id, packed = _kept().split(":")
    named, text = key_file().read_text().split()
    raw = base64.b64decode(packed)
    bound = f"kizuki text 1|{key_id}|store_narrative.body|{case}|note|1|".encode()
    content = AESGCM(base64.b64decode(text)).decrypt(raw[:12], raw[12:], bound)
    assert (named, content[16:].decode()) == (key_id, WORDS)
    row = f"store_narrative.body|{case}|note|1|".encode()
    assert _kept("commitment") == hashlib.sha256(row + b"\x00" + content).hexdigest()


def test_the_key_file_is_made_once_and_for_its_owner_alone() -> None:
    first = keys().newest
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert keys().newest == first
    key_file().chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        keys()


def test_a_damaged_key_is_refused_with_its_line() -> None:
    keys()
    key_file().write_text(key_file().read_text().replace(" ", " A", 1))
    with pytest.raises(Refused, match="line 1: is not a key"):
        keys()


def test_a_text_put_into_another_row_or_altered_does_not_open() -> None:
    sealed, _ = seal(WORDS, "a|1")
    assert unseal(sealed, "a|1").text == WORDS
    with pytest.raises(Forged):
        unseal(sealed, "a|2")
    with pytest.raises(Forged):
        unseal(sealed[:-6] + "AAAA==", "a|1")


def test_verifying_finds_a_swapped_text_and_one_that_no_entry_speaks_of() -> None:
    case = _noted()
    note(case, "二つ目", actor=TESTER)
    assert verify_record().intact
    remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_narrative SET body = %s WHERE kind = 'note' AND revision = 2", [_kept()])
    second = Narrative.objects.only("pk").get(kind="note", revision=2).pk
    assert ("record.audit.text_altered", f"store_narrative {second}") in [
        (fault.code, fault.place) for fault in verify_record().faults
    ]
    with pytest.raises(Forged):
        list(Narrative.objects.filter(kind="note").values_list("body"))


def test_a_text_sealed_anew_by_somebody_with_the_key_is_not_the_one_that_the_chain_names() -> None:
    case = _noted()
    remove_triggers()
    sealed, commitment = seal("別の文章", f"store_narrative.body|{case}|note|1|")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE store_narrative SET body = %s, commitment = %s WHERE kind = 'note'", [sealed, commitment]
        )
    assert "record.audit.text_without_entry" in [fault.code for fault in verify_record().faults]


def test_a_lost_key_file_is_not_made_anew_and_verifying_says_which_key_lacks() -> None:
    _noted()
    lost = keys().newest
    key_file().unlink()
    with pytest.raises(KeyMissing, match="put that file back"):
        Narrative.objects.get(kind="note")
    with pytest.raises(Refused, match="are missing: put the file back"):
        keys()
    other = Path(os.environ["KIZUKI_KEY_FILE"]).with_name("other")
    os.environ["KIZUKI_KEY_FILE"] = str(other)
    raw = b"k" * 32
    other.write_text(f"{hashlib.sha256(b'kizuki key' + raw).hexdigest()[:12]} {base64.b64encode(raw).decode()}\n")
    other.chmod(0o600)
    with pytest.raises(KeyMissing):
        Narrative.objects.get(kind="note")
    assert ("record.audit.text_key_missing", lost) in [(f.code, f.place) for f in verify_record().faults]


def test_rotation_seals_every_text_anew_and_changes_none() -> None:
    _noted()
    before, commitments = _kept(), set(Narrative.objects.values_list("commitment", flat=True))
    old = keys().newest
    new = rotate_key(actor=TESTER)
    assert new != old
    assert reseal_texts(actor=TESTER) == _sealed()
    assert reseal_texts(actor=TESTER) == 0
    assert _kept() != before
    assert _kept().split(":")[2] == new
    assert set(Narrative.objects.values_list("commitment", flat=True)) == commitments
    assert Narrative.objects.get(kind="note").body == WORDS
    assert verify_record().intact
    assert set(keys().by_id) == {old, new}


def test_a_rotation_that_was_interrupted_goes_on_without_a_third_key(monkeypatch: pytest.MonkeyPatch) -> None:
    _noted()
    monkeypatch.setattr("kizuki.actions.record.reseal_texts.MOST_ROWS", 1)
    new = rotate_key(actor=TESTER)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reseal_texts(actor=TESTER, between=killed)
    assert rotate_key(actor=TESTER) == new
    assert reseal_texts(actor=TESTER) == _sealed() - 1
    runs = AuditEntry.objects.filter(verb="reseal_texts").count()
    assert runs == _sealed()


@pytest.mark.parametrize(
    "change",
    [
        "body = 'plain'",
        "body = ''",
        "body = 'sealed:1:x:y', commitment = 'z'",
        "body = 'sealed:1:x:y', place = 'elsewhere'",
        "revision = 9",
        "erased_at = '2026-06-01 00:00:00+00:00'",
    ],
)
def test_the_trigger_lets_pass_erasing_and_resealing_and_nothing_else(change: str) -> None:
    _noted()
    with (
        pytest.raises(IntegrityError, match="is not changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE store_narrative SET {change} WHERE kind = 'note'")


def test_a_text_is_not_changed_through_its_model_either() -> None:
    _noted()
    with pytest.raises(TypeError, match="is sealed with its row"):
        Narrative.objects.filter(kind="note").update(body="anderes")
