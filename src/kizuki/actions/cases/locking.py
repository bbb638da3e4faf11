"""Two people on one case come one after the other: whoever moves its ledger has locked it first, before any row of it."""

from __future__ import annotations

from kizuki.actions.verb import Act
from kizuki.store.models import Case
from kizuki.store.obligations.ledger import goes_on_at
from kizuki.store.obligations.locks import locked


def lock_case(act: Act, case_id: int) -> Case:
    """The case as it stands now; nobody else changes it, or what is owed on it, until this verb ends.

    It comes before every other lock of the verb (a report, a proposal, a decision, a piece of information), so that no
    two verbs wait for each other.
    """
    row = locked(case_id)
    act.locked.add(case_id)
    return row


def lock_ledger(act: Act, case_id: int) -> int:
    """Lock a case and, where it is a duplicate, the one on which what it owed is owed now; returns the id of that one."""
    lock_case(act, case_id)
    kept = goes_on_at(case_id)
    if kept != case_id:
        lock_case(act, kept)
    return kept


def require_locked(act: Act, case_id: int) -> None:
    """RuntimeError where a verb is about to move the ledger of a case that it has not locked."""
    if case_id not in act.locked:
        raise RuntimeError(f"the verb {act.name} moves the ledger of case {case_id} and has not locked it")
