"""Verifying the record: the chain, the triggers that guard it, and the digests of what it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.core.glossary import Lang, say
from kizuki.store.audit.before import BEFORE, tables_before
from kizuki.store.audit.derived import unlike_derived
from kizuki.store.audit.guards import Guard, guards
from kizuki.store.audit.heads import Noted, held, newest, stamped
from kizuki.store.audit.joining import Unlike, unlike_rows, unlike_rows_since
from kizuki.store.audit.of_before import awaits_commitments
from kizuki.store.audit.schema import foreign_objects
from kizuki.store.audit.snapshot import snapshot
from kizuki.store.audit.triggers import missing_triggers
from kizuki.store.audit.unreadable import read_whatever_stands
from kizuki.store.audit.walking import walk_chain
from kizuki.store.models import Commitment, JournalLine, StoredDocument
from kizuki.store.record.canonical import digest_of
from kizuki.store.sealing.columns import SealedColumn, SealedRow, sealed_columns, sealed_rows
from kizuki.store.sealing.texts import Forged, KeyMissing, key_of

CLEAR = "record.audit.text_in_the_clear"
"""A version of before kept it in the clear: bringing the record up to date seals it."""
FOUND_ALTERED = "record.audit.row_found_altered"
"""Of a row that an entry wrote and says how it had found it: no later one takes that back."""
_DOCUMENTS_AT_A_TIME = 8
_ROWS_AT_A_TIME = 2_000
_MOST_OF_A_KIND = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was kept. `code` is `record.audit.…` of the glossary; `place` names the row and
    `entry` the audit entry that it is held against, 0 where there is none; `how` what a trigger saw being done."""

    code: str
    place: str
    entry: int = 0
    how: str = ""

    def said(self, lang: Lang) -> str:
        """The fault as one sentence."""
        how = say(f"record.audit.how.{self.how}", lang) if self.how else ""
        return say(self.code, lang, place=self.place, entry=self.entry, how=how)


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found. `head` is the digest of the newest entry: note it elsewhere to prove later that no
    entry was cut off the end. `faults` begins with the first bad entry of the chain.

    `outside` is the newest digest that somebody noted outside the chain and that still holds: a chain rewritten as a
    whole after it is seen against a later one only. `unsettled` counts the rows of a record of before that no entry
    has committed to yet; `unsaid` the faults beyond the first thousand of a kind.
    """

    entries: int
    head: str
    documents: int
    faults: tuple[Fault, ...]
    outside: Noted | None = None
    unsettled: int = 0
    unsaid: int = 0

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def standing(self, *but: str) -> tuple[Fault, ...]:
        """The faults of what stands, without kinds that are known: not those of rows that an entry has written since,
        which every copy tells for good."""
        return tuple(fault for fault in self.faults if fault.code not in (FOUND_ALTERED, *but))

    @property
    def found_altered(self) -> int:
        """How many such rows are told."""
        return len(self.faults) - len(self.standing())


def verify_record(
    using: str = DEFAULT_DB_ALIAS, *, heads: Sequence[Noted] = (), since: Noted | None = None
) -> Verification:
    """Read the whole record once. It changes nothing; the chain is read as far as its first bad entry.

    `heads` are digests of entries that were noted elsewhere: each must still hold. With `since`, a head up to which
    the record was verified, only later entries are read, and only the rows that these touched.
    """
    with snapshot(using):
        return read_whatever_stands(using, lambda: _verified(using, heads, since))


def _verified(using: str, heads: Sequence[Noted], since: Noted | None) -> Verification:
    outside = [*heads, *stamped(using)] + ([since] if since else [])
    lost = {noted for noted in outside if not held(noted, using)}
    faults = [Fault("record.audit.head_missing", str(noted.seq), noted.seq) for noted in outside if noted in lost]
    if since in lost:
        return Verification(0, "", 0, tuple(faults))
    walk = walk_chain(using, after=since.seq if since else 0)
    if walk.fault:
        faults.insert(0, Fault(f"record.audit.{walk.fault[0]}", str(walk.fault[1]), walk.fault[1]))
    faults += [Fault("record.audit.trigger_missing", name) for name in missing_triggers(using)]
    faults += [Fault("record.audit.object_foreign", name) for name in foreign_objects(using)]
    rows = _Rows(awaits_commitments(using))
    rows.read(unlike_rows_since(since.seq, using) if since else unlike_rows(using))
    rows.read_found_altered(since.seq if since else 0, using)
    rows.read_journal(using)
    faults += rows.faults
    if since is None:
        rows.take_digests(_digests(using))
        faults += rows.of_digests
    documents = StoredDocument.objects.using(using).count()
    best = newest(noted for noted in outside if noted not in lost)
    return Verification(walk.entries, walk.head, documents, tuple(faults), best, rows.unsettled, rows.unsaid)


class _Rows:
    """Faults of rows, each kind up to its limit: a record may be wrong in all of its rows."""

    def __init__(self, of_before: bool) -> None:
        self._of_before = of_before
        self._counts: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self.of_digests: list[Fault] = []
        self.unsettled = 0

    @property
    def unsaid(self) -> int:
        """How many are beyond the limit of their kind."""
        return sum(max(0, count - _MOST_OF_A_KIND) for count in self._counts.values())

    def read(self, unlike: Iterator[Unlike]) -> None:
        """Rows that are not as committed."""
        for one in unlike:
            if one.what == "unknown" and self._of_before:
                self.unsettled += 1
            else:
                self._add(f"record.audit.committed_row_{one.what}", f"{one.table} {one.key}", one.entry)

    def read_found_altered(self, since: int, using: str) -> None:
        """Rows that a verb found otherwise than as committed to, before it wrote them itself."""
        lines = Commitment.objects.using(using).filter(table_name__in=tables_before(using), entry__gt=since)
        told = lines.order_by("entry_id", "pk").values_list("table_name", "row_key", "entry_id")
        for table, key, entry in told.iterator(_ROWS_AT_A_TIME):
            self._add(FOUND_ALTERED, f"{table.removeprefix(BEFORE)} {key}", entry)

    def read_journal(self, using: str) -> None:
        """Changes that no verb made: their lines were never committed to."""
        lines = JournalLine.objects.using(using).order_by("table_name", "row_key", "pk")
        told = lines.values_list("table_name", "row_key", "operation").iterator(_ROWS_AT_A_TIME)
        for (table, key), done in groupby(told, itemgetter(0, 1)):
            *_, (_, _, last) = done
            self._add("record.audit.row_unclaimed", f"{table} {key}", 0, last)

    def take_digests(self, found: Iterator[Fault]) -> None:
        """What digests and seals say. Until a record of before is brought to this version its texts stand in the clear,
        and are counted with the rows that no entry has committed to yet."""
        for fault in found:
            if fault.code == CLEAR and self._of_before:
                self.unsettled += 1
            else:
                self.of_digests.append(fault)

    def _add(self, code: str, place: str, entry: int, how: str = "") -> None:
        self._counts[code] += 1
        if self._counts[code] <= _MOST_OF_A_KIND:
            self.faults.append(Fault(code, place, entry, how))


def _digests(using: str) -> Iterator[Fault]:
    """What the digests beside rows, the subjects of entries and the keys of texts say."""
    for guard in guards():
        yield from _altered_rows(guard, using)
    for guard in guards():
        yield from _rows_without_entry(guard, using)
    yield from _documents_gone(using)
    yield from _altered_texts(using)
    for table, key in unlike_derived(using):
        yield Fault("record.audit.derived_altered", f"{table} {key}")


def _altered_rows(guard: Guard, using: str) -> list[Fault]:
    """Rows whose text or bytes are not those that the digest beside them was taken of."""
    if not guard.what.digest:
        return []
    key = guard.keys[0][0]
    faults: list[Fault] = []
    with connections[using].chunked_cursor() as cursor:
        # A sealed document is held against its digest where it is opened, an erased one has left its digest alone.
        document = guard.what.digest == "content"
        standing = "erased_at IS NULL AND COALESCE(published, FALSE)" if document else "TRUE"
        cursor.execute(
            f"SELECT {key}, sha256, {guard.what.digest} FROM {guard.table} WHERE {standing} ORDER BY {key}"  # noqa: S608 ours
        )
        while rows := cursor.fetchmany(_DOCUMENTS_AT_A_TIME if document else _ROWS_AT_A_TIME):
            faults += [
                Fault(f"record.audit.{guard.what.called}_altered", _place(guard, row))
                for row, sha256, body in rows
                if digest_of(bytes(body) if isinstance(body, bytes | memoryview) else str(body)) != sha256
            ]
    return faults


def _rows_without_entry(guard: Guard, using: str) -> list[Fault]:
    """Rows that no entry of the chain names by their identity and digest."""
    if not guard.what.spoken_of_as:
        return []
    key = guard.keys[0][0]
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT kept.{key} FROM {guard.table} AS kept WHERE NOT EXISTS "  # noqa: S608 names of our own
            f"(SELECT 1 FROM store_auditsubject AS spoken WHERE spoken.subject = {guard.what.spoken_of_as}) "
            f"ORDER BY kept.{key}"
        )
        return [
            Fault(f"record.audit.{guard.what.called}_without_entry", _place(guard, row))
            for (row,) in cursor.fetchall()
        ]


def _documents_gone(using: str) -> list[Fault]:
    """Documents whose bytes are not there, or are said to be erased, and that no entry of an erasure names."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT kept.sha256 FROM store_storeddocument AS kept"
            " WHERE (kept.erased_at IS NOT NULL OR (length(kept.content) = 0 AND kept.size > 0)) AND NOT EXISTS"
            " (SELECT 1 FROM store_auditsubject AS spoken JOIN store_auditentry AS entry ON entry.seq = spoken.entry_id"
            " WHERE spoken.subject = 'document:' || kept.sha256 AND entry.verb = 'erase_expired')"
            " ORDER BY kept.sha256"
        )
        return [Fault("record.audit.document_altered", row) for (row,) in cursor.fetchall()]


def _altered_texts(using: str) -> list[Fault]:
    """Sealed texts that do not open in their row or are not what their commitment says; keys that are missing."""
    faults: list[Fault] = []
    lacking: set[str] = set()
    for column in sealed_columns(using):
        altered = "record.audit.document_altered" if column.binary else "record.audit.text_altered"
        for row in sealed_rows(column, using=using):
            place = str(row.id) if column.binary else f"{column.table} {row.id}"
            if not row.sealed:
                faults.append(_in_the_clear(column, row, altered, place))
                continue
            try:
                if row.commitment_found() != row.commitment:
                    faults.append(Fault(altered, place))
            except KeyMissing:
                lacking.add(key_of(row.kept))
            except Forged:
                faults.append(Fault(altered, place))
    return faults + [Fault("record.audit.text_key_missing", key) for key in sorted(lacking)]


def _in_the_clear(column: SealedColumn, row: SealedRow, altered: str, place: str) -> Fault:
    """What waits for being sealed is told so; a text that has its commitment was sealed once and is none of those."""
    digest = digest_of(row.kept) if column.binary else ""
    return Fault(CLEAR if row.commitment == digest else altered, place)


def _place(guard: Guard, row: object) -> str:
    return str(row) if guard.what.called != "row" else f"{guard.table} {row}"
