"""The precautions of a device as entries with their terms, for what is known and unknown."""

from __future__ import annotations

from kizuki.core.devices.listed import Entry, EntryTerm
from kizuki.store.models import Precaution, PrecautionTerm


def entries_of(device_id: int) -> tuple[Entry, ...]:
    """Every entry that ever stood, with the days between which it did; a reworded one until the next was published."""
    terms: dict[int, list[EntryTerm]] = {}
    rows = PrecautionTerm.objects.filter(precaution__device_id=device_id).order_by("pk")
    for row in rows:
        terms.setdefault(row.precaution_id, []).append(EntryTerm(row.scheme, row.code, row.words, row.up_to))
    kept = Precaution.objects.filter(device_id=device_id).select_related("replaced_by").order_by("dated_on", "pk")
    return tuple(_entry(row, tuple(terms.get(row.pk, ()))) for row in kept)


def _entry(row: Precaution, terms: tuple[EntryTerm, ...]) -> Entry:
    follower = getattr(row, "replaced_by", None)
    ends = [day for day in (row.withdrawn_on, follower.dated_on if follower else None) if day is not None]
    return Entry(
        id=row.pk,
        sentence=row.body,
        edition=row.edition,
        dated_on=row.dated_on,
        until=min(ends, default=None),
        terms=terms,
        as_measure=row.as_measure,
    )
