"""Add that somebody else of the company knew of a piece of information."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.locking import lock_case, lock_ledger
from kizuki.actions.cases.reopening import reopen_within
from kizuki.actions.information.receiving import ReceiptEntry, check_receipt, keep_receipt
from kizuki.actions.obligations.by_information import joined, tighten_decision
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, SafetyInformation
from kizuki.store.obligations.information import date_decision_task, locked_information


def add_receipt(information_id: int, receipt: ReceiptEntry, *, on: date, actor: Actor) -> date:
    """Keep who else knew and when. Returns the awareness day, which moves to the earlier day by itself and to a later
    one never. Where a case rests on it already, the case owes the correction of its day, and is open again for it."""
    found = find(SafetyInformation, "information", actor=actor, pk=information_id)
    check_receipt(receipt, on, "receipt", actor)
    with verb("add_receipt", actor=actor, of=[f"information:{information_id}"]) as act:
        case = found.case_id
        on_case = None if case is None else lock_ledger(act, case)
        row = locked_information(information_id)
        if row.case_id != case:
            raise Refused("information", "was joined to a case, or taken out of one, meanwhile; say it again")
        before = row.awareness_on
        kept = keep_receipt(act, row, receipt)
        earlier = receipt.learned_on < before
        if earlier:
            row.awareness_on = receipt.learned_on
            row.save(update_fields=["awareness_on"])
            date_decision_task(row)
            tighten_decision(act, row)
            if on_case is not None:
                _ask_to_correct(act, row, lock_case(act, on_case), on)
        act.record(
            subjects=[f"information:{information_id}", f"receipt:{kept.pk}"],
            payload={"learned_on": receipt.learned_on.isoformat(), "awareness_on": row.awareness_on.isoformat()},
        )
    return row.awareness_on


def _ask_to_correct(act: Act, row: SafetyInformation, case: Case, on: date) -> None:
    """The case that rests on it owes the correction of its day; one that was closed is open again."""
    reopen_within(act, case, "information_joined")
    joined(act, row, case.pk)
    act.wait_for(
        Waiting(
            "awareness_moved",
            f"information:{row.pk}",
            f"information:{row.pk}",
            "safety_manager",
            case=case.pk,
            due_on=on,
            values={"information": row.number, "awareness_on": row.awareness_on.isoformat()},
        )
    )
