"""Register a device (品目)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kizuki.actions.rows import stand, standing, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.devices.identifiers import jmdn_code
from kizuki.core.facts import read_case
from kizuki.core.lifecycle.retention import YEARS
from kizuki.core.refusal import Refused
from kizuki.store.models import Device


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """A device as approved: 販売名, 一般的名称, JMDN code, class, 承認番号, its model and maker.

    `key` is the company's own short name for it. `facts` is the `device` part of the facts of its cases (own,
    designated, cycle_anchor_on …); what is absent there is not yet known. `details` holds further entries of the
    `device` part of the forms (class1, similar …), `profile` what else is told of it; both are sealed. `categories` say
    how long its records are kept (`core.lifecycle.retention`); none: nobody said so yet.
    """

    key: str
    brand: str
    generic: str = ""
    jmdn: str = ""
    device_class: str = ""
    approval_no: str = ""
    approved_on: date | None = None
    model: str = ""
    maker: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    categories: Sequence[str] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)


def register_device(entry: DeviceEntry, *, actor: Actor) -> int:
    """Keep a device, or change the one with this key. Returns its id; `Refused` names the entry that cannot stand."""
    values = device_values(entry)
    key = text(entry.key, "device.key", longest=64, required=True)
    with verb("register_device", actor=actor, of=standing(Device, key=key)) as act:
        device, changed = stand(Device, {"key": key}, values)
        if not changed:
            act.unchanged()
        else:
            act.watch_register()
            act.record(subjects=[f"device:{device.pk}"], payload={"changed": changed})
    return int(device.pk)


def device_values(entry: DeviceEntry) -> dict[str, Any]:
    """The columns of a device as this entry has them; `Refused` names the entry that cannot stand."""
    _require_facts(entry.facts)
    return {
        "brand": text(entry.brand, "device.brand", longest=200, required=True),
        "generic": text(entry.generic, "device.generic", longest=200),
        "jmdn": jmdn_code(text(entry.jmdn, "device.jmdn", longest=16), "device.jmdn"),
        "device_class": text(entry.device_class, "device.device_class", longest=8),
        "approval_no": text(entry.approval_no, "device.approval_no", longest=64),
        "approved_on": entry.approved_on,
        "model": text(entry.model, "device.model", longest=200),
        "maker": text(entry.maker, "device.maker", longest=200),
        "facts": dict(entry.facts),
        "categories": _categories(entry.categories),
        "details": dict(entry.details),
        "profile": dict(entry.profile),
    }


def _categories(told: Sequence[str]) -> list[str]:
    for name in told:
        if name not in YEARS:
            raise Refused("device.categories", f"{name!r} is not one of: {', '.join(YEARS)}")
    return sorted(set(told))


def _require_facts(facts: Mapping[str, Any]) -> None:
    try:
        read_case({"device": dict(facts), "matters": [{"learned_on": "2026-01-01"}]})
    except Refused as refusal:
        raise Refused(refusal.place.replace("device", "device.facts", 1), refusal.reason) from None
