"""Add that somebody else of the company knew of a piece of information."""

from __future__ import annotations

from datetime import date

from kizuki.actions.information.moving import DECISION
from kizuki.actions.information.receiving import ReceiptEntry, check_receipt, keep_receipt
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.information.deciding import decision_due_on
from kizuki.store.findings.joined import triage_limit
from kizuki.store.models import SafetyInformation, Task


def add_receipt(information_id: int, receipt: ReceiptEntry, *, on: date, actor: Actor) -> date:
    """Keep who else knew and when. Returns the awareness day, which moves to the earlier day by itself and to a later
    one never. Where a case rests on it already, a task asks a person to correct the case's day."""
    find(SafetyInformation, "information", actor=actor, pk=information_id)
    check_receipt(receipt, on, "receipt", actor)
    with verb("add_receipt", actor=actor, of=[f"information:{information_id}"]) as act:
        row = SafetyInformation.objects.select_for_update().get(pk=information_id)
        before = row.awareness_on
        kept = keep_receipt(act, row, receipt)
        earlier = receipt.learned_on < before
        if earlier:
            row.awareness_on = receipt.learned_on
            row.save(update_fields=["awareness_on"])
            due_on = decision_due_on(row.awareness_on, triage_limit())
            Task.objects.filter(subject=f"information:{information_id}", kind=DECISION, state="open").update(
                due_on=due_on
            )
            if row.case_id is not None:
                act.wait_for(
                    Waiting(
                        "awareness_moved",
                        f"case:{row.case_id}",
                        f"information:{information_id}",
                        "safety_manager",
                        case=row.case_id,
                        due_on=on,
                        values={"information": row.number, "awareness_on": receipt.learned_on.isoformat()},
                    )
                )
        act.record(
            subjects=[f"information:{information_id}", f"receipt:{kept.pk}"],
            payload={"learned_on": receipt.learned_on.isoformat(), "awareness_on": row.awareness_on.isoformat()},
        )
    return row.awareness_on
