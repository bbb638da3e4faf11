"""Long work in parts: one transaction each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def chunks(rows: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The rows in runs of at most `size`: one transaction each."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
