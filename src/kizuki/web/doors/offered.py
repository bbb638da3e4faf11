"""The doors that stand on a page: those that the reader may open, as things stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.store.queries.people import roles_today
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door, address_of


@dataclass(frozen=True, slots=True)
class Link:
    """A door by its name, its address and its words."""

    name: str
    address: str
    words: str


def links(doors: Iterable[Door], doing: Doing, asked: Mapping[str, object] | None = None) -> tuple[Link, ...]:
    """The doors about one row that open for the reader today, in the order given."""
    roles = roles_today(doing.viewer, doing.on)
    found = []
    for door in doors:
        if not any(may(role, verb) for role in roles for verb in door.verbs):
            continue
        if door.opens(replace(doing, door=door.name, kept=doing.kept)):
            words = say(f"door.{door.name}.title", doing.lang)
            found.append(Link(door.name, address_of(door.kind, doing.id, door.name, asked), words))
    return tuple(found)
