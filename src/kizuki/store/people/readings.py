"""Keeping who read what may name a patient, as the tables declare to what their rows belong."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from kizuki.store.duties import duties_of
from kizuki.store.models import Reading

SAME = timedelta(hours=1)
"""Within an hour of a reading the next one of the same is no news."""

KINDS = ("case", "information", "incident")
"""What a reading is of."""

Owner = tuple[str, int]
"""A kind with an id."""


def keep_readings(person: int, door: str, model: type[Any], ids: Collection[int], now: datetime) -> int:
    """Keep that a person was shown these rows of a table: a reading of every case, information and incident to which they
    belong. What has no such owner names no patient. Returns how many are new within the hour."""
    owners = _owners(model, ids)
    if not owners:
        return 0
    of_these = Q()
    for kind in KINDS:
        of_these |= Q(**{f"{kind}__in": [number for name, number in owners if name == kind]})
    standing = Reading.objects.filter(of_these, person=person, door=door, at__gt=now - SAME)
    known = {
        (kind, number)
        for row in standing.values_list(*(f"{kind}_id" for kind in KINDS))
        for kind, number in zip(KINDS, row, strict=True)
    }
    new = [
        Reading(person_id=person, door=door, at=now, **{f"{kind}_id": number})
        for kind, number in sorted(owners - known)
    ]
    Reading.objects.bulk_create(new)
    return len(new)


def _owners(model: type[Any], ids: Collection[int]) -> set[Owner]:
    ways = {kind: way for kind, way in duties_of(model).belongs.ways().items() if kind in KINDS}
    if not ways or not ids:
        return set()
    if list(ways.values()) == ["pk"]:
        return {(next(iter(ways)), number) for number in ids}
    rows = model.objects.filter(pk__in=ids).values_list(*ways.values())
    return {(kind, number) for row in rows for kind, number in zip(ways, row, strict=True) if number is not None}
