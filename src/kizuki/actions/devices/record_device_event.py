"""Record what befell the approval of a device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, DeviceEvent

KINDS = ("succession", "abolition", "partial_change", "minor_change", "transfer")
"""承継, 廃止 (承認整理), 一部変更承認, 軽微変更届出, 移管."""

_ABOUT = ("number", "from_holder", "to_holder")


def record_device_event(
    device_key: str,
    kind: str,
    on: date,
    *,
    about: Mapping[str, str] | None = None,
    replaces: int | None = None,
    actor: Actor,
) -> int | None:
    """Keep a dated event of an approval. `about` has its `number`, and for a succession the two holders.

    An abolition (廃止) ends sales, not duties: units in use are watched and reported on as before. Returns the id;
    None where an equal one stands. `replaces` corrects an earlier entry, which stays.
    """
    if kind not in KINDS:
        raise Refused("event.kind", f"{kind!r} is not one of: {', '.join(KINDS)}")
    told = dict(about or {})
    for key in told:
        if key not in _ABOUT:
            raise Refused(f"event.about.{key}", f"is not one of: {', '.join(_ABOUT)}")
    said = {key: text(value, f"event.about.{key}", longest=200) for key, value in told.items()}
    if kind == "succession" and not (said.get("from_holder") and said.get("to_holder")):
        raise Refused("event.about", "a succession (承継) names from_holder and to_holder")
    device = find(Device, "event.device", actor=actor, key=device_key)
    if replaces is not None:
        find(DeviceEvent, "event.replaces", actor=actor, pk=replaces, device=device, replaced_by=None)
    with verb("record_device_event", actor=actor, of=[f"device:{device.pk}"]) as act:
        standing = DeviceEvent.objects.filter(device=device, kind=kind, on=on, about=said, replaced_by=None)
        if standing.exists():
            act.unchanged()
            return None
        row = DeviceEvent.objects.create(
            device=device, kind=kind, on=on, about=said, replaces_id=replaces, recorded_at=act.at
        )
        act.record(
            subjects=[f"device:{device.pk}", f"device_event:{row.pk}"],
            payload={"kind": kind, "on": on.isoformat(), "replaces": replaces},
        )
    return int(row.pk)
