"""Which box of a form or fact of a case each field of an intake feeds, so that nobody types twice what was told once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feeds:
    """`boxes` are keys of the record (`from` in the tables of the forms) that are filled or offered from the field;
    `facts` paths of the facts of a case, from which the rules fill what they derive; `nowhere` why no form takes it."""

    boxes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    nowhere: str = ""


def boxes(*keys: str) -> Feeds:
    """Into these boxes."""
    return Feeds(boxes=keys)


def facts(*paths: str) -> Feeds:
    """Into these facts."""
    return Feeds(facts=paths)


def nowhere(why: str) -> Feeds:
    """Into no form, and why."""
    return Feeds(nowhere=why)
