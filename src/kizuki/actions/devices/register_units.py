"""Register the units of a device: which serial number stands where and runs what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.devices.owe_lists import UNITS_AT_A_TIME
from kizuki.actions.devices.unit_history import keep_history
from kizuki.actions.devices.unit_places import require_place
from kizuki.actions.obligations.by_lists import follow_lists, follow_units
from kizuki.actions.obligations.by_milestones import follow_milestones
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Hospital, Release, Unit
from kizuki.store.record.parts import chunks


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit. `hospital` is the key of the institution and `release` the version it runs; None is not known.

    `place` is the ward or room; `tenure` says how it came there: owned, leased, lent, home; `owner` whose it is where
    that is not the institution. At home both are numbers: they would name the patient.
    """

    serial: str
    hospital: str | None = None
    release: str | None = None
    place: str = ""
    tenure: str = ""
    delivered_on: date | None = None
    owner: str = ""


def register_units(device_key: str, entries: Sequence[UnitEntry], *, actor: Actor) -> int:
    """Keep units by serial number, or move and update those that stand already. Returns how many were written.

    Each run of units is a transaction of its own, with an entry in the history of each unit. `Refused` names the row
    whose hospital or release is not registered, or whose serial number stands twice, before anything is kept.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    rows = _rows(device, entries)
    return sum(_register(device, part, actor) for part in chunks(rows, UNITS_AT_A_TIME))


def _rows(device: Device, entries: Sequence[UnitEntry]) -> list[dict[str, Any]]:
    hospitals = dict(Hospital.objects.values_list("key", "pk"))
    releases = dict(Release.objects.filter(device=device).values_list("version", "pk"))
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        serial = text(entry.serial, f"units.{index}.serial", longest=100, required=True)
        if serial in seen:
            raise Refused(f"units.{index}.serial", f"{serial} stands twice")
        seen.add(serial)
        tenure, place, owner = require_place(entry.tenure, entry.place, entry.owner, f"units.{index}.")
        rows.append(
            {
                "serial": serial,
                "hospital_id": _id_of(entry.hospital, hospitals, f"units.{index}.hospital"),
                "release_id": _id_of(entry.release, releases, f"units.{index}.release"),
                "place": place,
                "tenure": tenure,
                "delivered_on": entry.delivered_on,
                "owner": owner,
            }
        )
    return rows


def _id_of(name: str | None, ids: Mapping[str, int], place: str) -> int | None:
    if name is None:
        return None
    if name not in ids:
        raise Refused(place, f"{name!r} is not registered")
    return ids[name]


def _register(device: Device, rows: Sequence[Mapping[str, Any]], actor: Actor) -> int:
    columns = ("hospital_id", "release_id", "place", "tenure", "delivered_on", "owner")
    with verb("register_units", actor=actor, of=[f"device:{device.pk}"]) as act:
        serials = [row["serial"] for row in rows]
        standing = {unit.serial: unit for unit in Unit.objects.filter(device=device, serial__in=serials)}
        new = [Unit(device=device, **row) for row in rows if row["serial"] not in standing]
        moved: list[Unit] = []
        for row in rows:
            unit = standing.get(row["serial"])
            if unit is None or all(getattr(unit, column) == row[column] for column in columns):
                continue
            for column in columns:
                setattr(unit, column, row[column])
            moved.append(unit)
        Unit.objects.bulk_create(new)
        Unit.objects.bulk_update(moved, columns)
        keep_history(act, new, delivered=True)
        keep_history(act, moved)
        follow_lists(act, device.pk)
        follow_milestones(act, device.pk)
        follow_units(act, [unit.pk for unit in (*new, *moved)])
        if new or moved:
            act.record(subjects=[f"device:{device.pk}"], payload={"new": len(new), "moved": len(moved)})
        else:
            act.unchanged()
    return len(new) + len(moved)
