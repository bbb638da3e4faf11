"""Acknowledge a call: somebody has taken the case in hand."""

from __future__ import annotations

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, DutyCall


def acknowledge_call(case_id: int, *, actor: Actor) -> None:
    """From now on calls about the case come once an hour, until its first report is sent or what it owes is ended.

    `Refused` where no call about it waits to be acknowledged.
    """
    find(Case, "case", actor=actor, pk=case_id)
    with verb("acknowledge_call", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        row = DutyCall.objects.filter(case=case_id).order_by("-number").first()
        if row is None or row.acknowledged_at is not None:
            raise Refused("call", "no call about this case waits to be acknowledged")
        row.acknowledged_at, row.acknowledged_by_id = act.at, act.person
        row.save(update_fields=["acknowledged_at", "acknowledged_by"])
        act.record(subjects=[f"case:{case_id}", f"duty_call:{row.pk}"], payload={"number": row.number})
