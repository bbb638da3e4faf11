"""Acknowledge a call: somebody has taken the case, or the information, in hand."""

from __future__ import annotations

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, SafetyInformation
from kizuki.store.notices.calling import About
from kizuki.store.notices.duty_rows import acknowledge
from kizuki.store.obligations.information import locked_information


def acknowledge_call(case_id: int, *, actor: Actor) -> None:
    """From now on calls about the case come once an hour, until its first report is sent or what it owes is ended.

    `Refused` where no call about it waits to be acknowledged.
    """
    find(Case, "case", actor=actor, pk=case_id)
    with verb("acknowledge_call", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        row = acknowledge(About("case", case_id), act.at, act.person)
        if row is None:
            raise Refused("call", "no call about this case waits to be acknowledged")
        act.record(subjects=[f"case:{case_id}", f"duty_call:{row.pk}"], payload={"number": row.number})


def acknowledge_information_call(information_id: int, *, actor: Actor) -> None:
    """From now on calls about the information come once an hour, until it is decided what becomes of it, or it is known
    that nobody died in Japan.

    `Refused` where no call about it waits to be acknowledged.
    """
    find(SafetyInformation, "information", actor=actor, pk=information_id)
    with verb("acknowledge_information_call", actor=actor, of=[f"information:{information_id}"]) as act:
        locked_information(information_id)
        row = acknowledge(About("information", information_id), act.at, act.person)
        if row is None:
            raise Refused("call", "no call about this information waits to be acknowledged")
        act.record(subjects=[f"information:{information_id}", f"duty_call:{row.pk}"], payload={"number": row.number})
