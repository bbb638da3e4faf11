"""Filters as pills: links that set one, or take it away where it is set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kizuki.core.glossary import Lang, say
from kizuki.web.lists.asked import Asked


@dataclass(frozen=True, slots=True)
class Pill:
    """One filter: a link that sets it, or takes it away where it is set."""

    words: str
    address: str
    on: bool


@dataclass(frozen=True, slots=True)
class PillGroup:
    """Filters under one word."""

    label: str
    pills: tuple[Pill, ...]


def pills_of(asked: Asked, name: str, label: str, values: Iterable[tuple[str, str]], lang: Lang) -> PillGroup:
    """The values of a parameter (each with its words) of which at most one is set."""
    chosen = asked.get(name)
    return PillGroup(
        say(label, lang),
        tuple(
            Pill(words, asked.address(**{name: "" if value == chosen else value}), value == chosen)
            for value, words in values
        ),
    )
