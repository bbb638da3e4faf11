"""The milestones of a device as last told."""

from __future__ import annotations

from datetime import date

from kizuki.store.models import Milestone


def milestones_of(device_id: int) -> dict[str, date | None]:
    """The newest word on each milestone; None is "not planned yet", an absent name is not known."""
    return milestones_by_device([device_id])[device_id]


def milestones_by_device(device_ids: list[int]) -> dict[int, dict[str, date | None]]:
    """The same for several devices, in one query."""
    found: dict[int, dict[str, date | None]] = {device_id: {} for device_id in device_ids}
    rows = Milestone.objects.filter(device_id__in=device_ids).order_by("id")
    for device_id, name, on in rows.values_list("device_id", "name", "on"):
        found[device_id][name] = on
    return found
