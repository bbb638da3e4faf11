"""Set what clinical scoring proposes answers from for a device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.scoring.profiles import read_device_profile
from kizuki.store.models import Device


def set_scoring_profile(device_key: str, profile: Mapping[str, Any], *, actor: Actor) -> None:
    """Keep the profile (interfaces, roles, data held, intended use, connected devices, credential storage).

    A key that is absent is not known, which proposes nothing. `Refused` names the entry that cannot stand. Answers that
    were confirmed already stay: the profile only proposes.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    read_device_profile(dict(profile), "profile")
    with verb("set_scoring_profile", actor=actor, of=[f"device:{device.pk}"]) as act:
        kept = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
        if kept.scoring_profile == dict(profile):
            act.unchanged()
            return
        kept.scoring_profile = dict(profile)
        kept.save(update_fields=["scoring_profile"])
        act.record(subjects=[f"device:{kept.pk}"], payload={"entries": sorted(profile)})
