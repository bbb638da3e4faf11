"""The rows of advisories, written a batch at a time inside a verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kizuki.core.advisories import Advisory as Read
from kizuki.core.advisories.naming import names_of_record
from kizuki.store.findings.device_matches import keep_advisories_matched
from kizuki.store.findings.same import gave_way
from kizuki.store.models import (
    ActiveExploitation,
    Advisory,
    AdvisoryAlias,
    AdvisoryRow,
    StoredDocument,
)
from kizuki.store.queries.signals import ssvc_points
from kizuki.store.record import clock
from kizuki.store.record.bulk import insert
from kizuki.store.record.canonical import canonical_json, json_of, storable
from kizuki.store.signals.standing import exploited_since, keep_withdrawals

_LONGEST_NAME = 200
_ROW = ("lookup", "scheme", "low_key", "high_key", "key_version")
_COLUMNS = (
    "kind",
    "aliases",
    "summary",
    "published_at",
    "modified_at",
    "withdrawn",
    "known_exploited_on",
    "source",
    "body",
    "configured",
    "revision",
    "kept_at",
)


def write_advisories(batch: Sequence[tuple[Read, list[dict[str, Any]]]], document: StoredDocument) -> list[int]:
    """Write these records with the rows that they are found by; returns their ids, in their order.

    A record that stands gets the new state and the next revision, and its rows are written anew.
    """
    held = Advisory.objects.select_for_update().filter(identifier__in=[read.id for read, _ in batch]).order_by("pk")
    standing = {row.identifier: row for row in held}
    stood = {row.identifier: row.withdrawn for row in standing.values()}
    before = {row.identifier: (row.kept_at, _is_active(row.body)) for row in standing.values()}
    exploited = exploited_since([cve for read, _ in batch for cve in _numbers(read)])
    changed, new = [], []
    for read, _ in batch:
        row = standing.get(read.id)
        if row is None:
            row = Advisory(identifier=read.id, revision=1)
            new.append(row)
        else:
            row.revision += 1
            changed.append(row)
        _fill(row, read, document, exploited)
    _update(changed)
    Advisory.objects.bulk_create(new)
    made = standing | {row.identifier: row for row in new}
    # Ten rows to a record: without a model for each; none for a record that gave way to another one.
    gone = gave_way([row.pk for row in standing.values()])
    rows = [
        (made[read.id].pk, *(row[name] for name in _ROW))
        for read, found in batch
        if made[read.id].pk not in gone
        for row in found
    ]
    insert(AdvisoryRow, ("advisory_id", *_ROW), rows)
    names = [(made[read.id].pk, name) for read, _ in batch for name in _names(read)]
    insert(AdvisoryAlias, ("advisory_id", "name"), names)
    _keep_active(made, before)
    moved = [(row, row.withdrawn) for row in changed if row.withdrawn != stood[row.identifier]]
    keep_withdrawals(moved, document, clock.now())
    keep_advisories_matched([row.pk for row in changed])
    return [int(made[read.id].pk) for read, _ in batch]


def _keep_active(made: Mapping[str, Advisory], before: Mapping[str, tuple[datetime, bool]]) -> None:
    """Since when each record says that its vulnerability is actively exploited; one that said so before said so then."""
    saying = {name: row for name, row in made.items() if _is_active(row.body)}
    if not saying:
        return
    kept = ActiveExploitation.objects.filter(advisory__in=saying.values())
    standing, now = set(kept.values_list("advisory_id", flat=True)), clock.now()
    ActiveExploitation.objects.bulk_create(
        ActiveExploitation(advisory=row, told_at=before[name][0] if name in before and before[name][1] else now)
        for name, row in saying.items()
        if row.pk not in standing
    )


def _is_active(body: str) -> bool:
    return '"version":"ssvc"' in body and ("E", "A") in (ssvc_points(json_of(body)) or ())


def _fill(row: Advisory, read: Read, document: StoredDocument, exploited: dict[str, date]) -> None:
    row.kind = read.kind
    row.aliases = list(read.aliases)
    row.summary = storable(read.summary)
    row.published_at, row.modified_at = read.published[:40], read.modified[:40]
    row.withdrawn = bool(read.withdrawn)
    row.known_exploited_on = min((exploited[cve] for cve in _numbers(read) if cve in exploited), default=None)
    row.source = document
    row.body = canonical_json(read)
    row.configured = bool(read.configurations)


def _update(changed: list[Advisory]) -> None:
    if not changed:
        return
    for row in changed:
        row.save(update_fields=_COLUMNS)
    AdvisoryRow.objects.filter(advisory__in=changed).delete()
    AdvisoryAlias.objects.filter(advisory__in=changed).delete()


def _names(read: Read) -> list[str]:
    """Every name by which the record is found, without those of many vulnerabilities (the number of its document)."""
    return list(dict.fromkeys(name[:_LONGEST_NAME] for name in names_of_record(read)))


def _numbers(read: Read) -> list[str]:
    """The CVE numbers that the record is about, the one that it builds on too."""
    return [name for name in names_of_record(read) if name.startswith("CVE-") and "#" not in name]
