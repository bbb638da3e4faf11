"""Units from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.unit_places import require_place
from kizuki.actions.loading.planned import Planned, plan_rows
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.models import Device, Hospital, Release, Unit
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of

_SAID = ("hospital", "release", "place", "tenure", "owner", "delivered_on")


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do; the key of a unit is that of its device and its serial number."""
    devices = set(seen(viewer, Device).values_list("key", flat=True))
    hospitals = set(seen(viewer, Hospital).values_list("key", flat=True))
    releases = set(seen(viewer, Release).values_list("device__key", "version"))
    units = {
        (unit.device.key, unit.serial): UnitEntry(
            serial=unit.serial,
            hospital=unit.hospital.key if unit.hospital else None,
            release=unit.release.version if unit.release else None,
            place=unit.place,
            tenure=unit.tenure,
            delivered_on=unit.delivered_on,
            owner=unit.owner,
        )
        for unit in seen(viewer, Unit).select_related("device", "hospital", "release")
    }

    def planned(row: Row, key: str) -> Planned:
        values = row.values
        device, serial = values["device"], values["serial"]
        if device not in devices:
            raise Refused("device", f"{device!r} is not registered")
        if "hospital" in values and values["hospital"] not in hospitals:
            raise Refused("hospital", f"{values['hospital']!r} is not registered")
        if "release" in values and (device, values["release"]) not in releases:
            raise Refused("release", f"{values['release']!r} is not registered for {device}")
        text(serial, "serial", longest=100)
        standing = units.get((device, serial))
        told = asdict(standing) if standing else {"serial": serial}
        entry = UnitEntry(**told | {name: values[name] for name in _SAID if name in values})
        require_place(entry.tenure, entry.place, entry.owner)
        if standing is None:
            return Planned(row.line, key, "made", entry=(device, entry))
        before = digest_of(canonical_json(standing))
        return Planned(
            row.line, key, "stands" if entry == standing else "changed", before=before, entry=(device, entry)
        )

    return plan_rows(rows, lambda values: f"{values['device']} {values['serial']}", planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned, device by device."""
    by_device: dict[str, list[UnitEntry]] = {}
    for row in planned:
        device, entry = row.entry
        by_device.setdefault(device, []).append(entry)
    for device, entries in by_device.items():
        register_units(device, entries, actor=actor)
