"""Keep advisories as a feed gave them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.feeds.signal_rows import ask_for_reevaluation
from kizuki.actions.feeds.writing_advisories import write_advisories
from kizuki.actions.register.tied import watch_where_tied
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.advisories import Advisory as Read
from kizuki.core.advisories import AdvisoryFile, read_advisories
from kizuki.store.findings.lookups import range_rows
from kizuki.store.models import Advisory, StoredDocument
from kizuki.store.record.canonical import canonical_json

ROWS_AT_A_TIME = 4_000
"""Rows of one transaction: those by which records are found, ten to a record, are written without models, four thousand
of them with their three hundred records in 60 to 210 ms of processor time (SQLite, the first 3,000 records of CISA's
vulnrichment). A page of a feed is a transaction then, and its document is hashed and looked up once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a document: records kept new or changed, records that stood already, records refused.

    `signals` are how many entries changed, and how many stood, of what is no record: by who says them (`kev`, `euvd`,
    `vc_kev`, `epss`, `endoflife`). Of EPSS the scores of what we have nothing of are neither.
    """

    changed: tuple[int, ...]
    standing: int
    refused: int
    signals: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def all_changed(self) -> int:
        """Records and entries."""
        return len(self.changed) + sum(changed for changed, _ in self.signals.values())

    @property
    def all_standing(self) -> int:
        """Records and entries."""
        return self.standing + sum(stood for _, stood in self.signals.values())


def keep_advisories(
    source: bytes, *, actor: Actor, media_type: str = "application/json", read: AdvisoryFile | None = None
) -> Kept:
    """Keep the document of a feed and every advisory in it; ask for the changed ones to be matched.

    Records that no reader takes are counted and recorded, and the others are kept. Each transaction writes at most
    `ROWS_AT_A_TIME` rows and has its entry. `read` is the document as read, where the caller has read it already.
    `Refused` where the document cannot be read as a whole.
    """
    told = read or read_advisories(source)
    standing = dict(
        Advisory.objects.filter(identifier__in=[row.id for row in told.advisories]).values_list("identifier", "body")
    )
    newest = _newest(told.advisories)
    moved = [row for row in newest if _moved(row, standing.get(row.id))]
    changed: list[int] = []
    for batch in _batches(moved):
        with verb("keep_advisories", actor=actor, of=()) as act:
            document, named = keep_document(source, media_type, published=True)
            ids = write_advisories(batch, document)
            act.defer("match_advisories", {"advisories": ids})
            ask_for_reevaluation(act, "advisory", ids)
            watch_where_tied(act, ids)
            _record(act, document, named, ids, told)
            changed += ids
    return Kept(tuple(changed), len(newest) - len(moved), len(told.refused))


def _moved(row: Read, standing: str | None) -> bool:
    """Whether the record differs from the one that stands. An overview, which names no versions, does not take the
    place of the record that it is an overview of."""
    if standing is None:
        return True
    return not (row.overview and '"overview":false' in standing) and standing != canonical_json(row)


def _record(act: Act, document: StoredDocument, named: list[str], ids: list[int], read: AdvisoryFile) -> None:
    subjects = [*named, *(f"advisory:{number}" for number in ids)]
    act.record(subjects=subjects, payload={"source": document.sha256, "kept": len(ids), "refused": len(read.refused)})


def _newest(advisories: Sequence[Read]) -> list[Read]:
    """One record for each identifier: the last one that the document has."""
    return list({advisory.id: advisory for advisory in advisories}.values())


def _batches(advisories: Sequence[Read]) -> Iterator[list[tuple[Read, list[dict[str, Any]]]]]:
    batch: list[tuple[Read, list[dict[str, Any]]]] = []
    rows_in_batch = 0
    for advisory in advisories:
        rows = range_rows(advisory)
        size = 2 + len(rows) + len(advisory.aliases)
        if batch and rows_in_batch + size > ROWS_AT_A_TIME:
            yield batch
            batch, rows_in_batch = [], 0
        batch.append((advisory, rows))
        rows_in_batch += size
    if batch:
        yield batch
