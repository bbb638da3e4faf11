"""Watching what was closed or reported: a signal on its vulnerabilities opens a case again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kizuki.actions.cases.assessing import require_no_duplicate
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.cases.reopening import reopen_within
from kizuki.actions.obligations.keeping import Grounds, refresh_case, write_moves
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.clocks import due_after
from kizuki.core.lifecycle.no_report import Cause
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.acts import SIGNAL
from kizuki.core.reporting.items import STRICTEST_DAYS
from kizuki.store.cases.signals import signals_on
from kizuki.store.models import AuditEntry, Case, CaseDuplicate
from kizuki.store.obligations.ledger import ledger_of


def watch_cases(*, actor: Actor, between: Callable[[], None] = lambda: None) -> list[int]:
    """Open again every closed case about whose vulnerabilities something was learned since it was closed (経時的に
    モニター, notification 4(3)); answers their ids. One transaction a case; `between` is called after each."""
    closed = Case.objects.filter(state="closed", vulnerabilities__isnull=False).distinct()
    closed = closed.exclude(pk__in=CaseDuplicate.objects.values("case_id"))
    found: list[int] = []
    for case_id in list(closed.order_by("pk").values_list("pk", flat=True)):
        if reopen_by_signal(case_id, actor=actor):
            found.append(case_id)
        between()
    return found


def reopen_by_signal(case_id: int, *, actor: Actor) -> tuple[Cause, ...]:
    """Hold a closed case against what was learned since; where a signal is newer it is open again, and owes an answer
    within fifteen days of the day on which the signal was stored. Empty, and nothing written, where none is."""
    find(Case, "case", actor=actor, pk=case_id)
    with verb("reopen_by_signal", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        require_no_duplicate(case_id)
        causes = signals_on(case_id, _closed_at(case_id)) if case.state == "closed" else ()
        if not causes:
            act.unchanged()
            return ()
        reopened = reopen_within(act, case, "signal")
        write_moves(act, case_id, [Move("open", _owed(case_id, causes))], Grounds(basis=f"case:{case_id}"))
        refresh_case(case_id)
        act.record(
            subjects=[f"case:{case_id}", f"device:{case.device_id}"],
            payload={**reopened, "causes": sorted({cause.code for cause in causes})},
        )
    return causes


def _owed(case_id: int, causes: tuple[Cause, ...]) -> Value:
    """The signal asks for the facts that it tells, as joined information does."""
    stored_on = min(cause.stored_on for cause in causes)
    rounds = [row.round for row in ledger_of(case_id) if row.key == ("joined_information", "", "", SIGNAL)]
    return Value(
        "joined_information",
        "open",
        item=SIGNAL,
        round=max(rounds, default=0) + 1,
        learned_on=stored_on,
        due_on=due_after(stored_on, STRICTEST_DAYS),
        because=tuple(sorted({cause.code for cause in causes})),
    )


def _closed_at(case_id: int) -> datetime:
    """The instant of the entry that closed it last."""
    rows = AuditEntry.objects.filter(verb="close_case", subject_rows__subject=f"case:{case_id}").order_by("-seq")
    return datetime.fromisoformat(rows.values_list("at", flat=True)[0])
