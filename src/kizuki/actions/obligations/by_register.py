"""What a no-report decision ends and opens: it confirms the class, and a decision that is reopened asks for it anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kizuki.actions.cases.assessing import resettle
from kizuki.actions.obligations.keeping import Grounds, end, write_moves
from kizuki.actions.people.signing import Signature
from kizuki.actions.verb import Act
from kizuki.core.clocks import due_after
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.reporting.items import STRICTEST_DAYS
from kizuki.store.obligations.ledger import ledger_of

DECIDED = ("class_confirmation", "no_report_decision")


def decided(act: Act, case_id: int, decision_id: int, signature: Signature, read_sha256: str) -> tuple[Move, ...]:
    """Two persons have read the facts and concluded: the class is confirmed, and the review is owed from now on."""
    rows = [row for row in ledger_of(case_id) if row.kind in DECIDED and row.running]
    grounds = Grounds(f"no_report:{decision_id}", signature, read_sha256)
    moves = end(act, case_id, rows, "decide_no_report", grounds)
    return (*moves, *resettle(act, case_id))


def reopened(act: Act, case_id: int, decision_id: int, aware_on: date) -> tuple[Move, ...]:
    """The decision no longer stands: every class is to be confirmed anew, fifteen days from the day of the new fact."""
    grounds = Grounds(f"no_report:{decision_id}")
    ledger = ledger_of(case_id)
    reviews = [row for row in ledger if row.kind == "no_report_review" and row.running]
    moves = end(act, case_id, reviews, "reopen_no_report", grounds)
    newest: dict[tuple[str, str], Value] = {}
    for row in ledger:
        if row.kind == "class_confirmation":
            key = (row.matter, row.person)
            newest[key] = max(row, newest.get(key, row), key=lambda one: one.round)
    due = due_after(aware_on, STRICTEST_DAYS)
    anew = [Move("open", _anew(row, aware_on, due)) for row in newest.values() if not row.live]
    write_moves(act, case_id, anew, grounds)
    return (*moves, *anew, *resettle(act, case_id))


def _anew(row: Value, aware_on: date, due: date) -> Value:
    return replace(
        row, id=None, state="open", round=row.round + 1, ended_by="", learned_on=aware_on, due_on=due, later_on=None
    )


def awareness_set(act: Act, case_id: int, decision_id: int, before: date, aware_on: date) -> tuple[Move, ...]:
    """A person says on which day it was known: an earlier day counts at once, a later one on a second signature."""
    due = due_after(aware_on, STRICTEST_DAYS)
    moves = []
    for row in ledger_of(case_id):
        if row.kind != "class_confirmation" or not row.running or row.learned_on != before:
            continue
        if aware_on < before:
            moves.append(Move("tighten", replace(row, learned_on=aware_on, due_on=due, later_on=None), row))
        else:
            moves.append(Move("propose_later", replace(row, later_on=due), row))
    write_moves(act, case_id, moves, Grounds(f"no_report:{decision_id}"))
    return (*moves, *resettle(act, case_id))
