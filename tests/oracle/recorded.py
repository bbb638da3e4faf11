"""A history that is written while it happens, and walked only once: after each step the walk goes on where it stood.

A report that PMDA rejects is taken out of the walk as a whole, so a rejection walks everything anew.
"""

from __future__ import annotations

from tests.oracle.history import Event, History, Receipt
from tests.oracle.walk import Walk


class Recorded(list[Event]):
    """A history to which events are only appended."""

    def __init__(self) -> None:
        super().__init__()
        self._walk, self._taken = Walk([]), 0

    def walk(self) -> Walk:
        """The walk up to the last event."""
        new = self[self._taken :]
        if any(isinstance(event, Receipt) and not event.accepted for event in new):
            self._walk = Walk(list(self))
        else:
            for event in new:
                self._walk.take(event)
        self._taken = len(self)
        return self._walk


def walk_of(history: History) -> Walk:
    """The walk through a history."""
    return history.walk() if isinstance(history, Recorded) else Walk(history)
