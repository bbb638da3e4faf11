"""How it stands with the prompt first report (第一報) of a case: the ledger's word, never the answer's beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.queries.obligations import ObligationRow
from kizuki.web.determined import Determined
from kizuki.web.owed import EndedLine, OwedLine
from kizuki.web.today import JAPAN

ASKING = ("settle_question", "death_question")
"""What is owed while it is open whether a first report is."""


@dataclass(frozen=True, slots=True)
class FirstReports:
    """`state`: met (owed), open (whether it is owed), sent (the last of them left), '' for nothing to say. `on` is the
    target day of what is owed or open, `until` its hour where that is not the end of the day, `sent_at` when the last
    one left."""

    state: str = ""
    on: date | None = None
    until: datetime | None = None
    sent_at: datetime | None = None


def first_reports_of(
    determined: Determined | None, owed: Sequence[OwedLine], ended: Sequence[EndedLine]
) -> FirstReports:
    """What the head and the determination say of it. The target is the ledger's: learned after 22:00 it is 09:00 of the
    next day, which the answer, that knows days alone, cannot say. What left is owed no more."""
    running = [line.row for line in owed if line.row.kind == "first_report"]
    if running:
        first = min(running, key=lambda row: row.due_on or date.max)
        return FirstReports("met", first.due_on, _until(first))
    asking = [line.row for line in owed if line.row.kind in ASKING]
    if asking:
        answered = [line.target_on for line in determined.first_reports if line.state == "open"] if determined else []
        days = [row.due_on for row in asking if row.due_on] or answered
        return FirstReports("open", min(days, default=None))
    left = [line.how.sent_at for line in ended if line.how.sent_at is not None]
    if left:
        return FirstReports("sent", sent_at=max(left))
    return FirstReports()


def _until(row: ObligationRow) -> datetime | None:
    here = row.target_at.astimezone(JAPAN) if row.target_at else None
    return None if here is None or (here.hour, here.minute) == (23, 59) else here
