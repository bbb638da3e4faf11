"""Close a case: nothing more is owed on it."""

from __future__ import annotations

from typing import Literal

from kizuki.actions.cases.assessing import require_determined
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Report, Task
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.disclosure import disclosure_of
from kizuki.store.queries.viewer import PROGRAM

Why = Literal["reported", "withdrawn"]
WHY = ("reported", "withdrawn")


def close_case(case_id: int, why: Why, reason: str, *, actor: Actor) -> None:
    """Close it as reported to the end, or as withdrawn; the reason is required, and changes nothing of what is owed.

    `Refused` while anything is owed, open or unanswered (a report without PMDA's word too), a task is open, or its
    disclosure has a party that was neither told nor left out for a reason (医薬安発0115第2号 4(2), 関係者への情報共有). A
    no-report is never closed: it stays on the register and is watched. A case whose obligations were all handed over
    stays open as well (長期追跡). A duplicate is closed by `mark_case_duplicate`, which links both.
    """
    find(Case, "case", actor=actor, pk=case_id)
    words = text(reason, "reason", longest=2_000, required=True)
    if why not in WHY:
        raise Refused("why", f"{why!r} is not one of: {', '.join(WHY)}")
    with verb("close_case", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        if case.state == "closed":
            raise Refused("case", "is closed already")
        require_determined(case_id)
        _require_nothing_owed(case_id)
        _require_parties_settled(case_id)
        _require_reason(case_id, why)
        Case.objects.filter(pk=case_id).update(state="closed", clock="", clock_on=None, clock_rank=9)
        keep_words(case_id, "closing_reason", words, act.at, place=why)
        act.record(subjects=[f"case:{case_id}"], payload={"why": why})


def _require_nothing_owed(case_id: int) -> None:
    left = [" ".join(part for part in (row.kind, row.item, row.state) if part) for row in live_of(case_id)]
    if left:
        raise Refused("case", f"still owed: {', '.join(sorted(set(left)))}")
    tasks = Task.objects.filter(case_id=case_id, state="open").count()
    if tasks:
        raise Refused("tasks", f"{tasks} tasks are open")


def _require_parties_settled(case_id: int) -> None:
    found = disclosure_of(PROGRAM, case_id)
    waiting = [row.party.name for row in found.parties if row.told == "not_yet"] if found else []
    if waiting:
        raise Refused("parties", f"neither told nor left out for a reason: {', '.join(waiting)}")


def _require_reason(case_id: int, why: Why) -> None:
    last = Report.objects.filter(case_id=case_id, state="submitted").order_by("submitted_at", "pk").last()
    if last is None:
        raise Refused("case", "nothing was reported; a no-report stays on the register")
    if why == "withdrawn" and last.purpose not in ("withdrawal", "not_reportable"):
        raise Refused("case", "no report has said 取下げ or 報告対象外")
