"""What must still hold when a verb begins: asked in its own transaction, so that no update is lost in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_condition: ContextVar[Callable[[], None] | None] = ContextVar("condition", default=None)


@contextmanager
def only_if(holds: Callable[[], None]) -> Iterator[None]:
    """Ask `holds` at the beginning of the first verb that runs in this block; it raises `Refused` where it does not."""
    mark = _condition.set(holds)
    try:
        yield
    finally:
        _condition.reset(mark)


def require_condition() -> None:
    """Ask what is to be asked, once: a list that is kept in several transactions changes by its own first one."""
    holds = _condition.get()
    if holds is not None:
        _condition.set(None)
        holds()
