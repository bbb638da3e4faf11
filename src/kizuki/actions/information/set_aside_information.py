"""Set a piece of information aside as not relevant."""

from __future__ import annotations

from kizuki.actions.information.moving import move_information
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.information.harm import NOT_KNOWN, may_be_death_here
from kizuki.core.refusal import Refused
from kizuki.store.models import SafetyInformation

REASONS = ("not_our_device", "no_malfunction", "known_already", "no_content", "other")
"""Not a device of ours; nothing that is a malfunction; told before (then it joins that case); nothing in it."""


def set_aside_information(information_id: int, reason: str, explanation: str, *, actor: Actor) -> None:
    """Keep why a piece of information is no matter of ours, by a code and in words. It stays, can be examined again,
    and comes back to nobody's list silently: `Refused` without both, where it belongs to a case, or where it may tell of
    a death and nobody said yet whether anybody died."""
    if reason not in REASONS:
        raise Refused("information.reason", f"{reason!r} is not one of: {', '.join(REASONS)}")
    words = text(explanation, "information.explanation", longest=5_000, required=True)
    find(SafetyInformation, "information", actor=actor, pk=information_id)
    with verb("set_aside_information", actor=actor, of=[f"information:{information_id}"]) as act:
        row = move_information(act, information_id, "not_relevant")
        if row.told_harm in NOT_KNOWN and may_be_death_here(row.told_harm, row.country):
            raise Refused("information.told_harm", "a death is not ruled out: say first whether anybody died")
        keep_text(act, f"information:{information_id}", "reason", words)
        devices = [f"device:{row.device_id}"] if row.device_id else []
        act.record(
            subjects=[f"information:{information_id}", *devices], payload={"number": row.number, "why": reason}
        )
