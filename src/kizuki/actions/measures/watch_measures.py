"""Watch for a serious potential that nobody does anything about (措置未着手), on every device, whatever is reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.measures.chain import MISSING, owed
from kizuki.actions.obligations.keeping import Grounds, refresh_case, told, write_moves
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.lifecycle.measures.standing import Acted, Untouched, untouched
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Matter, MeasureStep, ReachEntry, Task
from kizuki.store.obligations.identities import full_form
from kizuki.store.obligations.ledger import ledger_of
from kizuki.store.record.keeping_rows import standing

ESCALATED = "measure_not_started"
"""The task of the general manager (総括) for a potential that lies past its day."""


def watch_measures(*, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> list[int]:
    """Owe a measure where an open case fears serious harm, or cannot say that it need not, and has none; bring what lies
    past its day to the general manager. Answers the ids of the cases that moved. One transaction a case; `between` is
    called after each."""
    moved: list[int] = []
    cases = seen(viewer_of(actor.code), Case).filter(state="open").order_by("pk")
    for case_id in list(cases.values_list("pk", flat=True)):
        if watch_case_for_measures(case_id, on=on, actor=actor):
            moved.append(case_id)
        between()
    return moved


def watch_case_for_measures(case_id: int, *, on: date, actor: Actor) -> bool:
    """The same for one case; whether anything moved."""
    find(Case, "case", actor=actor, pk=case_id)
    if not _lacking(case_id):
        return False
    with verb("watch_measures", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        ledger = ledger_of(case_id)
        # Once it was decided, what is answered later is judged with the measure that stands.
        known = {row.matter for row in ledger if row.kind == MISSING}
        lacking = _lacking(case_id) if case.state == "open" else ()
        moves = [
            owed(ledger, MISSING, "", one.since, one.due_on, one.matter) for one in lacking if one.matter not in known
        ]
        late = [row for row in (*ledger, *(move.row for move in moves)) if _late(row, on)]
        escalated = bool(late) and _escalate(act, case_id)
        if not moves and not escalated:
            act.unchanged()
            return False
        write_moves(act, case_id, moves, Grounds(basis=f"case:{case_id}"))
        refresh_case(case_id)
        act.record(subjects=[f"case:{case_id}"], payload={"ledger": told(moves), "late": len(late)})
    return True


def _late(row: Value, on: date) -> bool:
    return row.kind == MISSING and row.running and row.due_on is not None and row.due_on < on


def _escalate(act: Act, case_id: int) -> bool:
    if standing(Task, kind=ESCALATED, subject=f"case:{case_id}", state="open").exists():
        return False
    act.wait_for(Waiting(ESCALATED, f"case:{case_id}", "watch_measures", "general_manager", case=case_id))
    return True


def _lacking(case_id: int) -> tuple[Untouched, ...]:
    decided = standing(MeasureStep, measure__case=case_id, step="decide", outcome="approved")
    informed = standing(ReachEntry, target__measure__case=case_id, state="sent")
    acts = [Acted(*row) for rows in (decided, informed) for row in rows.values_list("on", "recorded_at")]
    known_at = dict(standing(Matter, case=case_id).values_list("key", "made_at"))
    return untouched(full_form(newest_facts(case_id).facts), acts, known_at)
