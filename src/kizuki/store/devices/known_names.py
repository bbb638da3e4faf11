"""By what a list from abroad can mean a device of ours."""

from __future__ import annotations

from kizuki.core.information.listing import OurDevice
from kizuki.store.access.seen import seen
from kizuki.store.models import Device, DeviceTraits
from kizuki.store.queries.viewer import Viewer


def our_devices(viewer: Viewer) -> tuple[OurDevice, ...]:
    """Every device that the viewer sees, with its names and codes."""
    traits = {row.device_id: row.body for row in seen(viewer, DeviceTraits).order_by("device_id", "revision")}
    found: list[OurDevice] = []
    for device in seen(viewer, Device).order_by("key"):
        told = traits.get(device.pk, {})
        abroad = [
            entry[key] for entry in told.get("identical_foreign", ()) for key in ("name", "model") if key in entry
        ]
        english = (device.profile or {}).get("brand", {}).get("en", "")
        names = (device.brand, device.model, device.approval_no, english, *abroad)
        found.append(OurDevice(device.pk, device.key, tuple(names), tuple(told.get("udi_di", ()))))
    return tuple(found)
