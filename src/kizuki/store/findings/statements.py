"""Statements of suppliers beside matches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from kizuki.core.matching import Verdict
from kizuki.core.sbom import Component as Read
from kizuki.core.vex import VexEvidence, VexStatement, evidence_for
from kizuki.store.findings.device_matches import keep_matches
from kizuki.store.models import (
    AdvisoryAlias,
    Match,
    StoredDocument,
    SupplierStatement,
    SupplierStatementName,
    Triage,
)
from kizuki.store.record.canonical import canonical_json, storable
from kizuki.store.record.parts import chunks

_STATEMENT = msgspec.json.Decoder(VexStatement)
_COMPONENT = msgspec.json.Decoder(Read)
_AT_A_TIME = 500


def statement_of(row: SupplierStatement) -> VexStatement:
    """A kept statement as it was read."""
    return _STATEMENT.decode(row.body)


def beside_match(
    match: Match, verdict: str, names: Iterable[str], statements: Iterable[VexStatement]
) -> tuple[VexEvidence, ...]:
    """What these statements say of the match, under these names of its vulnerability."""
    return evidence_for(_COMPONENT.decode(match.component.body), Verdict(verdict), names, statements)


def matches_spoken_of(statements: Collection[VexStatement]) -> Iterator[int]:
    """The active matches of which one of these statements says something that the verdict does not, or the contrary."""
    about = {name for row in statements for name in row.names}
    for part in chunks(sorted(about), _AT_A_TIME):
        records: dict[int, set[str]] = {}
        for pk, name in AdvisoryAlias.objects.filter(name__in=part).values_list("advisory_id", "name"):
            records.setdefault(pk, set()).add(name)
        yield from _of_records(records, statements)


def _of_records(records: Mapping[int, set[str]], statements: Collection[VexStatement]) -> Iterator[int]:
    active = Match.objects.filter(active=True, advisory__in=records).select_related("component").order_by("pk")
    for match in active.iterator(chunk_size=_AT_A_TIME):
        names = records[match.advisory_id]
        said = beside_match(match, match.verdict, names, statements)
        if any(row.relation in ("differs", "adds") for row in said):
            yield match.pk


def outdate_judgements_on(matches: Collection[int]) -> int:
    """Have what people said of these matches looked at again, inside a verb; returns of how many findings."""
    done = 0
    for part in chunks(sorted(matches), _AT_A_TIME):
        said = Triage.objects.filter(match__in=part).exclude(advisory_revision=0)
        # No revision of a record: what was said holds for none.
        done += said.update(advisory_revision=0)
        keep_matches(part)
    return done


def places_held(document: str) -> set[str]:
    """The places of the document with this digest of which a statement is kept."""
    return set(SupplierStatement.objects.filter(document=document).values_list("place", flat=True))


def place_of(row: VexStatement) -> str:
    """Where it stands in its document; one place can hold statements of several statuses."""
    return f"{row.where} {row.status}"[:200]


def write_statements(statements: Sequence[VexStatement], document: StoredDocument, at: datetime) -> list[int]:
    """Keep these inside a verb, with the names by which they are found; returns their ids."""
    rows = SupplierStatement.objects.bulk_create(
        SupplierStatement(
            document=document,
            place=place_of(row),
            author=storable(row.author),
            status=str(row.status),
            stated_at=row.at[:40],
            body=canonical_json(row),
            learned_at=at,
        )
        for row in statements
    )
    SupplierStatementName.objects.bulk_create(
        SupplierStatementName(statement=row, name=name[:200])
        for row, told in zip(rows, statements, strict=True)
        for name in dict.fromkeys(told.names)
    )
    return [int(row.pk) for row in rows]
