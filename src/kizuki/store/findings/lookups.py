"""From the keys that core gives to the rows that SQL compares."""

from __future__ import annotations

from typing import Any

from kizuki.core.advisories import Advisory
from kizuki.core.matching import NO_ALIASES, AliasTable, advisory_rows, lookups_and_left_out
from kizuki.core.sbom import Component
from kizuki.core.versions import KEY_VERSION
from kizuki.store.record.canonical import digest_of

COMPONENT_COLUMNS = ("lookup", "scheme", "version_key", "key_version")
_LONGEST = 240
_MOST_ROWS = 900
"""Rows of one advisory that one transaction can hold beside the advisory itself."""


def lookup_column(lookup: str) -> str:
    """The lookup as it is indexed: itself, or its digest where an index could not hold it."""
    return lookup if len(lookup) <= _LONGEST and "\x00" not in lookup else f"sha256 {digest_of(lookup)}"


def component_rows(component: Component, aliases: AliasTable = NO_ALIASES) -> tuple[list[tuple[Any, ...]], bool]:
    """The values (`COMPONENT_COLUMNS`) of every lookup of a component, those of the products that a person confirmed for
    its name too; and whether a name of it is too common to be searched alone."""
    found, left_out = lookups_and_left_out(component, aliases, once=True)
    return [(lookup_column(row.lookup), row.scheme, row.key, KEY_VERSION) for row in found], bool(left_out)


def range_rows(advisory: Advisory) -> list[dict[str, Any]]:
    """The columns of every range of an advisory.

    Ranges only narrow a superset, so an advisory with more rows than a transaction may write is kept with one row for
    each lookup, which has no bounds: more candidates to judge, none missed.
    """
    rows = [
        {
            "lookup": lookup_column(row.lookup),
            "scheme": row.scheme,
            "low_key": row.low_key,
            "high_key": row.high_key,
            "key_version": KEY_VERSION,
        }
        for row in advisory_rows(advisory)
    ]
    if len(rows) <= _MOST_ROWS:
        return rows
    unbounded = {(row["lookup"], row["scheme"]): {**row, "low_key": None, "high_key": None} for row in rows}
    return list(unbounded.values())
