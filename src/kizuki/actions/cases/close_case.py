"""Close a case: nothing more is owed on it."""

from __future__ import annotations

from typing import Literal

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.clocks import owed, sent_reports
from kizuki.store.models import Case, Task

Why = Literal["reported", "withdrawn"]


def close_case(case_id: int, why: Why, reason: str, *, actor: Actor) -> None:
    """Close it as reported to the end, or as withdrawn; the reason is required.

    `Refused` while anything is owed (a duty, a follow-up, a first report) or a task is open. A no-report is never
    closed: it stays on the register and is watched. A duplicate is closed by `mark_case_duplicate`, which links both.
    """
    find(Case, "case", pk=case_id)
    words = text(reason, "reason", longest=2_000, required=True)
    with verb("close_case", actor=actor) as act:
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        if case.state == "closed":
            raise Refused("case", "is closed already")
        _require_nothing_owed(case, why)
        case.state = "closed"
        case.save(update_fields=["state"])
        keep_words(case_id, "closing_reason", words, act.at, place=why)
        refresh_clock(case_id)
        act.record(subjects=[f"case:{case_id}"], payload={"why": why})


def _require_nothing_owed(case: Case, why: Why) -> None:
    sent = sent_reports(case.pk)
    if why == "reported":
        if not sent:
            raise Refused("case", "nothing was reported; a no-report stays on the register")
        left = [clock.item or clock.kind for clock in owed(case.pk)]
        if left:
            raise Refused("case", f"still owed: {', '.join(left)}")
    elif not sent or sent[-1].purpose not in ("withdrawal", "not_reportable"):
        raise Refused("case", "no report has said 取下げ or 報告対象外")
    tasks = Task.objects.filter(case=case, state="open").count()
    if tasks:
        raise Refused("tasks", f"{tasks} tasks are open")
