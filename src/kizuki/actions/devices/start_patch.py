"""Start the programme of a patch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kizuki.actions.feeds.signal_rows import ask_for_device
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Patch, PatchMove, Release

_VULNERABILITY = re.compile(r"[!-~]{1,80}")


def start_patch(
    device_key: str, key: str, *, fixes: Sequence[str], release: str | None = None, on: date, actor: Actor
) -> int:
    """Keep that a patch is available from a day, which vulnerabilities it closes, and the version that has it.

    Returns its id. `Refused` where the device has a patch of this key already, or it closes nothing.
    """
    device = find(Device, "patch.device", actor=actor, key=device_key)
    name = text(key, "patch.key", longest=64, required=True)
    for place, identifier in enumerate(fixes):
        if not _VULNERABILITY.fullmatch(identifier):
            raise Refused(f"patch.fixes.{place}", f"{identifier!r} is not an identifier such as CVE-2026-0001")
    if not fixes:
        raise Refused("patch.fixes", "names at least one vulnerability")
    version = find(Release, "patch.release", actor=actor, device=device, version=release) if release else None
    with verb("start_patch", actor=actor, of=[f"device:{device.pk}"]) as act:
        if Patch.objects.filter(device=device, key=name).exists():
            raise Refused("patch.key", f"{name} stands already")
        patch = Patch.objects.create(
            device=device, key=name, release=version, fixes=sorted(set(fixes)), state="available"
        )
        PatchMove.objects.create(patch=patch, state="available", on=on, recorded_at=act.at)
        ask_for_device(act, "release", device.pk)
        act.watch_register()
        act.record(
            subjects=[f"device:{device.pk}", f"patch:{patch.pk}"],
            payload={"fixes": patch.fixes, "release": patch.release_id, "on": on.isoformat()},
        )
    return int(patch.pk)
