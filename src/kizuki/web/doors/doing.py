"""What somebody is about to do: who, about what, on which day, and what the address says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang
from kizuki.store.queries.viewer import Viewer
from kizuki.web.numbers import number_in

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doing:
    """`door` is the name of the door, `id` the row it is about (0 for nothing that was there before), `asked` the query
    of the address; `nth` tells several forms of one door on one page apart. `kept` is what was read already, for as long
    as one page is made."""

    viewer: Viewer
    door: str
    id: int
    on: date
    asked: Mapping[str, str] = field(default_factory=dict)
    nth: int = 0
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.viewer.lang

    @property
    def person(self) -> int:
        """The id of the person who acts."""
        assert self.viewer.user_id is not None, "doors are for those who signed in"
        return self.viewer.user_id

    @property
    def actor(self) -> Actor:
        """Who acts, for the verb."""
        return Actor.user(self.person)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """What `read` answers, read once."""
        if name not in self.kept:
            self.kept[name] = read()
        return cast(T, self.kept[name])

    def number(self, name: str) -> int | None:
        """A number of the address; None where it holds none."""
        return number_in(self.asked.get(name, ""))
