"""Say what became of units: moved, stored, returned, discarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.devices.owe_lists import UNITS_AT_A_TIME
from kizuki.actions.devices.unit_history import keep_history
from kizuki.actions.devices.unit_places import AT_HOME, place_at_home
from kizuki.actions.obligations.by_lists import follow_lists, follow_units
from kizuki.actions.obligations.by_milestones import follow_milestones
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Hospital, Unit
from kizuki.store.record.parts import chunks


def move_units(
    device_key: str,
    serials: Sequence[str],
    *,
    on: date,
    state: str = "in_use",
    hospital: str | None = None,
    place: str | None = None,
    actor: Actor,
) -> int:
    """Bring units to a state (`in_use`, `stored`, `returned`, `discarded`, `unknown`) and, where one is given, to
    another hospital or place. Returns how many changed; each keeps an entry of its history.

    `Refused`, before anything is kept, where a unit is not registered or was discarded.
    """
    device = find(Device, "units.device", actor=actor, key=device_key)
    home = find(Hospital, "units.hospital", actor=actor, key=hospital) if hospital is not None else None
    room = None if place is None else text(place, "units.place", longest=200)
    units = {unit.serial: unit for unit in Unit.objects.filter(device=device, serial__in=serials)}
    for number, serial in enumerate(serials):
        if serial not in units:
            raise Refused(f"units.{number}", f"{serial!r} is not registered")
        if units[serial].state != state:
            require_move("unit", units[serial].state, state, f"units.{number} ({serial})")
        if units[serial].tenure == AT_HOME and room is not None:
            place_at_home(room, "units.place")
    changed = [unit for unit in units.values() if _moved(unit, state, home, room)]
    about = [f"device:{device.pk}", *([f"hospital:{home.pk}"] if home else [])]
    for part in chunks(changed, UNITS_AT_A_TIME):
        with verb("move_units", actor=actor, of=about) as act:
            Unit.objects.bulk_update(part, ["state", "hospital", "place"])
            keep_history(act, part, on)
            follow_lists(act, device.pk)
            follow_milestones(act, device.pk)
            follow_units(act, [unit.pk for unit in part])
            act.watch_register()
            ids = [unit.pk for unit in part]
            payload = {"state": state, "on": on.isoformat(), "units": len(part), "ids": ids}
            act.record(subjects=about, payload=payload)
    return len(changed)


def _moved(unit: Unit, state: str, home: Hospital | None, room: str | None) -> bool:
    before = (unit.state, unit.hospital_id, unit.place)
    unit.state = state
    if home is not None:
        # A room of the old hospital is none of the new one.
        unit.place = unit.place if unit.hospital_id == home.pk else ""
        unit.hospital = home
    if room is not None:
        unit.place = room
    return before != (unit.state, unit.hospital_id, unit.place)
