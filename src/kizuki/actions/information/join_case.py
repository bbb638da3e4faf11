"""Join a piece of information to a case."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.cases.reopening import reopen_within
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.information.moving import move_information
from kizuki.actions.obligations.by_information import joined
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.facts.awareness import awareness_day
from kizuki.core.lifecycle.recorded_days import AwarenessDay, told
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, SafetyInformation


def join_case(information_id: int, case_id: int, *, on: date, actor: Actor) -> bool:
    """Say that information belongs to a case. What it tells is not in the facts yet: a task asks a person to answer
    them, and says where the information was known before the case's own awareness day. Returns whether it was.

    A case that is closed is open again. `unjoin_case` undoes it. `Refused` where the case is on another device or a
    duplicate, or the information belongs to a case already.
    """
    find(SafetyInformation, "information", actor=actor, pk=information_id)
    find(Case, "case", actor=actor, pk=case_id)
    with verb("join_case", actor=actor, of=[f"information:{information_id}", f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        reopened = reopen_within(act, case, "information_joined")
        row = move_information(act, information_id, "joined")
        if row.device_id is not None and row.device_id != case.device_id:
            raise Refused("case", f"{case.number} is on another device")
        row.case, row.device_id = case, case.device_id
        row.save(update_fields=["case", "device"])
        pass_on(act, f"information:{information_id}", [f"case:{case_id}"])
        known = newest_facts(case_id).facts
        earlier = row.awareness_on < awareness_day(known)
        kind = "awareness_moved" if earlier else "information_joined"
        values = {"information": row.number, "awareness_on": row.awareness_on.isoformat()}
        origin = f"information:{information_id}"
        act.wait_for(Waiting(kind, origin, origin, "safety_manager", case=case_id, due_on=on, values=values))
        joined(act, row, case_id)
        act.watch_register()
        act.record(
            subjects=[f"information:{information_id}", f"case:{case_id}", f"device:{case.device_id}"],
            payload={
                "number": row.number,
                **told(AwarenessDay(row.awareness_on)),
                "earlier": earlier,
                **reopened,
            },
        )
    return earlier
