"""Keep advisories as a feed gave them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.watching.known_exploited import exploited_since
from kizuki.actions.watching.lookups import range_rows
from kizuki.actions.watching.signal_rows import ask_for_reevaluation
from kizuki.core.advisories import Advisory as Read
from kizuki.core.advisories import AdvisoryFile, read_advisories
from kizuki.store.canonical import canonical_json, storable
from kizuki.store.models import Advisory, AdvisoryAlias, AdvisoryRow, StoredDocument


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a document: records kept new or changed, records that stood already, records refused."""

    changed: tuple[int, ...]
    standing: int
    refused: int


def keep_advisories(source: bytes, *, actor: Actor, media_type: str = "application/json") -> Kept:
    """Keep the document of a feed and every advisory in it; ask for the changed ones to be matched.

    Records that no reader takes are counted and recorded, and the others are kept. Each transaction writes at most a
    thousand rows and has its entry. `Refused` where the document cannot be read as a whole.
    """
    read = read_advisories(source)
    standing = dict(
        Advisory.objects.filter(identifier__in=[row.id for row in read.advisories]).values_list("identifier", "body")
    )
    moved = [row for row in _newest(read.advisories) if standing.get(row.id) != canonical_json(row)]
    changed: list[int] = []
    for batch in _batches(moved):
        with verb("keep_advisories", actor=actor) as act:
            document, named = keep_document(source, media_type)
            ids = [_keep(advisory, rows, document) for advisory, rows in batch]
            act.defer("match_advisories", {"advisories": ids})
            ask_for_reevaluation(act, "advisory", ids)
            _record(act, document, named, ids, read)
            changed += ids
    return Kept(tuple(changed), len(read.advisories) - len(moved), len(read.refused))


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
        if batch and rows_in_batch + size > MOST_ROWS:
            yield batch
            batch, rows_in_batch = [], 0
        batch.append((advisory, rows))
        rows_in_batch += size
    if batch:
        yield batch


def _keep(read: Read, rows: list[dict[str, Any]], document: StoredDocument) -> int:
    values = {
        "aliases": list(read.aliases),
        "summary": storable(read.summary),
        "published_at": read.published[:40],
        "modified_at": read.modified[:40],
        "withdrawn": bool(read.withdrawn),
        "known_exploited_on": exploited_since(read.cves),
        "source": document,
        "body": canonical_json(read),
    }
    standing = Advisory.objects.select_for_update().filter(identifier=read.id).first()
    if standing is None:
        kept = Advisory.objects.create(identifier=read.id, **values)
    else:
        kept = standing
        for name, value in values.items():
            setattr(kept, name, value)
        kept.revision += 1
        kept.save()
        AdvisoryRow.objects.filter(advisory=kept).delete()
        AdvisoryAlias.objects.filter(advisory=kept).delete()
    AdvisoryRow.objects.bulk_create([AdvisoryRow(advisory=kept, **row) for row in rows])
    names = dict.fromkeys((read.id, *read.aliases))
    AdvisoryAlias.objects.bulk_create([AdvisoryAlias(advisory=kept, name=name[:200]) for name in names])
    return int(kept.pk)
