"""Components by a part of their name or of their maker's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from kizuki.core.sbom.searching import name_key
from kizuki.store.models import Component, ComponentName

_AT_A_TIME = 500


def names_with(text: str, most: int) -> list[str]:
    """The names and makers' names, as they are searched, of which `text` is a part; the first `most` at most.

    Every distinct name is read: they are few beside the components that have them.
    """
    key = name_key(text)
    if not key:
        return []
    inside = "instr(key, %s) > 0" if connection.vendor == "sqlite" else "strpos(key, %s) > 0"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM store_componentname WHERE {inside} LIMIT %s", [key, most])  # noqa: S608
        return [found for (found,) in cursor.fetchall()]


def components_named(names: Sequence[str], most: int) -> list[int]:
    """The components that have one of these names, or a maker of one of them; the first `most` at most."""
    found: dict[int, None] = {}
    for start in range(0, len(names), _AT_A_TIME):
        part = names[start : start + _AT_A_TIME]
        for column in ("name_key", "maker_key"):
            rows = Component.objects.filter(**{f"{column}__in": part}).values_list("pk", flat=True)
            found |= dict.fromkeys(rows[: most - len(found)])
            if len(found) >= most:
                return list(found)
    return list(found)


def unlike_names(using: str) -> Iterator[str]:
    """Names that a component has and that are not kept, and those that are kept and none has."""
    kept = set(ComponentName.objects.using(using).values_list("key", flat=True))
    had: set[str] = set()
    for column in ("name_key", "maker_key"):
        had |= set(Component.objects.using(using).order_by().values_list(column, flat=True).distinct())
    yield from sorted(kept ^ (had - {""}))
