"""Describe a device: its further traits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.devices.conforming import move, rows_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.devices.traits import read_traits
from kizuki.core.lifecycle.conformity import needs_plan
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, DeviceTraits, StoredDocument
from kizuki.store.record import clock


def describe_device(device_key: str, traits: Mapping[str, Any], *, actor: Actor) -> int:
    """Keep the traits of a device (`core.devices.traits`) as a whole, as its next revision. Returns its number.

    What is absent is not confirmed. The same traits again make no revision. `Refused` names the key that cannot be:
    a GTIN with a wrong check digit, a conformity without evidence, a risk file that is not kept. A device
    that is confirmed to 12条3項, or told to be out of scope, owes no plan for it any more.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    body = read_traits(traits)
    if "risk_file" in body and not StoredDocument.objects.filter(sha256=body["risk_file"]).exists():
        raise Refused("risk_file", "names no kept document")
    with verb("describe_device", actor=actor, of=[f"device:{device.pk}"]) as act:
        Device.objects.select_for_update().get(pk=device.pk)
        newest = DeviceTraits.objects.filter(device=device).order_by("-revision").first()
        if newest is not None and newest.body == body:
            act.unchanged()
            return int(newest.revision)
        revision = 1 if newest is None else newest.revision + 1
        DeviceTraits.objects.create(device=device, revision=revision, body=body, recorded_at=act.at)
        if not needs_plan(body) and any(row.running for row in rows_of(device.pk)):
            move(act, device.pk, clock.today())
        act.record(subjects=[f"device:{device.pk}"], payload={"revision": revision, "traits": sorted(body)})
    return int(revision)
