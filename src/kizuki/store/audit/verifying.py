"""Verifying the record: the chain, the triggers that guard it, and the digests of what it speaks of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from kizuki.core.glossary import Lang, say
from kizuki.store.audit.chain import GENESIS, hash_of
from kizuki.store.audit.snapshot import snapshot
from kizuki.store.audit.triggers import missing_triggers
from kizuki.store.canonical import canonical_json, digest_of
from kizuki.store.models import AuditEntry, AuditSubject, Determination, FactSheet, StoredDocument

_ROWS_AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was kept. `code` is `record.audit.…` of the glossary; `place` names the row."""

    code: str
    place: str

    def said(self, lang: Lang) -> str:
        """The fault as one sentence."""
        return say(self.code, lang, place=self.place)


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found. `head` is the digest of the newest entry: note it elsewhere to prove later that no
    entry was cut off the end. `faults` begins with the first bad entry of the chain."""

    entries: int
    head: str
    documents: int
    faults: tuple[Fault, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify_record() -> Verification:
    """Read the whole record once. It changes nothing; the chain is read as far as its first bad entry."""
    with snapshot():
        entries, newest, broken = _walk_chain()
        documents, changed = _check_documents()
        faults = (
            *broken,
            *(Fault("record.audit.trigger_missing", name) for name in missing_triggers()),
            *changed,
            *_check_bodies(),
            *_without_entry(),
        )
    return Verification(entries, newest, documents, faults)


def _walk_chain() -> tuple[int, str, tuple[Fault, ...]]:
    columns = ("seq", "at", "actor", "verb", "subjects", "payload", "previous_hash", "hash")
    rows = AuditEntry.objects.order_by("seq").values_list(*columns).iterator(chunk_size=_ROWS_AT_A_TIME)
    indexed = _subjects_by_entry()
    index_entry, index_subjects = next(indexed, (0, []))
    expected, previous = 1, GENESIS
    for seq, at, actor, verb, subjects, payload, previous_hash, digest in rows:
        place = str(seq)
        if seq != expected:
            return expected - 1, previous, (Fault("record.audit.entry_missing", str(expected)),)
        if previous_hash != previous:
            return expected - 1, previous, (Fault("record.audit.entry_out_of_chain", place),)
        if digest != _hash(seq, at, actor, verb, subjects, payload, previous_hash):
            return expected - 1, previous, (Fault("record.audit.entry_altered", place),)
        spoken: list[str] = []
        if index_entry == seq:
            spoken = index_subjects
            index_entry, index_subjects = next(indexed, (0, []))
        if subjects != canonical_json(spoken):
            return seq, digest, (Fault("record.audit.index_altered", place),)
        expected, previous = seq + 1, digest
    if index_entry:
        return expected - 1, previous, (Fault("record.audit.entry_missing", str(index_entry)),)
    return expected - 1, previous, ()


def _hash(seq: int, at: str, actor: str, verb: str, subjects: str, payload: str, previous: str) -> str | None:
    try:
        return hash_of(
            seq=seq, at=at, actor=actor, verb=verb, subjects=subjects, payload=payload, previous_hash=previous
        )
    except ValueError:
        return None


def _subjects_by_entry() -> Iterator[tuple[int, list[str]]]:
    rows = AuditSubject.objects.order_by("entry_id", "id").values_list("entry_id", "subject")
    for entry, group in groupby(rows.iterator(chunk_size=_ROWS_AT_A_TIME), key=lambda row: row[0]):
        yield entry, [subject for _, subject in group]


def _check_documents() -> tuple[int, list[Fault]]:
    rows = StoredDocument.objects.order_by("sha256").values_list("sha256", "size", "content")
    faults: list[Fault] = []
    count = 0
    for sha256, size, content in rows.iterator(chunk_size=8):
        count += 1
        if hashlib.sha256(content).hexdigest() != sha256 or len(content) != size:
            faults.append(Fault("record.audit.document_altered", sha256))
    return count, faults


def _check_bodies() -> list[Fault]:
    sheets = FactSheet.objects.order_by("id").values_list("id", "facts", "sha256")
    determinations = Determination.objects.order_by("id").values_list("id", "answer", "sha256")
    faults = [
        Fault("record.audit.fact_sheet_altered", str(row))
        for row, body, sha256 in sheets.iterator(chunk_size=_ROWS_AT_A_TIME)
        if digest_of(body) != sha256
    ]
    faults += [
        Fault("record.audit.determination_altered", str(row))
        for row, body, sha256 in determinations.iterator(chunk_size=_ROWS_AT_A_TIME)
        if digest_of(body) != sha256
    ]
    return faults


_WITHOUT_ENTRY = (
    ("record.audit.document_without_entry", "store_storeddocument", "sha256", "'document:' || kept.sha256"),
    (
        "record.audit.fact_sheet_without_entry",
        "store_factsheet",
        "id",
        "'fact_sheet:' || kept.id || ':' || kept.sha256",
    ),
    (
        "record.audit.determination_without_entry",
        "store_determination",
        "id",
        "'determination:' || kept.id || ':' || kept.sha256",
    ),
)
"""What every kept thing is called by the entry that kept it; a row that no entry names came in by another way."""


def _without_entry() -> list[Fault]:
    faults: list[Fault] = []
    with connection.cursor() as cursor:
        for code, table, name, subject in _WITHOUT_ENTRY:
            cursor.execute(
                f"SELECT kept.{name} FROM {table} AS kept WHERE NOT EXISTS "  # noqa: S608 names of our own
                f"(SELECT 1 FROM store_auditsubject AS spoken WHERE spoken.subject = {subject}) ORDER BY kept.{name}"
            )
            faults += [Fault(code, str(row[0])) for row in cursor.fetchall()]
    return faults
