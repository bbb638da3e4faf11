"""Which pieces of work a viewer may know of: what is about something hidden is not shown, not counted and not ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kizuki.store.access.seen import leading_nowhere_hidden
from kizuki.store.access.subjects import tables
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.parts import chunks

NO_ROWS = frozenset({"day", "feed", "run", "trigger"})
"""What tasks are told beside the rows that they are about: days, numbers of reasons, feeds, runs of matching."""

_AT_ONCE = 5_000
"""Keys that one query names."""

Args = Mapping[str, Any]


@cache
def table_named(name: str) -> type[Any] | None:
    """The table of whose rows an argument names one (`release`) or several (`advisories`); None where of none."""
    singular = f"{name.removesuffix('ies')}y" if name.endswith("ies") else name.removesuffix("s")
    return tables().get(name) or tables().get(singular)


class Known:
    """What a viewer may know of these pieces of work. Each table is asked once, whatever the number of pieces."""

    def __init__(self, viewer: Viewer, pieces: Iterable[Args]) -> None:
        named: dict[type[Any], set[int]] = {}
        for args in pieces if viewer.user_id is not None else ():
            for name, value in args.items():
                model = table_named(name)
                if model is not None:
                    named.setdefault(model, set()).update(_keys(value))
        self._hidden = {model: _hidden(viewer, model, sorted(keys)) for model, keys in named.items()}

    def of(self, args: Args) -> Args | None:
        """The arguments without the rows that are hidden; None where the piece is about nothing else."""
        told: dict[str, Any] = {}
        for name, value in args.items():
            model = table_named(name)
            hidden = self._hidden.get(model, frozenset()) if model is not None else frozenset()
            left = [key for key in _keys(value) if key not in hidden]
            if hidden and not left:
                return None
            told[name] = left if isinstance(value, list) and hidden else value
        return told


def _keys(value: Any) -> list[int]:
    return [key for key in (value if isinstance(value, list) else [value]) if isinstance(key, int)]


def _hidden(viewer: Viewer, model: type[Any], keys: list[int]) -> frozenset[int]:
    """Of the rows that there are those that lead to something hidden; what there is not hides nothing."""
    found: set[int] = set()
    for part in chunks(keys, _AT_ONCE):
        standing = set(model._default_manager.filter(pk__in=part).values_list("pk", flat=True))
        found |= standing - set(
            leading_nowhere_hidden(viewer, model).filter(pk__in=part).values_list("pk", flat=True)
        )
    return frozenset(found)
