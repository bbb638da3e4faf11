"""Reopen a no-report decision that no longer stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.by_register import reopened
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks import due_after
from kizuki.core.lifecycle.no_report import Cause, Watched, causes
from kizuki.core.reporting.items import STRICTEST_DAYS
from kizuki.store.models import Case, NoReportDecision, Reopening
from kizuki.store.obligations.locks import case_of
from kizuki.store.register.watched import watched_now


def reopen_no_report(decision_id: int, *, on: date, actor: Actor) -> tuple[Cause, ...]:
    """Hold a decision against what is known on day `on`; where something it rests on has changed, reopen it.

    The case is open again, its awareness day provisionally the day on which Kizuki stored the earliest of these facts,
    and its owner has a task. Returns the causes; empty where the decision stands, and then nothing is written.
    """
    find(NoReportDecision, "decision", actor=actor, pk=decision_id)
    with verb("reopen_no_report", actor=actor, of=[f"no_report:{decision_id}"]) as act:
        lock_case(act, case_of(NoReportDecision, decision_id))
        row = NoReportDecision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        found = _causes(row, on)
        if not found:
            act.unchanged()
            return ()
        provisional_on = min(cause.stored_on for cause in found)
        row.state = "reopened"
        row.save(update_fields=["state"])
        Reopening.objects.create(
            decision=row,
            position=1,
            causes=[msgspec.to_builtins(cause) for cause in found],
            provisional_on=provisional_on,
            aware_on=provisional_on,
            at=act.at,
        )
        Case.objects.filter(pk=row.case_id).update(state="open")
        reopened(act, row.case_id, row.pk, provisional_on)
        act.wait_for(_look_again(row, found, provisional_on))
        act.record(
            subjects=[f"case:{row.case_id}", f"no_report:{row.pk}:{row.sha256}"],
            payload={"causes": [cause.code for cause in found], "aware_on": provisional_on.isoformat()},
        )
    return found


def _causes(row: NoReportDecision, on: date) -> tuple[Cause, ...]:
    if row.state != "decided" or row.decided_on is None:
        return ()
    then = msgspec.convert(row.rests_on, Watched)
    return causes(then, watched_now(row.case_id), decided_on=row.decided_on, review_on=row.review_on, on=on)


def _look_again(row: NoReportDecision, causes: Sequence[Cause], provisional_on: date) -> Waiting:
    return Waiting(
        "reopened_no_report",
        f"no_report:{row.pk}",
        "register",
        "safety_manager",
        case=row.case_id,
        due_on=due_after(provisional_on, STRICTEST_DAYS),
        values={"causes": [cause.code for cause in causes]},
    )
