"""A case with everything that proves it: its rows, its documents, and the chain from its first entry to the newest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import AuditEntry, AuditSubject, Case, Commitment, StoredDocument
from kizuki.store.queries.proved_rows import ProvedRows, proved_rows
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json

_COLUMNS = ("seq", "at", "actor", "verb", "subjects", "payload", "previous_hash", "commitments", "hash")


@dataclass(frozen=True, slots=True)
class CaseProof:
    """One case: `entries` are the numbers of the audit entries that speak of it or of a row of it; `first` is the
    earliest of them and of those that committed to its rows or kept its documents, `newest` the last of the chain,
    `head` the digest of that."""

    id: int
    number: str
    proved: ProvedRows
    entries: tuple[int, ...]
    first: int
    newest: int
    head: str


def case_id_of(viewer: Viewer, number: str) -> int | None:
    """The case with this number; None where there is none."""
    return seen(viewer, Case).filter(number=number).values_list("pk", flat=True).first()


def case_proof(viewer: Viewer, case_id: int) -> CaseProof:
    """Everything of a case but the bytes of its documents; the case must exist."""
    proved = proved_rows(viewer, case_id)
    newest = AuditEntry.objects.order_by("-seq").values_list("seq", "hash")[0]
    number = seen(viewer, Case).values_list("number", flat=True).get(pk=case_id)
    spoken = sorted(set(_speaking_of(proved.subjects)))
    # A document may have come with an earlier entry, and a row that is pointed at always has.
    kept = _speaking_of([f"document:{sha256}" for sha256 in proved.documents])
    # One that an entry found altered is proved to be so by that entry.
    committed = (entry for row in proved.rows for entry in (row.entry, row.altered) if entry)
    return CaseProof(case_id, number, proved, tuple(spoken), min((*spoken, *kept, *committed)), *newest)


def _speaking_of(subjects: Sequence[str]) -> Iterator[int]:
    for first in range(0, len(subjects), 500):
        spoken = AuditSubject.objects.filter(subject__in=subjects[first : first + 500])
        yield from spoken.values_list("entry_id", flat=True)


def chain_from(viewer: Viewer, first: int, until: int) -> Iterator[dict[str, Any]]:
    """The entries of the chain in order: what a digest was taken of, letter by letter. They hold codes and ids only,
    of everything, so nobody but the program reads them so."""
    rows = seen(viewer, AuditEntry).filter(seq__gte=first, seq__lte=until).order_by("seq").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=5_000):
        yield dict(zip(_COLUMNS, row, strict=True))


def commitments_from(viewer: Viewer, first: int, until: int) -> Iterator[tuple[int, str]]:
    """What each of these entries committed to: canonical JSON of tables, keys and digests, as it went into the digest
    that the entry holds. For the program alone."""
    rows = seen(viewer, Commitment).filter(entry__gte=first, entry__lte=until).order_by("entry", "pk")
    listed = rows.values_list("entry", "table_name", "row_key", "digest").iterator(chunk_size=5_000)
    for entry, committed in groupby(listed, key=lambda row: row[0]):
        yield entry, canonical_json([row[1:] for row in committed])


def stored_bytes(viewer: Viewer, sha256: str) -> tuple[str, bytes]:
    """The media type and the bytes of a stored document; it must exist. Asked for by the program alone: a person
    sees it through what holds it."""
    document = seen(viewer, StoredDocument).get(sha256=sha256)
    return document.media_type, bytes(document.content)
