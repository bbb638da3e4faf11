"""Who does a task holds it: one who lost it meanwhile changes nothing more, whatever it still tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_stands: ContextVar[Callable[[], bool] | None] = ContextVar("holding_a_task", default=None)


class LeaseLost(Exception):
    """Another worker has the task by now, or somebody cancelled it: this one must leave it."""


@contextmanager
def holding(stands: Callable[[], bool]) -> Iterator[None]:
    """While it lasts, every verb asks `stands`, inside its own transaction, whether the task is still held."""
    mark = _stands.set(stands)
    try:
        yield
    finally:
        _stands.reset(mark)


def require_held() -> None:
    """Raise `LeaseLost` where this is the work of a task that is not held any more; asked in a verb's transaction, so
    that a worker which was stopped for an hour and goes on can keep nothing of what another one did meanwhile."""
    stands = _stands.get()
    if stands is not None and not stands():
        raise LeaseLost
