"""Rows that a test puts into the record past the verbs, as a verb would have: with the pen, and committed to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kizuki.actions.verb import Actor, verb


@contextmanager
def planted() -> Iterator[None]:
    """What is written inside has an entry of its own, so that `verify_record` finds it as it was kept.

    Without it a row that a test plants is what it looks like: a change past the program, and a fault.
    """
    with verb("test", actor=Actor.program("test"), of=()) as act:
        yield
        act.record(subjects=["test:planted"])
