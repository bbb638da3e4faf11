"""The days that are said of an act, held against today and against the rows that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kizuki.core.facts.awareness import awareness_day
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.acts import Told, require_asked, require_asked_again, require_known_by
from kizuki.store.cases.facts import newest_facts
from kizuki.store.obligations.rounds import given_up_until
from kizuki.store.record import clock

CONSERVATIVE = frozenset({"item", "first_report", "settle_question", "class_confirmation"})
"""Kinds whose day runs on while a judgement is not settled."""


def require_days(case_id: int, told: Told, act: str, rows: Sequence[Value], ledger: Iterable[Value]) -> None:
    """`Refused` where a day that is said cannot be: a judgement put off too far, an attempt that was none, information
    that was known before the facts were. `ledger` holds every row of the case."""
    if act == "nothing_new":
        require_known_by(rows, awareness_day(newest_facts(case_id).facts))
    if told.details.get("answer") == "not_settled":
        require_asked_again(told, clock.today(), _conservative(rows, ledger, clock.today()))
    if act == "give_up_asking":
        require_asked(told, _put_on(rows, tuple(ledger)), clock.today())


def _conservative(rows: Sequence[Value], ledger: Iterable[Value], on: date) -> date | None:
    """The earliest day that is still to come and runs in the matters of these rows."""
    matters = {row.matter for row in rows}
    days = [row.due_on for row in ledger if row.running and row.kind in CONSERVATIVE and row.matter in matters]
    return min((day for day in days if day is not None and day > on), default=None)


def _put_on(rows: Sequence[Value], ledger: Sequence[Value]) -> date:
    """The day from which on attempts count, the last of several: of a question that was given up before, the day on
    which the new receipt opened it again; else the day on which its 事項 was known."""
    return max(given_up_until(row) or _known_on(row, ledger) for row in rows)


def _known_on(row: Value, ledger: Sequence[Value]) -> date:
    """A follow-up asks for what its report had left open: from the day on which that was known."""
    items = [
        one.learned_on
        for one in ledger
        if one.kind == "item" and (one.matter, one.form) == (row.matter, row.form) and one.person in ("", row.person)
    ]
    asked = items if row.kind == "follow_up" else [row.learned_on]
    return min((day for day in asked if day is not None), default=row.learned_on or date.min)
