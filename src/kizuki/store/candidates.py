"""Which components may be touched by which advisories: the superset that SQL selects, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from kizuki.core.versions import KEY_VERSION

# A key that is absent, of another scheme or made by another version of the keys cannot be compared: it is a candidate.
_JOIN = """
SELECT DISTINCT held.component_id, ranged.advisory_id
FROM store_componentlookup AS held
JOIN store_advisoryrow AS ranged ON ranged.lookup = held.lookup
{narrowed}
WHERE (held.version_key IS NULL OR held.scheme <> ranged.scheme
       OR held.key_version <> %s OR ranged.key_version <> %s
       OR ((ranged.low_key IS NULL OR ranged.low_key <= held.version_key)
           AND (ranged.high_key IS NULL OR ranged.high_key >= held.version_key)))
  AND {only}
ORDER BY 1, 2
"""

Pair = tuple[int, int]


def pairs_of_release(release_id: int) -> list[Pair]:
    """Component and advisory ids that may belong together, for the components of one release."""
    joined = "JOIN store_releasecomponent AS part ON part.component_id = held.component_id"
    return _pairs(joined, "part.release_id = %s", [release_id])


def pairs_of_advisories(advisory_ids: Sequence[int]) -> list[Pair]:
    """Component and advisory ids that may belong together, for these advisories and every component kept."""
    if not advisory_ids:
        return []
    return _pairs("", f"ranged.advisory_id IN ({', '.join(['%s'] * len(advisory_ids))})", list(advisory_ids))


def _pairs(narrowed: str, only: str, ids: list[int]) -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(_JOIN.format(narrowed=narrowed, only=only), [KEY_VERSION, KEY_VERSION, *ids])
        return [(component, advisory) for component, advisory in cursor.fetchall()]
