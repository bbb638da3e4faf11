"""What is owed after a report left: what it was sent with, a formal submission after a FAX, answers to inquiries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, write_moves
from kizuki.actions.verb import Act
from kizuki.core.clocks import next_business_day
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.ends import late_of
from kizuki.core.lifecycle.obligations.moving import next_round
from kizuki.store.models import Inquiry, Report
from kizuki.store.obligations.ledger import goes_on_at, ledger_of
from kizuki.store.record.clock import JAPAN

MORNING = time(12)
"""Until when the formal submission is wanted on the next business day (翌朝)."""


def gaps_after_sending(act: Act, report: Report, gaps: Sequence[str]) -> tuple[Move, ...]:
    """Owe what the report was sent with; what an earlier one of the same matter and person owed, and this one does not
    have any more, ends with it."""
    case_id = goes_on_at(report.case_id)
    known = [row for row in ledger_of(case_id) if row.kind == "sent_gap"]
    mine = [row for row in known if _is_of(row, report)]
    put_right = [row for row in mine if row.running and row.item not in gaps]
    by = "submit_unapproved" if act.name == "submit_unapproved" else "submit"
    grounds = Grounds(basis=f"report:{report.pk}")
    moves = end(act, case_id, put_right, by, grounds)
    opened = []
    for code in gaps:
        if any(row.running and row.item == code for row in mine):
            continue
        gap = Value("sent_gap", "open", report.matter, report.person, code, report.form)
        # Two forms that speak of one person have their rounds together: the key of a row names no form.
        number = next_round(row for row in known if row.key == gap.key)
        opened.append(Move("open", replace(gap, round=number)))
    write_moves(act, case_id, opened, grounds)
    refresh_case(case_id)
    return (*moves, *opened)


def owe_formal_sending(act: Act, report: Report, sent_on: date) -> tuple[Move, ...]:
    """By FAX or mail it went ahead; the formal report follows on the next business morning."""
    case_id = goes_on_at(report.case_id)
    due_on = next_business_day(sent_on + timedelta(days=1))
    row = Value(
        *("formal_sending", "owed", report.matter, report.person, f"report:{report.pk}", report.form),
        learned_on=sent_on,
        due_on=due_on,
        target_at=datetime.combine(due_on, MORNING, JAPAN),
    )
    moves = (Move("open", row),)
    write_moves(act, case_id, moves, Grounds(basis=f"report:{report.pk}"))
    refresh_case(case_id)
    return moves


def formally_sent(act: Act, report: Report, by: str) -> tuple[Move, ...]:
    """The formal submission followed, or PMDA's word makes it needless."""
    case_id = goes_on_at(report.case_id)
    mine = [row for row in ledger_of(case_id) if row.kind == "formal_sending" and row.running]
    rows = [row for row in mine if row.item == f"report:{report.pk}"]
    moves = end(act, case_id, rows, by, Grounds(basis=f"report:{report.pk}"))
    refresh_case(case_id)
    return tuple(moves)


def owe_answer(act: Act, inquiry: Inquiry, report: Report | None) -> tuple[Move, ...]:
    """PMDA's question is owed an answer by the day (and hour) it named."""
    case_id = goes_on_at(inquiry.case_id)
    matter, person, form = (report.matter, report.person, report.form) if report else ("", "", "")
    row = Value(
        *("inquiry", "owed", matter, person, f"inquiry:{inquiry.pk}", form),
        learned_on=inquiry.asked_on,
        due_on=inquiry.wanted_on,
        target_at=inquiry.wanted_at,
    )
    moves = (Move("open", row),)
    write_moves(act, case_id, moves, Grounds(basis=f"inquiry:{inquiry.pk}"))
    refresh_case(case_id)
    return moves


def answered(act: Act, inquiry: Inquiry, sent_on: date, follow_up_on: date | None) -> tuple[Move, ...]:
    """The answer was sent; behind the day by which PMDA wanted it the delay is owed its record, and where it leads to a
    follow-up, that one is owed by its day."""
    case_id = goes_on_at(inquiry.case_id)
    ledger = ledger_of(case_id)
    grounds = Grounds(basis=f"inquiry:{inquiry.pk}")
    rows = [row for row in ledger if row.kind == "inquiry" and row.item == f"inquiry:{inquiry.pk}" and row.running]
    moves = end(act, case_id, rows, "send_inquiry_answer", grounds)
    late = [late_of(row) for row in rows if row.due_on is not None and sent_on > row.due_on]
    write_moves(act, case_id, late, grounds)
    moves += late
    if follow_up_on is not None and inquiry.report is not None:
        opened = _follow_up(ledger, inquiry.report, act.at.astimezone(JAPAN).date(), follow_up_on)
        write_moves(act, case_id, opened, grounds)
        moves += opened
    refresh_case(case_id)
    return tuple(moves)


def _follow_up(ledger: Sequence[Value], report: Report, on: date, due_on: date) -> list[Move]:
    """One follow-up is owed at a time: one that runs already comes by the earlier day."""
    mine = [row for row in ledger if row.kind == "follow_up" and row.item == report.form and _is_of(row, report)]
    running = next((row for row in mine if row.running), None)
    if running is not None:
        if running.due_on is not None and running.due_on <= due_on:
            return []
        return [Move("tighten", replace(running, due_on=due_on), running)]
    number = next_round(mine)
    owed = Value(
        *("follow_up", "owed", report.matter, report.person, report.form, report.form),
        round=number,
        learned_on=on,
        due_on=due_on,
    )
    return [Move("open", owed)]


def _is_of(row: Value, report: Report) -> bool:
    return (row.matter, row.person, row.form) == (report.matter, report.person, report.form)
