"""Keep the words of a case or device beyond their period (a lawsuit, an inspection), and end that."""

from __future__ import annotations

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Device, LegalHold


def hold_records(reason: str, *, case_id: int | None = None, device_id: int | None = None, actor: Actor) -> int:
    """Put a case, or a device with all of its cases, under a legal hold: nothing of it is erased until it is lifted.

    Returns the id of the hold. `Refused` where neither or both are named, or no reason is given.
    """
    words = text(reason, "reason", longest=2_000, required=True)
    if (case_id is None) == (device_id is None):
        raise Refused("hold", "names a case or a device")
    subject = f"case:{case_id}" if case_id is not None else f"device:{device_id}"
    if case_id is not None:
        find(Case, "case", actor=actor, pk=case_id)
    else:
        find(Device, "device", actor=actor, pk=device_id)
    with verb("hold_records", actor=actor, of=[subject]) as act:
        made = LegalHold.objects.create(
            case_id=case_id, device_id=device_id, reason=words, placed_by_id=person_of(actor), placed_at=act.at
        )
        act.record(subjects=[f"legal_hold:{made.pk}", subject], payload={"hold": made.pk})
    return int(made.pk)


def lift_hold(hold_id: int, reason: str, *, actor: Actor) -> None:
    """End a legal hold; the period of the law counts again. `Refused` where it was lifted already, or without reason."""
    words = text(reason, "reason", longest=2_000, required=True)
    with verb("lift_hold", actor=actor, of=[f"legal_hold:{hold_id}"]) as act:
        hold = LegalHold.objects.select_for_update(of=("self",)).filter(pk=hold_id).first()
        if hold is None or hold.lifted_at is not None:
            raise Refused("hold", f"there is no hold {hold_id} that stands")
        hold.lifted_because, hold.lifted_by_id, hold.lifted_at = words, person_of(actor), act.at
        hold.save(update_fields=["lifted_because", "lifted_by", "lifted_at"])
        subject = f"case:{hold.case_id}" if hold.case_id is not None else f"device:{hold.device_id}"
        act.record(subjects=[f"legal_hold:{hold_id}", subject], payload={"hold": hold_id})
