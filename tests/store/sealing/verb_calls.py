"""Each verb that programs may run, called with a patient's name in every place that takes words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kizuki.actions.verb import Actor
from kizuki.api.verbs import ApiVerb
from kizuki.core.refusal import Refused
from kizuki.store.access.subjects import tables
from kizuki.store.models import Case, Device, Hospital
from tests.store.sealing.door_posts import INSTEAD
from tests.store.sealing.marked import Marks

MOST_TRIES = 40
KEYS = ("summary", "ja", "en", "body", "remarks", "situation", "name", "words")
"""Keys of texts by kind, where a verb does not say which it takes."""


class Call:
    """One call: its values by place, each with what else may stand there, changed where it is refused."""

    def __init__(self, verb: ApiVerb, on: date, marks: Marks, person: int) -> None:
        self._verb, self._on, self._marks, self._person = verb, on, marks, person
        self._ways: dict[str, list[Any]] = {}
        self._tries: dict[str, int] = {}
        self._marked: dict[str, str] = {}
        self.done, self.why = False, ""
        self.refused: dict[str, str] = {}
        self._widened: set[str] = set()

    def run(self) -> None:
        """Call it until it is done, or nothing else can be said."""
        for _ in range(MOST_TRIES):
            try:
                self._verb.run(**self.values())
            except Refused as refused:
                self.why = str(refused)
                if not self._other(refused):
                    return
            else:
                self.done = True
                return

    def values(self) -> dict[str, Any]:
        """The arguments as they stand now."""
        hints = get_type_hints(self._verb.run)
        told = {name: self._value(hints[name], name) for name in self._verb.fields}
        told["actor"] = Actor.user(self._person)
        if self._verb.takes_today:
            told["on"] = self._on
        return told

    @property
    def places(self) -> set[str]:
        """Where words could stand."""
        return set(self._marked)

    @property
    def taken(self) -> set[str]:
        """Where a name stands now."""
        return {place for place in self._marked if not self._tries.get(place)}

    def _other(self, refused: Refused) -> bool:
        parts = [part for part in refused.place.split(".") if not part.isdecimal()]
        named = _named(refused.reason)
        for part in reversed(parts):
            for place in [one for one in self._ways if one.rpartition(".")[2] == part]:
                parent = f"{place.rpartition('.')[0]}#"
                if parent in self._ways and re.search("unknown key|is no |not a part|is not one of", refused.reason):
                    place = parent
                if self._next(place, refused, named):
                    return True
            if f"{part}#" in self._ways and self._next(f"{part}#", refused, named):
                return True
        # A key that is not known stands before its place.
        return (
            any(one.endswith("#") and self._next(one, refused, named) for one in list(self._ways))
            if ("unknown" in refused.reason or "no field" in refused.reason or "is no" in refused.reason)
            else False
        )

    def _next(self, place: str, refused: Refused, named: list[str]) -> bool:
        ways = self._ways[place]
        if place.endswith("#") and place not in self._widened and named:
            ways[1:1] = [tuple(named)]
        elif place in self._marked and place not in self._widened and named:
            ways[1:1] = named[:6]
        self._widened.add(place)
        if self._tries.get(place, 0) >= len(ways) - 1:
            return False
        if place in self._marked and not self._tries.get(place):
            self.refused[place] = refused.reason
        self._tries[place] = self._tries.get(place, 0) + 1
        return True

    def _at(self, place: str, ways: list[Any]) -> Any:
        kept = self._ways.setdefault(place, ways)
        return kept[min(self._tries.get(place, 0), len(kept) - 1)]

    def _value(self, hint: Any, place: str) -> Any:
        name, origin = place.rpartition(".")[2], get_origin(hint)
        if origin in (Union, UnionType):
            inner = [one for one in get_args(hint) if one is not NoneType]
            return self._value(inner[0], place) if inner else None
        if origin is Literal:
            return self._at(place, list(get_args(hint)))
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._at(place, list(hint))
        if dataclasses.is_dataclass(hint):
            hints = get_type_hints(hint)
            rows = {one.name: self._value(hints[one.name], f"{place}.{one.name}") for one in dataclasses.fields(hint)}
            return hint(**rows)  # type: ignore[operator]
        if origin is tuple and get_args(hint)[-1] is not Ellipsis:
            return tuple(self._value(one, f"{place}.{at}") for at, one in enumerate(get_args(hint)))
        if hint in (list, tuple) or origin in (list, tuple, Sequence, Collection, set, frozenset):
            inner = get_args(hint)[0] if get_args(hint) else str
            return [self._value(inner, place)]
        if hint in (dict, Mapping) or origin in (dict, Mapping):
            return {key: self._word(f"{place}.{key}") for key in self._at(f"{place}#", [KEYS, ("summary",), ()])}
        return self._plain(hint, name, place)

    def _plain(self, hint: Any, name: str, place: str) -> Any:
        simple: dict[Any, list[Any]] = {
            bool: [True, False],
            date: [self._on, date(2027, 1, 1), date(2026, 1, 1), None],
            datetime: [datetime(self._on.year, self._on.month, self._on.day, 1, tzinfo=UTC)],
            time: [time(0, 1)],
            float: [1.0, 0.0],
        }
        if hint in simple:
            return self._at(place, simple[hint])
        if hint is int:
            return self._at(place, _ids(name) or [1, 0, 2, 3])
        if hint is bytes:
            mark = self._mark(place)
            return self._at(place, [b"%PDF-1.7\n" + mark.encode(), b""])
        return self._word(place)

    def _word(self, place: str) -> Any:
        name = place.rpartition(".")[2]
        known = _keys(name)
        if known:
            return self._at(place, known)
        return self._at(place, [self._mark(place), *INSTEAD, None])

    def _mark(self, place: str) -> str:
        if place not in self._marked:
            self._marked[place] = self._marks.mark(f"verb {self._verb.name}.{place}")
        return self._marked[place]


def _named(reason: str) -> list[str]:
    """The codes that a refusal names."""
    found = re.search(r"(?:one of|part of a case|there are|these are|takes one of)[:;]?(.*)", reason)
    return re.findall(r"[A-Za-z][A-Za-z0-9_+.]{1,}", found[1]) if found else []


def _ids(name: str) -> list[int]:
    model = tables().get(name.removesuffix("_id")) or tables().get(name)
    return [] if model is None else list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:6])


def _keys(name: str) -> list[str]:
    table = {"device_key": Device, "device": Device, "hospital_key": Hospital, "hospital": Hospital}.get(name)
    if name == "subject":
        return [f"case:{pk}" for pk in Case.objects.order_by("pk").values_list("pk", flat=True)[:2]]
    return [] if table is None else list(table._default_manager.values_list("key", flat=True)[:3])


def people_for(verb: ApiVerb) -> Iterator[int]:
    """Who may run it."""
    from kizuki.core.people import may
    from kizuki.store.models import User

    for row in User.objects.filter(is_active=True).order_by("pk"):
        if may(row.role, verb.name):
            yield row.pk
