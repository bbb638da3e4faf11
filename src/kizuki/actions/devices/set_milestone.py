"""Set a milestone of the life of a device."""

from __future__ import annotations

from datetime import date

from kizuki.actions.obligations.by_milestones import follow_milestones
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.device import MILESTONES, require_order
from kizuki.core.refusal import Refused
from kizuki.store.devices.milestones import milestones_of
from kizuki.store.models import Device, Milestone


def set_milestone(
    device_key: str, name: str, on: date | None, *, noticed_on: date | None = None, actor: Actor
) -> int | None:
    """Say when a milestone comes (`sale`, `eol`, `limited_support`, `eos`), or, with None, that it is not planned yet.

    `noticed_on` is the day on which customers were told in general; that each hospital was told is recorded by
    `record_milestone_notice`, and owed until then. Returns the id; None where it stood so. `Refused` where the
    milestones would come in the wrong order. Earlier rows stay.
    """
    if name not in MILESTONES:
        raise Refused("milestone.name", f"{name!r} is not one of: {', '.join(MILESTONES)}")
    device = find(Device, "milestone.device", actor=actor, key=device_key)
    with verb("set_milestone", actor=actor, of=[f"device:{device.pk}"]) as act:
        Device.objects.select_for_update().get(pk=device.pk)
        require_order({**milestones_of(device.pk), name: on})
        newest = Milestone.objects.filter(device=device, name=name).order_by("-id").first()
        if newest is not None and (newest.on, newest.noticed_on) == (on, noticed_on):
            act.unchanged()
            return None
        row = Milestone.objects.create(device=device, name=name, on=on, noticed_on=noticed_on, recorded_at=act.at)
        follow_milestones(act, device.pk)
        act.watch_register()
        act.record(
            subjects=[f"device:{device.pk}", f"milestone:{row.pk}"],
            payload={"milestone": name, "on": on and on.isoformat()},
        )
    return int(row.pk)
