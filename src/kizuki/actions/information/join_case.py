"""Join a piece of information to a case that is open."""

from __future__ import annotations

from datetime import date

from kizuki.actions.information.moving import move_information
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.facts.awareness import awareness_day
from kizuki.core.refusal import Refused
from kizuki.store.facts import newest_facts
from kizuki.store.models import Case, SafetyInformation


def join_case(information_id: int, case_id: int, *, on: date, actor: Actor) -> bool:
    """Say that information belongs to a case. What it tells is not in the facts yet: a task asks a person to answer
    them, and says where the information was known before the case's own awareness day. Returns whether it was.

    `Refused` where the case is closed or on another device, or the information belongs to a case already.
    """
    find(SafetyInformation, "information", pk=information_id)
    case = find(Case, "case", pk=case_id)
    with verb("join_case", actor=actor) as act:
        if Case.objects.select_for_update(of=("self",)).get(pk=case_id).state != "open":
            raise Refused("case", f"{case.number} is closed: open a case from the information instead")
        row = move_information(act, information_id, "joined")
        if row.device_id is not None and row.device_id != case.device_id:
            raise Refused("case", f"{case.number} is on another device")
        row.case, row.device_id = case, case.device_id
        row.save(update_fields=["case", "device"])
        known = newest_facts(case_id).facts
        earlier = row.awareness_on < awareness_day(known)
        kind = "awareness_moved" if earlier else "information_joined"
        values = {"information": row.number, "awareness_on": row.awareness_on.isoformat()}
        origin = f"information:{information_id}"
        act.wait_for(
            Waiting(kind, f"case:{case_id}", origin, "safety_manager", case=case_id, due_on=on, values=values)
        )
        act.watch_register()
        act.record(
            subjects=[f"information:{information_id}", f"case:{case_id}", f"device:{case.device_id}"],
            payload={"number": row.number, "awareness_on": row.awareness_on.isoformat(), "earlier": earlier},
        )
    return earlier
