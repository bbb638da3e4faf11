"""What is owed next: first reports, then what the law dates, then the rest, each by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.core.lifecycle.obligations.kinds import kind_of
from kizuki.core.lifecycle.obligations.rows import Obligation

LONG_TERM_DAYS = 30
"""長期追跡: a case whose obligations were all handed over is silent until so many days before the next day."""


@dataclass(frozen=True, slots=True)
class NextOwed:
    """The earliest day among what is owed, the kind that has it, and the rank by which home orders: 0 a first report,
    1 an item, follow-up or rejected report, 2 the rest; 9 for nothing."""

    kind: str
    on: date | None
    rank: int


NOTHING = NextOwed("", None, 9)

_SPEAKS_FIRST = {"no_report_decision": 0, "class_confirmation": 1}
"""Of several on one day and of one rank, the one whose act comes next."""


def next_owed(ledger: Iterable[Obligation]) -> NextOwed:
    """What a headline says of a case: the earliest day of what the law dates and of the working day; only where there
    is none, that of the measures and questions beside it, which stand in days of their own and hide no report.

    An item that an incomplete report carried was reported in time: the day of its follow-up counts from then on. While
    it is not known whether anybody died, that question speaks, on the working day: it is asked today.
    """
    running = [row for row in ledger if row.running]
    if not running:
        return NOTHING
    rank = min(_rank(row) for row in running)
    dated = [row for row in running if row.due_on is not None and row.state != "carried"]
    if not dated:
        return NextOwed(min(running, key=_rank).kind, None, rank)
    first = min(
        [row for row in dated if _dates_a_report(row)] or dated,
        key=lambda row: (row.due_on or date.max, _rank(row), _SPEAKS_FIRST.get(row.kind, 2), row.kind),
    )
    asks = first.kind == "class_confirmation" and any(row.kind == "death_question" for row in running)
    return NextOwed("death_question" if asks else first.kind, first.due_on, rank)


def comes_before(kind: str, state: str, due_on: date | None, headline: date | None) -> bool:
    """Whether something is due before the headline of its case, and can be done: what a report carried counts by its
    follow-up, what was sent waits for PMDA, and a signature waits for its second person."""
    if due_on is None or headline is None or due_on >= headline:
        return False
    return state not in ("carried", "sent") and kind != "second_signature"


def _dates_a_report(row: Obligation) -> bool:
    """A signature that is waited for has the day of what waits."""
    return kind_of(row.kind).rank < 2 or row.kind in (*_SPEAKS_FIRST, "second_signature")


def _rank(row: Obligation) -> int:
    """An item that is still open, or carried in a report, stands with its question, not with what is met."""
    rank = kind_of(row.kind).rank
    return 2 if row.kind == "item" and row.state in ("open", "carried") else rank


def wakes_on(day: date) -> date:
    """From when on a day far ahead is shown again."""
    return day - timedelta(days=LONG_TERM_DAYS)
