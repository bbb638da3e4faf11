"""Take a piece of information out of the case that it was joined to."""

from __future__ import annotations

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.information.moving import move_information
from kizuki.actions.obligations.by_information import unjoined
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import SafetyInformation


def unjoin_case(information_id: int, reason: str, *, actor: Actor) -> None:
    """Undo a joining, with its reason: the information is to be decided again, on the day that it had.

    The tasks that asked for its facts are dropped. Facts that were answered meanwhile stay, and a case that the joining
    had reopened stays open: both are acts of their own. `Refused` where the information was not joined; a case that
    was opened from information keeps it.
    """
    words = text(reason, "information.reason", longest=2_000, required=True)
    found = find(SafetyInformation, "information", actor=actor, pk=information_id)
    if found.state != "joined" or found.case_id is None:
        raise Refused("information.state", f"is {found.state}; only what was joined to a case is taken out of it")
    with verb("unjoin_case", actor=actor, of=[f"information:{information_id}"]) as act:
        case = lock_case(act, found.case_id)
        row = move_information(act, information_id, "examined")
        if row.case_id != case.pk:
            raise Refused("information.case", "belongs to another case meanwhile")
        row.case = None
        row.save(update_fields=["case"])
        keep_text(act, f"information:{information_id}", "unjoin_reason", words)
        unjoined(act, row, case.pk)
        act.watch_register()
        act.record(
            subjects=[f"information:{information_id}", f"case:{case.pk}", f"device:{case.device_id}"],
            payload={"number": row.number, "case": case.number},
        )
