"""The smallest document that still shows the same kind of disagreement: facts are left out as long as it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.oracle.generate import copied
from tests.oracle.worlds import Json

KEPT = ("learned_on", "id", "kind")


def smallest(document: Json, differs: Callable[[Json], object]) -> Json:
    """Leave out matters, persons and keys one at a time, while `differs` is still true of what remains.

    Where a reader refuses what remains, `differs` has to answer that nothing does."""
    best = document
    while True:
        for smaller in _smaller(best):
            if differs(smaller):
                best = smaller
                break
        else:
            return best


def _smaller(document: Json) -> Iterator[Json]:
    matters = document["matters"]
    for place in range(len(matters)):
        if len(matters) > 1:
            yield {
                **copied(document),
                "matters": [m for n, m in enumerate(copied(document)["matters"]) if n != place],
            }
        for person in range(len(matters[place].get("harms") or [])):
            fewer = copied(document)
            del fewer["matters"][place]["harms"][person]
            yield fewer
    for path in _keys(document):
        fewer = copied(document)
        target: Any = fewer
        for step in path[:-1]:
            target = target[step]
        del target[path[-1]]
        yield fewer


def _keys(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in (*KEPT, "device", "matters", "harms"):
                yield (*path, key)
            yield from _keys(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _keys(inner, (*path, place))
