"""Rows of the ledger under test as the plain mappings that the invariants read, and which event ended each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import Any

from tests.oracle.history import CLASS, FIRST, ITEM, Key

JAPAN = timezone(timedelta(hours=9))


@dataclass
class Ends:
    """By which event of the history each row was ended, or sent; bookkeeping of whoever drives the ledger."""

    acts: dict[int, tuple[int, str]] = field(default_factory=dict)
    noted: int = 0

    def note(self, number: int, act: str) -> None:
        """The row stopped running by this event."""
        self.noted += 1
        self.acts[number] = (self.noted, act)

    def keep(self, number: int, act: str) -> None:
        """The same, where no earlier event is known: PMDA's acceptance ends what the report had sent."""
        if number not in self.acts:
            self.note(number, act)

    def of(self, number: int) -> tuple[int, str]:
        return self.acts.get(number, (0, ""))


def plain(rows: Mapping[int, Any], ends: Ends) -> list[dict[str, Any]]:
    """Every row as the oracle reads it.

    A harm that met one item twice has two rows, the later with its day in the item (`1-ヘ@2026-06-20`): for the oracle
    both are the duty of that item. A first report that became known after 22:00 has until 09:00 of the next day: the
    oracle knows days only, so its day is the one before.
    """
    return [_plain(number, row, ends) for number, row in rows.items()]


def _plain(number: int, row: Any, ends: Ends) -> dict[str, Any]:
    place, act = ends.of(number)
    due = row.due_on
    if row.kind == FIRST and due is not None and is_of_the_next_morning(row):
        due -= timedelta(days=1)
    return {
        "kind": row.kind,
        "matter": row.matter,
        "person": row.person,
        "item": str(row.item).partition("@")[0],
        "state": row.state,
        "due_on": due,
        "ended_by": act if row.state not in ("owed", "open", "carried", "lapse_proposed") else "",
        "round": place,
    }


def is_of_the_next_morning(row: Any) -> bool:
    """Whether a first report has until 09:00 in Japan of the day that its row shows."""
    return row.target_at is not None and row.target_at.astimezone(JAPAN).hour == 9


def keys_of(rows: Iterable[Any]) -> frozenset[Key]:
    """The oracle's keys of rows; what it does not know is left out."""
    found = set()
    for row in rows:
        if row.kind == ITEM:
            found.add(Key(ITEM, row.matter, row.person, str(row.item).partition("@")[0]))
        elif row.kind in (FIRST, "settle_question", "death_question"):
            found.add(Key(FIRST, row.matter, row.person))
        elif row.kind == CLASS:
            found.add(Key(CLASS, row.matter, row.person))
    return frozenset(found)
