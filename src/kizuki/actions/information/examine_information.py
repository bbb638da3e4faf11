"""Examine a piece of information: which device, which hospital, and what it comes to so far."""

from __future__ import annotations

from kizuki.actions.information.moving import move_information
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Hospital, SafetyInformation, Task


def examine_information(
    information_id: int,
    remark: str,
    *,
    device: str | None = None,
    hospital: str | None = None,
    actor: Actor,
) -> None:
    """Keep that somebody examined it (検討), what they found, and the device and hospital where they now know.

    Having looked decides nothing: the task to decide stays open, with its day. A device that was named stays when None
    is given. `Refused` where it has become or joined a case already.
    """
    if (found := find(SafetyInformation, "information", actor=actor, pk=information_id)).case_id is not None:
        raise Refused("information.state", f"is {found.state}; what belongs to a case is taken out of it first")
    words = text(remark, "information.remark", longest=10_000, required=True)
    known = find(Device, "information.device", actor=actor, key=device) if device else None
    place = find(Hospital, "information.hospital", actor=actor, key=hospital) if hospital else None
    with verb("examine_information", actor=actor, of=[f"information:{information_id}"]) as act:
        row = move_information(act, information_id, "examined")
        row.device = known or row.device
        row.hospital = place or row.hospital
        row.save(update_fields=["device", "hospital"])
        keep_text(act, f"information:{information_id}", "remark", words)
        if row.device_id is not None:
            Task.objects.filter(subject=f"information:{information_id}", kind="identify_device", state="open").update(
                state="done", closed_at=act.at
            )
        devices = [f"device:{row.device_id}"] if row.device_id else []
        act.record(subjects=[f"information:{information_id}", *devices], payload={"number": row.number})
