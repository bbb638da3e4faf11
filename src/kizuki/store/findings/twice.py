"""Records that are one: found among those that speak of our components, and joined without loss of a judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from kizuki.core.advisories import Advisory as Read
from kizuki.core.advisories.duplicates import is_same_document
from kizuki.store.components.merging import join_matches
from kizuki.store.findings.device_matches import end_matches, keep_matches
from kizuki.store.findings.same import keep_join
from kizuki.store.findings.tallies import outdate_by_components
from kizuki.store.models import Advisory, AdvisoryRow, Match, RecordJoin, ReleaseComponent, ReleaseVerdict

_READ = msgspec.json.Decoder(Read)
_AT_A_TIME = 400


@dataclass(frozen=True, slots=True)
class Twice:
    """A record (`old`) that is another one (`into`), by their names, and why: `same_document` or `replaced`."""

    old: str
    into: str
    why: str


@dataclass(frozen=True, slots=True)
class Joined:
    """How many matches became one with a match of the record that stands, how many went over to it, and how many
    findings are to triage again since two judgements differ."""

    met: int
    moved: int
    differing: int


def records_twice() -> Iterator[Twice]:
    """Every record with a match that was withdrawn in favour of one that is kept, or is the same document as another one
    with a match; those that gave way already are left out. The older of two stands."""
    held = Match.objects.order_by().values_list("advisory", flat=True).distinct()
    gone = set(RecordJoin.objects.filter(ended_at=None, into__isnull=False).values_list("advisory_id", flat=True))
    wanted = sorted(set(held) - gone)
    by_name: dict[str, list[tuple[int, Read]]] = {}
    for start in range(0, len(wanted), _AT_A_TIME):
        rows = Advisory.objects.filter(pk__in=wanted[start : start + _AT_A_TIME]).exclude(kind="entered")
        for pk, body in rows.order_by("pk").values_list("pk", "body"):
            read = _READ.decode(body)
            if read.withdrawn:
                yield from _replaced(read)
            for name in dict.fromkeys((read.id, read.document, *read.aliases)):
                if name and not read.withdrawn:
                    by_name.setdefault(name, []).append((pk, read))
    yield from _same(by_name)


def _replaced(read: Read) -> Iterator[Twice]:
    stands = Advisory.objects.filter(identifier__in=read.related, withdrawn=False).exclude(kind="entered")
    found = list(stands.values_list("identifier", flat=True)[:2])
    if len(found) == 1:
        yield Twice(read.id, found[0], "replaced")


def _same(by_name: dict[str, list[tuple[int, Read]]]) -> Iterator[Twice]:
    told: set[str] = set()
    for rows in by_name.values():
        for place, (_, read) in enumerate(rows):
            first = next((other for _, other in rows[:place] if is_same_document(other, read)), None)
            if first is not None and first.id not in told and read.id not in told:
                told.add(read.id)
                yield Twice(read.id, first.id, "same_document")


def why_one(old: Advisory, into: Advisory) -> str | None:
    """Why two records, locked, are one; None where nothing says so."""
    one, other = _READ.decode(old.body), _READ.decode(into.body)
    if is_same_document(one, other):
        return "same_document"
    return "replaced" if one.withdrawn and other.id in one.related and not other.withdrawn else None


def records_locked(*advisories: int) -> list[Advisory]:
    """These records, in this order; nobody else joins them until the transaction ends."""
    rows = {row.pk: row for row in Advisory.objects.select_for_update().filter(pk__in=advisories).order_by("pk")}
    return [rows[pk] for pk in advisories]


def join_records(old: Advisory, into: Advisory, why: str, on: date, at: datetime) -> Joined:
    """Have every match of `old` be of `into`, inside a verb. The earlier days stay; what was said of a finding holds for
    the other one, and where two judgements differ it is to triage again. `old` is matched no more."""
    matches = list(Match.objects.select_for_update().filter(advisory=old).order_by("pk"))
    outdate_by_components({row.component_id for row in matches})
    ReleaseVerdict.objects.filter(match__advisory=old).delete()
    standing = {row.component_id: row for row in Match.objects.select_for_update().filter(advisory=into)}
    ended, kept, moved, differing = [], [], 0, 0
    for match in matches:
        other = standing.get(match.component_id)
        if other is None:
            match.advisory = into
            match.save(update_fields=["advisory"])
            kept.append(match.pk)
            moved += 1
            continue
        both = _releases_of(match.component_id) if match.active and other.active else set[int]()
        differing += join_matches(match, other, both, on)
        ended.append(match.pk)
        kept.append(other.pk)
    end_matches(ended)
    keep_matches(kept)
    AdvisoryRow.objects.filter(advisory=old).delete()
    keep_join(old.pk, into.identifier, why, at, into.pk)
    return Joined(len(ended), moved, differing)


def _releases_of(component: int) -> set[int]:
    return set(ReleaseComponent.objects.filter(component=component).values_list("release_id", flat=True))
