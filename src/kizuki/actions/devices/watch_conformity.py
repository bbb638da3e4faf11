"""Owe a plan of every device in use that is not confirmed to 基本要件基準12条3項."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.actions.devices.conforming import move, rows_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.conformity import PLAN_DAYS
from kizuki.store.models import Device
from kizuki.store.queries.conformity import owing_plans, to_confirm
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import locked


def watch_conformity(*, on: date, actor: Actor) -> list[int]:
    """Owe what is missing within `PLAN_DAYS`, and end what is owed of devices that were confirmed, or stand nowhere any
    more. Returns the ids of the devices whose rows moved. Nothing is written where nothing moved."""
    wanted, owing = to_confirm(PROGRAM), owing_plans(PROGRAM)
    moving = sorted((wanted - owing) | (owing - wanted))
    for device in moving:
        with verb("watch_conformity", actor=actor, of=[f"device:{device}"]) as act:
            locked(Device, device)
            runs = any(row.running for row in rows_of(device))
            if runs == (device in wanted):
                # Somebody else moved it since it was looked at.
                act.unchanged()
                continue
            due_on = on + timedelta(days=PLAN_DAYS) if device in wanted else None
            move(act, device, on, due_on=due_on)
            payload = {"due_on": due_on.isoformat() if due_on else ""}
            act.record(subjects=[f"device:{device}"], payload=payload)
    return moving
