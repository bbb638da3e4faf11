"""A stored determination held against today's rules: the same facts, the same answer, or what differs."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Difference = Literal["same", "fault", "difference"]


class Replayed(NamedTuple):
    """How a replay ended, and which parts of the answer differ.

    `fault`: the same rules gave another answer. `difference`: other rules did. A stored answer is never rewritten.
    """

    state: Difference
    parts: tuple[str, ...] = ()


def held_against(stored: dict[str, Any], replayed: dict[str, Any]) -> Replayed:
    """Compare two answers part by part, each as the JSON value of a `Determination`.

    The digest of the rules is no part of the answer: where it moved and nothing else did, the answer is the same.
    """
    parts = tuple(sorted(key for key in stored.keys() | replayed.keys() if stored.get(key) != replayed.get(key)))
    moved = "rules_digest" in parts
    parts = tuple(part for part in parts if part != "rules_digest")
    if not parts:
        return Replayed("same")
    return Replayed("difference" if moved else "fault", parts)
