"""Which facts two sheets of a case tell differently, as paths with ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_NO_FACTS = frozenset({"id", "evidence"})
"""Names within the facts that are no answers: what proves an answer moves with it."""


def changed_paths(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths of the answers that differ (`matters.m12-1.harms.p3.severity`), in the order of the newer sheet. A matter
    or person that came or went is one path (`matters.m12-2`)."""
    return tuple(dict.fromkeys(_differing(before, after, "")))


def _differing(before: Any, after: Any, path: str) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in (*after, *(name for name in before if name not in after)):
            if name not in _NO_FACTS:
                yield from _differing(before.get(name), after.get(name), f"{path}.{name}".lstrip("."))
    elif _identified(before) and _identified(after) and (before or after):
        mine, theirs = ({row["id"]: row for row in rows or ()} for rows in (before, after))
        yield from _differing(mine, theirs, path)
    else:
        yield path


def _identified(rows: Any) -> bool:
    """A list whose members have ids, or none yet."""
    return rows is None or (
        isinstance(rows, list) and all(isinstance(row, Mapping) and row.get("id") for row in rows)
    )
