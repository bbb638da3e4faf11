"""Which components may be touched by which advisories: the superset that SQL selects, never a verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec
from django.db import connection

from kizuki.core.sbom import Component as Read
from kizuki.core.versions import KEY_VERSION
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.findings.lookups import component_rows
from kizuki.store.models import Component
from kizuki.store.record.bulk import chosen

# A key that is absent, of another scheme or made by another version of the keys cannot be compared: it is a candidate.
_JOIN = """
SELECT DISTINCT held.component_id, ranged.advisory_id
FROM {begin}
WHERE (held.version_key IS NULL OR held.scheme <> ranged.scheme
       OR held.key_version <> %s OR ranged.key_version <> %s
       OR ((ranged.low_key IS NULL OR ranged.low_key <= held.version_key)
           AND (ranged.high_key IS NULL OR ranged.high_key >= held.version_key)))
  AND {only}
ORDER BY 2, 1
"""
# SQLite takes the tables of a CROSS JOIN in the order they are written; PostgreSQL is asked for a plain join.
_FROM_ADVISORIES = (
    "store_advisoryrow AS ranged {cross} store_componentlookup AS held {on} held.lookup = ranged.lookup",
    {
        "sqlite": {"cross": "CROSS JOIN", "on": "ON"},
        "postgresql": {"cross": "JOIN", "on": "ON"},
    },
)
# A release that has just come is in no statistics: PostgreSQL would take it for one row, and read a whole table for each
# of its components. The OFFSET keeps the order in which they stand, so that each step is a look into an index.
_FROM_RELEASE = (
    "store_releasecomponent AS part {held} {ranged}",
    {
        "sqlite": {
            "held": "CROSS JOIN store_componentlookup AS held ON held.component_id = part.component_id",
            "ranged": "CROSS JOIN store_advisoryrow AS ranged ON ranged.lookup = held.lookup",
        },
        "postgresql": {
            "held": "JOIN LATERAL (SELECT * FROM store_componentlookup AS one"
            " WHERE one.component_id = part.component_id OFFSET 0) AS held ON TRUE",
            "ranged": "JOIN LATERAL (SELECT * FROM store_advisoryrow AS one"
            " WHERE one.lookup = held.lookup OFFSET 0) AS ranged ON TRUE",
        },
    },
)

_FROM_COMPONENTS = (
    "store_componentlookup AS held {cross} store_advisoryrow AS ranged {on} ranged.lookup = held.lookup",
    _FROM_ADVISORIES[1],
)

_READ = msgspec.json.Decoder(Read)

Pair = tuple[int, int]
"""A component id and an advisory id."""


def pairs_of_release(release_id: int) -> list[Pair]:
    """Component and advisory ids that may belong together, for the components of one release, advisory by advisory."""
    found = _pairs(_FROM_RELEASE, "part.release_id = %s", [release_id])
    return _with_waiting(found, releases__release=release_id)


def pairs_of_components(component_ids: Sequence[int]) -> list[Pair]:
    """The same for these components and every advisory kept."""
    if not component_ids:
        return []
    only = f"held.component_id IN ({', '.join(['%s'] * len(component_ids))})"
    return _with_waiting(_pairs(_FROM_COMPONENTS, only, list(component_ids)), pk__in=component_ids)


def pairs_of_advisories(advisory_ids: Sequence[int]) -> list[Pair]:
    """Component and advisory ids that may belong together, for these advisories and every component kept."""
    if not advisory_ids:
        return []
    only = f"ranged.advisory_id IN ({', '.join(['%s'] * len(advisory_ids))})"
    return _with_waiting(_pairs(_FROM_ADVISORIES, only, list(advisory_ids)), advisories=set(advisory_ids))


def pairs_between(after: int, upto: int) -> list[Pair]:
    """The same for the components with ids above `after` and not above `upto`, and every advisory."""
    found = _pairs(_FROM_COMPONENTS, "held.component_id > %s AND held.component_id <= %s", [after, upto])
    return _with_waiting(found, pk__gt=after, pk__lte=upto)


def _pairs(begin: tuple[str, dict[str, dict[str, str]]], only: str, ids: list[int]) -> list[Pair]:
    text, words = begin
    query = _JOIN.format(begin=text.format(**words[connection.vendor]), only=only)
    with connection.cursor() as cursor:
        cursor.execute(query, [KEY_VERSION, KEY_VERSION, *ids])
        return [(component, advisory) for component, advisory in cursor.fetchall()]


def _with_waiting(pairs: list[Pair], advisories: Collection[int] | None = None, **which: Any) -> list[Pair]:
    """The same with the pairs of components whose lookups are not made yet (`rekeying.make_missing_lookups`): whoever
    asks is told of them too. Few at any time, mostly none; they are candidates for every range."""
    waiting = Component.objects.filter(left_out=None)
    if not waiting.exists():
        return pairs
    bodies = waiting.filter(merge=None, **which).values_list("pk", "body")
    more = {
        (component, advisory)
        for component, advisory in _pairs_of_waiting(list(bodies))
        if advisories is None or advisory in advisories
    }
    return sorted(more.union(pairs), key=lambda pair: (pair[1], pair[0])) if more else pairs


def _pairs_of_waiting(waiting: Sequence[tuple[int, str]]) -> Iterator[Pair]:
    if not waiting:
        return
    by_lookup: dict[str, list[int]] = {}
    aliases = confirmed_aliases()
    for component, body in waiting:
        for lookup, *_ in component_rows(_READ.decode(body), aliases)[0]:
            by_lookup.setdefault(lookup, []).append(component)
    rows = chosen("SELECT DISTINCT lookup, advisory_id FROM store_advisoryrow WHERE lookup {asked}", list(by_lookup))
    for lookup, advisory in rows:
        yield from ((component, advisory) for component in by_lookup[lookup])
