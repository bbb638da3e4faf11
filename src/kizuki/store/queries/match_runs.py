"""Runs that hold everything against everything, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.store.models import MatchRun

MOST = 10


@dataclass(frozen=True, slots=True)
class RunOver:
    """A run: where it stands, how far it is, and what it wrote."""

    id: int
    state: str
    done: int
    of: int
    new: int
    changed: int
    ended: int
    started_at: datetime
    moved_at: datetime
    finished_at: datetime | None


def match_runs(limit: int = MOST) -> tuple[RunOver, ...]:
    """The newest runs first. They tell of no device: they count components of all."""
    return tuple(
        RunOver(
            row.pk, row.state, row.done, row.of, row.new, row.changed, row.ended,
            row.started_at, row.moved_at, row.finished_at,
        )
        for row in MatchRun.objects.order_by("-pk")[:limit]
    )  # fmt: skip
