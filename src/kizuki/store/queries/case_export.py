"""A case with everything that proves it: its rows, its documents, and the chain from its first entry to the newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import AuditEntry, AuditSubject, Case, StoredDocument
from kizuki.store.queries.case_rows import CaseRows, case_rows
from kizuki.store.queries.viewer import Viewer

_COLUMNS = ("seq", "at", "actor", "verb", "subjects", "payload", "previous_hash", "commitments", "hash")


@dataclass(frozen=True, slots=True)
class CaseProof:
    """One case: `entries` are the numbers of the audit entries that speak of it; `first` is the earliest of them and
    of those that kept its documents and texts, `newest` the last of the chain, `head` the digest of that."""

    id: int
    number: str
    rows: CaseRows
    entries: tuple[int, ...]
    first: int
    newest: int
    head: str


def case_id_of(viewer: Viewer, number: str) -> int | None:
    """The case with this number; None where there is none."""
    return seen(viewer, Case).filter(number=number).values_list("pk", flat=True).first()


def case_proof(viewer: Viewer, case_id: int) -> CaseProof:
    """Everything of a case but the bytes of its documents; the case must exist."""
    rows = case_rows(viewer, case_id)
    subjects = [f"case:{case_id}", *(f"report:{row['id']}" for row in rows.own.get("store_report", ()))]
    entries = AuditEntry.objects.filter(subject_rows__subject__in=subjects).order_by("seq").distinct()
    newest = AuditEntry.objects.order_by("-seq").values_list("seq", "hash")[0]
    number = seen(viewer, Case).values_list("number", flat=True).get(pk=case_id)
    spoken = tuple(entries.values_list("seq", flat=True))
    return CaseProof(case_id, number, rows, spoken, min((*spoken, *_keeping(rows))), *newest)


def _keeping(rows: CaseRows) -> list[int]:
    """The entries that kept the documents and texts of the case: a document may have come with an earlier one."""
    kept = (row for table in rows.own.values() for row in table)
    texts = [row[column] for row in kept for column in row if column.endswith("commitment") and row[column]]
    named = [f"document:{sha256}" for sha256 in rows.documents] + [f"text:{commitment}" for commitment in texts]
    found: list[int] = []
    for first in range(0, len(named), 500):
        spoken = AuditSubject.objects.filter(subject__in=named[first : first + 500])
        found += spoken.values_list("entry_id", flat=True)
    return found


def chain_from(viewer: Viewer, first: int, until: int) -> Iterator[dict[str, Any]]:
    """The entries of the chain in order: what a digest was taken of, letter by letter. They hold codes and ids only,
    of everything, so nobody but the program reads them so."""
    rows = seen(viewer, AuditEntry).filter(seq__gte=first, seq__lte=until).order_by("seq").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=5_000):
        yield dict(zip(_COLUMNS, row, strict=True))


def stored_bytes(viewer: Viewer, sha256: str) -> tuple[str, bytes]:
    """The media type and the bytes of a stored document; it must exist. Asked for by the program alone: a person
    sees it through what holds it."""
    document = seen(viewer, StoredDocument).get(sha256=sha256)
    return document.media_type, bytes(document.content)
