"""How far a measure reached: sent, received, read, done, for every hospital by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from kizuki.core.lifecycle.moves import require_move, states_of
from kizuki.core.refusal import Refused

STATES: tuple[str, ...] = tuple(states_of("measure_reach"))
"""planned, sent, received, read, done; `not_reached` where it could not be brought to them, with the reason."""

ANSWERED = ("read", "done")
"""States in which a hospital has acknowledged."""

SETTLED = ("received", "read", "done", "not_reached")
"""States in which the check of the delivery asks no more: it arrived, or a person says why it did not."""

WHY_NEEDED = ("not_reached",)
"""States that need words."""


def require_reach(before: str, after: str, on: date, last_on: date | None, where: str) -> None:
    """`Refused` unless a hospital may go from one state to the other on this day: nothing goes back in time, and a
    state that was passed over was passed (whoever read it received it)."""
    require_move("measure_reach", before, after, where)
    if last_on is not None and on < last_on:
        raise Refused("on", f"{where}: {on} lies before {last_on}, on which it was {before}")


def counted(states: Iterable[str]) -> Mapping[str, int]:
    """How many hospitals stand in each state, every state named."""
    found = Counter(states)
    return {state: found[state] for state in STATES}


def waits_for_answer(states: Iterable[str]) -> int:
    """How many hospitals were informed and have not acknowledged."""
    return sum(state in ("sent", "received") for state in states)


def not_settled(states: Iterable[str]) -> int:
    """How many hospitals nobody can say of that it reached them."""
    return sum(state not in SETTLED for state in states)
