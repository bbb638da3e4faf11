"""Every device as a card: how it stands today, on home and in the list of devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.scoring.shown import severity
from kizuki.store.queries import devices
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device. A count that nobody has taken yet is None, which is not zero.

    `score` is the highest clinical score so far; `highest` how high one can still become, where that is more.
    """

    id: int
    brand: str
    releases: int
    units: int
    components: int
    affected: int | None
    undetermined: int
    unmatchable: int
    score: str | None
    severity: str
    highest: str | None
    eos_on: date | None
    past_support: bool


def device_cards(viewer: Viewer, on: date) -> tuple[DeviceCard, ...]:
    """How each device stands on a day."""
    return tuple(_device_card(row, on) for row in devices.devices(viewer))


def _device_card(row: devices.DeviceRow, on: date) -> DeviceCard:
    matched = row.matched_at is not None
    return DeviceCard(
        id=row.id,
        brand=row.brand,
        releases=row.releases,
        units=row.units,
        components=row.components,
        affected=row.affected if matched else None,
        undetermined=row.undetermined if matched else 0,
        unmatchable=row.unmatchable,
        score=None if row.score is None else f"{row.score:.1f}",
        severity="" if row.score is None else severity(row.score),
        highest=None if row.highest is None or row.highest == row.score else f"{row.highest:.1f}",
        eos_on=row.eos_on,
        past_support=row.eos_on is not None and row.eos_on <= on,
    )
