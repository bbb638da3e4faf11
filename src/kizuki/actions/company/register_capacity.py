"""Register in which capacity the company reports on a device."""

from __future__ import annotations

from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.facts.values import Reporter
from kizuki.core.refusal import Refused
from kizuki.store.models import Capacity, Device

CAPACITIES = tuple(member.value for member in Reporter)


def register_capacity(
    device_key: str,
    capacity: str,
    *,
    counterpart: str = "",
    country: str = "",
    from_on: date,
    to_on: date | None = None,
    replaces: int | None = None,
    actor: Actor,
) -> int | None:
    """Keep as what the company stands behind a device: `mah`, `designated_mah` (選任製造販売業者) or
    `special_approval_holder` (外国製造医療機器等特例承認取得者), which both name their `counterpart`.

    Returns the id; None where it stood. `Refused` where the counterpart is missing.
    """
    if capacity not in CAPACITIES:
        raise Refused("capacity.capacity", f"{capacity!r} is not one of: {', '.join(CAPACITIES)}")
    device = find(Device, "capacity.device", actor=actor, key=device_key)
    values = {
        "device_id": device.pk,
        "capacity": capacity,
        "counterpart": text(counterpart, "capacity.counterpart", longest=200, required=capacity != "mah"),
        "country": text(country, "capacity.country", longest=2).upper(),
    }
    with verb("register_capacity", actor=actor, of=[f"device:{device.pk}"]) as act:
        row = append_row(act, Capacity, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(
            subjects=[f"device:{device.pk}", f"capacity:{row.pk}"],
            payload={"capacity": capacity, "replaces": replaces},
        )
    return int(row.pk)
