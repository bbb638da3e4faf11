"""Work with many values without the search for cycles of garbage, which looks at all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def set_apart_for_good() -> None:
    """Leave what a server loaded at its start out of every search for cycles: it lives as long as the server does, and
    the search of it takes a tenth of a second of processor time from whichever request it meets."""
    gc.collect()
    gc.freeze()


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Switch the search for cycles off while a document is read and kept (its values have none), and on again if it
    was on.

    Documents are bounded, so what waits meanwhile is too. Two threads that do so at once may switch it on early for one
    another: slower, never wrong.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
