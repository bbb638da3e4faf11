"""Plan what is done about a device in use that is not confirmed to 基本要件基準12条3項."""

from __future__ import annotations

from datetime import date

from kizuki.actions.devices.conforming import move
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.conformity import WAYS
from kizuki.core.refusal import Refused
from kizuki.store.models import ConformityPlan, Device
from kizuki.store.queries.conformity import to_confirm
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import added, locked


def plan_conformity(device_key: str, way: str, due_on: date, words: str, *, on: date, actor: Actor) -> int:
    """Keep the plan; carrying it out is owed by its day, until the device is confirmed or planned anew. Returns its id.

    `Refused` for a way of no table, a day that is past, missing words, and a device that needs no plan: confirmed, out of
    scope, or with no unit that stands anywhere.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    if way not in WAYS:
        raise Refused("way", f"{way!r} is not one of: {', '.join(WAYS)}")
    if due_on < on:
        raise Refused("due_on", f"{due_on} has passed already")
    body = text(words, "words", longest=10_000, required=True)
    person = person_of(actor)
    with verb("plan_conformity", actor=actor, of=[f"device:{device.pk}"]) as act:
        locked(Device, device.pk)
        if device.pk not in to_confirm(PROGRAM):
            raise Refused("device", "needs no plan: it is confirmed, out of scope, or nowhere in use")
        row = added(ConformityPlan, device=device, way=way, due_on=due_on, person_id=person, recorded_at=act.at)
        keep_text(act, f"conformity_plan:{row.pk}", "words", body)
        move(act, device.pk, on, f"conformity_plan:{row.pk}", due_on)
        act.record(
            subjects=[f"device:{device.pk}", f"conformity_plan:{row.pk}"],
            payload={"way": way, "due_on": due_on.isoformat()},
        )
    return int(row.pk)
