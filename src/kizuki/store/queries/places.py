"""Short lists to choose from: devices and hospitals by key and name."""

from __future__ import annotations

from kizuki.store.access.seen import seen
from kizuki.store.models import Device, Hospital
from kizuki.store.queries.viewer import Viewer


def device_names(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Key and brand of every device."""
    return tuple(seen(viewer, Device).order_by("brand", "pk").values_list("key", "brand"))


def hospital_names(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Key and name of every institution."""
    return tuple(seen(viewer, Hospital).order_by("name", "pk").values_list("key", "name"))
