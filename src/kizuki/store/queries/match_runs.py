"""Runs that hold everything against everything, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.store.models import MatchRun
from kizuki.store.queries.ledgers.parts import Beginning, beginning

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


def match_runs(limit: int = MOST) -> Beginning[RunOver]:
    """The newest runs first. They tell of no device: they count components of all."""
    return beginning(MatchRun.objects.order_by("-pk"), limit, lambda found: map(_run, found))


def _run(row: MatchRun) -> RunOver:
    return RunOver(
        row.pk, row.state, row.done, row.of, row.new, row.changed, row.ended,
        row.started_at, row.moved_at, row.finished_at,
    )  # fmt: skip
