"""What somebody is about to do: who, about what, on which day, and what the address says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang
from kizuki.store.queries.viewer import Viewer
from kizuki.web.numbers import number_in


@dataclass(frozen=True, slots=True)
class Doing:
    """`door` is the name of the door, `id` the row it is about (0 for nothing that was there before), `asked` the query
    of the address; `nth` tells several forms of one door on one page apart."""

    viewer: Viewer
    door: str
    id: int
    on: date
    asked: Mapping[str, str] = field(default_factory=dict)
    nth: int = 0

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

    def number(self, name: str) -> int | None:
        """A number of the address; None where it holds none."""
        return number_in(self.asked.get(name, ""))
