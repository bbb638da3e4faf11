"""Editions of procedures, and which of them is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a procedure. `begins_on` is the first day on which it can have governed an act: the day it comes
    into force, and never before the day on which it was recorded, so that nothing is governed afterwards. `id` grows
    with each edition; `acts` are the verbs that it governs; a `retired` one ends the procedure."""

    id: int
    key: str
    edition: str
    title: str
    in_force_on: date
    begins_on: date
    acts: frozenset[str] = frozenset()
    retired: bool = False


def newest(editions: Iterable[Edition]) -> Mapping[str, Edition]:
    """The newest edition of each procedure that is not retired, also one that comes into force later."""
    found: dict[str, Edition] = {}
    for one in sorted(editions, key=lambda one: one.id):
        found[one.key] = one
    return {key: one for key, one in found.items() if not one.retired}


def in_force_on(editions: Iterable[Edition], on: date) -> Mapping[str, Edition]:
    """The edition of each procedure that is in force on a day; a procedure that is retired by then is not in it."""
    return newest(one for one in editions if one.begins_on <= on)


def periods(editions: Iterable[Edition]) -> tuple[tuple[Edition, date | None], ...]:
    """Each edition that ever governs something, with its last day (None: it still does). One that another takes over on
    the very day it begins, or before, governs nothing."""
    found: list[tuple[Edition, date | None]] = []
    by_key: dict[str, list[Edition]] = {}
    for one in sorted(editions, key=lambda one: one.id):
        by_key.setdefault(one.key, []).append(one)
    for rows in by_key.values():
        for place, one in enumerate(rows):
            later = min((other.begins_on for other in rows[place + 1 :]), default=None)
            last = None if later is None else later - timedelta(days=1)
            if not one.retired and (last is None or one.begins_on <= last):
                found.append((one, last))
    return tuple(found)
