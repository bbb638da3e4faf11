"""Until when a report is due (報告期限), and which shorter items it leaves open beside that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kizuki.core.lifecycle.obligations.rows import Obligation


def report_day(named: Iterable[tuple[Obligation, str]]) -> date | None:
    """The day after which a report is late, from the obligations that it speaks for, each with what the report's own
    determination says of it (`met`, `open`, `not_met`); None where none of them has a day.

    What is met sets the day, and so does a follow-up that was promised; what is open does so only where nothing is met.
    An item that a report has carried already has its day in the follow-up.
    """
    rows = [(row, finding) for row, finding in named if row.running and row.state != "carried"]
    owed = [row.due_on for row, finding in rows if row.due_on and (finding == "met" or row.kind == "follow_up")]
    left = [row.due_on for row, finding in rows if row.due_on and finding == "open"]
    return min(owed or left, default=None)


def open_before(left: Iterable[Obligation], due_on: date | None) -> tuple[tuple[str, date], ...]:
    """Of the items that a report names as not settled yet those whose own day comes before its day, each with its day,
    the earliest first. They do not make it late."""
    rows = [row for row in left if row.running and row.state != "carried"]
    found = sorted((row.due_on, row.item) for row in rows if row.due_on and due_on and row.due_on < due_on)
    return tuple((item, day) for day, item in found)
