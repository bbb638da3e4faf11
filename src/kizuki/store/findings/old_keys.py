"""What candidates are found by where another version of the keys made it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kizuki.core.versions import KEY_VERSION
from kizuki.store.models import Advisory, AdvisoryRow, ComponentLookup


def old_components(after: int, upto: int) -> list[int]:
    """The components of a window (after, upto] that have a lookup of another version of the keys."""
    old = ComponentLookup.objects.filter(component__gt=after, component__lte=upto).exclude(key_version=KEY_VERSION)
    return sorted(set(old.values_list("component", flat=True)))


def old_advisories() -> list[int]:
    """The advisories that have a row of another version of the keys, or no row at all."""
    rows = AdvisoryRow.objects.exclude(key_version=KEY_VERSION)
    old = set(rows.values_list("advisory", flat=True).distinct())
    return sorted(old | set(Advisory.objects.filter(rows__isnull=True).values_list("pk", flat=True)))


def bodies_of(advisory_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Id and kept text of these advisories."""
    return list(Advisory.objects.filter(pk__in=advisory_ids).values_list("pk", "body"))


def replace_rows(advisory_ids: Sequence[int], rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Write the rows of these advisories anew, as (advisory, columns); inside a transaction."""
    AdvisoryRow.objects.filter(advisory__in=advisory_ids).delete()
    AdvisoryRow.objects.bulk_create(
        [AdvisoryRow(advisory_id=number, **columns) for number, columns in rows], batch_size=500
    )
