"""Devices from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.register_device import DeviceEntry, device_values, register_device
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.loading.planned import Planned, plan_rows
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor
from kizuki.core.devices.traits import read_traits
from kizuki.core.lifecycle.device import require_order
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.devices.milestones import milestones_by_device
from kizuki.store.models import Device, DeviceTraits
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of

_COLUMNS = ("brand", "generic", "jmdn", "device_class", "approval_no", "approved_on", "model", "maker")
_FACTS = ("designated", "cycle_anchor_on")
_TRAITS = (
    *("approval_kind", "specified_maintenance", "implant"),
    *("connectable", "connectable_media", "samd", "accessory_with_program"),
)
_MILESTONES = {"sale_on": "sale", "eol_on": "eol", "limited_support_on": "limited_support", "eos_on": "eos"}


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the three verbs are given."""

    entry: DeviceEntry
    traits: dict[str, Any]
    milestones: dict[str, date]


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do; what a row does not say stays as the record has it."""
    standing = {device.key: device for device in seen(viewer, Device)}
    traits = {row.device_id: row.body for row in seen(viewer, DeviceTraits).order_by("device_id", "revision")}
    milestones = milestones_by_device([device.pk for device in standing.values()])

    def planned(row: Row, key: str) -> Planned:
        device = standing.get(key)
        told = traits.get(device.pk, {}) if device else {}
        days = milestones[device.pk] if device else {}
        loaded = _loaded(row.values, key, device, told)
        values, wanted = device_values(loaded.entry), read_traits(loaded.traits)
        require_order({**days, **loaded.milestones})
        if device is None:
            return Planned(row.line, key, "made", entry=loaded)
        same = all(getattr(device, name) == value for name, value in values.items()) and wanted == told
        same = same and all(days.get(name) == day for name, day in loaded.milestones.items())
        columns = {name: getattr(device, name) for name in values}
        before = digest_of(canonical_json({"columns": columns, "traits": told, "milestones": days}))
        return Planned(row.line, key, "stands" if same else "changed", before=before, entry=loaded)

    return plan_rows(rows, lambda values: text(values["key"], "key", longest=64, required=True), planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned."""
    for row in planned:
        loaded: _Loaded = row.entry
        register_device(loaded.entry, actor=actor)
        if loaded.traits:
            describe_device(row.key, loaded.traits, actor=actor)
        for name, day in loaded.milestones.items():
            set_milestone(row.key, name, day, actor=actor)


def _loaded(values: dict[str, Any], key: str, device: Device | None, told: dict[str, Any]) -> _Loaded:
    columns = {name: getattr(device, name) for name in _COLUMNS} if device else {}
    columns |= {name: values[name] for name in _COLUMNS if name in values}
    facts = dict(device.facts) if device else {"own": True}
    for name in _FACTS:
        if name in values:
            facts[name] = values[name].isoformat() if isinstance(values[name], date) else values[name]
    traits = dict(told) | {name: values[name] for name in _TRAITS if name in values}
    if "udi_di" in values:
        traits["udi_di"] = [code for code in values["udi_di"].replace(";", " ").replace("、", " ").split() if code]
    entry = DeviceEntry(
        key=key,
        facts=facts,
        categories=[values["retention"]] if "retention" in values else device.categories if device else (),
        details=device.details if device else {},
        profile=device.profile if device else {},
        **columns,
    )
    days = {name: values[column] for column, name in _MILESTONES.items() if column in values}
    return _Loaded(entry, traits, days)
