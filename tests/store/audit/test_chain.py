"""The chain: its digests by hand, its faults, and writers that come at once."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kizuki.actions.verb import Actor, verb
from kizuki.store.audit.triggers import remove_triggers
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, AuditSubject, Company, StoredDocument
from kizuki.store.sealing.field import sealed_anew

pytestmark = pytest.mark.django_db

TESTER = Actor.program("test")


def _entries(count: int) -> None:
    for number in range(count):
        with verb("test", actor=TESTER, of=()) as act:
            act.record(subjects=[f"case:{number}", "device:1"], payload={"n": number})


def test_the_digest_is_sha256_over_sorted_json_and_begins_at_zeros() -> None:
    _entries(2)
    previous = "0" * 64
    for entry in AuditEntry.objects.order_by("seq"):
        body = {
            "seq": entry.seq,
            "at": entry.at,
            "actor": "program:test",
            "verb": "test",
            "subjects": [f"case:{entry.seq - 1}", "device:1", *(["record:committed"] if entry.seq == 1 else [])],
            "payload": {"n": entry.seq - 1},
            "previous_hash": previous,
        }
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry.hash == hashlib.sha256(text.encode()).hexdigest()
        previous = entry.hash


def test_an_untouched_record_is_intact() -> None:
    assert verify_record().intact
    _entries(3)
    found = verify_record()
    assert (found.intact, found.entries, found.head) == (True, 3, AuditEntry.objects.get(seq=3).hash)


@pytest.mark.parametrize(
    ("tampering", "code", "place"),
    [
        ("UPDATE store_auditentry SET actor = 'user:1' WHERE seq = 2", "entry_altered", "2"),
        ("UPDATE store_auditentry SET payload = '{\"n\":9}' WHERE seq = 2", "entry_altered", "2"),
        ("UPDATE store_auditentry SET payload = 'not json' WHERE seq = 2", "entry_altered", "2"),
        ("UPDATE store_auditentry SET previous_hash = 'x' WHERE seq = 3", "entry_out_of_chain", "3"),
        ("UPDATE store_auditsubject SET subject = 'case:99' WHERE subject = 'case:1'", "index_altered", "2"),
        ("DELETE FROM store_auditsubject WHERE entry_id = 2", "index_altered", "2"),
    ],
)
def test_tampering_is_found_and_the_first_bad_entry_named(tampering: str, code: str, place: str) -> None:
    _entries(4)
    remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    first = verify_record().faults[0]
    assert (first.code, first.place) == (f"record.audit.{code}", place)


def test_an_entry_cut_out_is_found() -> None:
    _entries(4)
    remove_triggers()
    AuditSubject.objects.filter(entry=2).delete()
    AuditEntry.objects.filter(seq=2).delete()
    first = verify_record().faults[0]
    assert (first.code, first.place) == ("record.audit.entry_missing", "2")


def test_an_entry_forged_with_a_right_digest_breaks_the_link_of_the_next() -> None:
    from kizuki.store.audit.chain import hash_of

    _entries(3)
    remove_triggers()
    entry = AuditEntry.objects.get(seq=2)
    forged = hash_of(
        seq=2,
        at=entry.at,
        actor="user:1",
        verb=entry.verb,
        subjects=entry.subjects,
        payload=entry.payload,
        previous_hash=entry.previous_hash,
    )
    AuditEntry.objects.filter(seq=2).update(actor="user:1", hash=forged)
    first = verify_record().faults[0]
    assert (first.code, first.place) == ("record.audit.entry_out_of_chain", "3")


def test_a_document_that_changed_and_one_that_no_entry_speaks_of_are_found() -> None:
    sha256 = hashlib.sha256(b"kept").hexdigest()
    with verb("test", actor=TESTER, of=()) as act:
        StoredDocument.objects.create(sha256=sha256, media_type="text/plain", size=4, content=b"kept")
        act.record(subjects=[f"document:{sha256}"])
    assert verify_record().intact
    smuggled = hashlib.sha256(b"in").hexdigest()
    StoredDocument.objects.create(sha256=smuggled, media_type="text/plain", size=2, content=b"in", published=True)
    row = f"store_storeddocument {smuggled}"
    assert {(fault.code, fault.place) for fault in verify_record().faults} == {
        ("record.audit.document_without_entry", smuggled),
        ("record.audit.committed_row_unknown", row),
        ("record.audit.row_unclaimed", row),
    }
    remove_triggers()
    StoredDocument.objects.filter(sha256=sha256).update(**sealed_anew(StoredDocument, sha256, content=b"lost"))
    assert ("record.audit.document_altered", sha256) in [(f.code, f.place) for f in verify_record().faults]


def test_missing_triggers_are_a_fault() -> None:
    remove_triggers()
    assert {fault.code for fault in verify_record().faults} == {"record.audit.trigger_missing"}


@pytest.mark.django_db(transaction=True)
def test_writers_that_come_at_once_make_one_chain() -> None:
    def write(number: int) -> None:
        try:
            for step in range(10):
                with verb("test", actor=TESTER, of=()) as act:
                    Company.objects.filter(id=1).update(name=f"{number}-{step}")
                    act.record(subjects=[f"case:{number}"], payload={"step": step})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    found = verify_record()
    assert (found.intact, found.entries) == (True, 40)
