"""Which states follow which, from the table beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from kizuki.core.refusal import Refused


@cache
def states_of(thing: str) -> Mapping[str, tuple[str, ...]]:
    """The states of a thing (`information`, `patch` …), each with the states that may follow it."""
    text = (resources.files(__package__) / "moves.toml").read_text(encoding="utf-8")
    return {state: tuple(following) for state, following in tomllib.loads(text)[thing].items()}


def require_move(thing: str, now: str, to: str, place: str) -> None:
    """Raise `Refused` at `place` unless a thing in the state `now` may go to the state `to`."""
    table = states_of(thing)
    if to not in table:
        raise Refused(place, f"{to!r} is not one of: {', '.join(table)}")
    if to not in table[now]:
        following = ", ".join(table[now]) or "nothing: this is an end"
        raise Refused(place, f"is {now}; from there it goes to {following}")
