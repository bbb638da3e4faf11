"""By what a list from abroad can mean a device of ours."""

from __future__ import annotations

from kizuki.core.information.listing import OurDevice
from kizuki.store.models import Device, DeviceTraits


def our_devices() -> tuple[OurDevice, ...]:
    """Every device with its names and codes."""
    traits = {row.device_id: row.body for row in DeviceTraits.objects.order_by("device_id", "revision")}
    found: list[OurDevice] = []
    for device in Device.objects.order_by("key"):
        told = traits.get(device.pk, {})
        abroad = [
            entry[key] for entry in told.get("identical_foreign", ()) for key in ("name", "model") if key in entry
        ]
        english = (device.profile or {}).get("brand", {}).get("en", "")
        names = (device.brand, device.model, device.approval_no, english, *abroad)
        found.append(OurDevice(device.pk, device.key, tuple(names), tuple(told.get("udi_di", ()))))
    return tuple(found)
