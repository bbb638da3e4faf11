"""Units shipped and in use, month by month, as last said; and the rates known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.trends import ALL_TERMS, Baseline
from kizuki.store.access.seen import seen
from kizuki.store.models import DeviceTraits, Shipment
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One month as last said: `said` how often it was."""

    month: date
    shipped: int
    total: int | None
    in_use: int | None
    said: int
    recorded_at: datetime


def shipments_of(viewer: Viewer, device_id: int) -> tuple[ShipmentRow, ...]:
    """Every month of a device of which something was said, the earliest first."""
    found: dict[date, ShipmentRow] = {}
    for row in seen(viewer, Shipment).filter(device_id=device_id).order_by("pk"):
        said = found[row.month].said if row.month in found else 0
        found[row.month] = ShipmentRow(row.month, row.shipped, row.total, row.in_use, said + 1, row.recorded_at)
    return tuple(found[month] for month in sorted(found))


def in_use_on(rows: Sequence[ShipmentRow], day: date) -> int | None:
    """The units in use as last said for the month of a day or one before it; None where nobody said."""
    told = [row.in_use for row in rows if row.month <= day and row.in_use is not None]
    return told[-1] if told else None


def shipped_in(rows: Sequence[ShipmentRow], first_on: date, last_on: date) -> dict[str, int | None]:
    """What was shipped in a period and in all by its end, and what is in use then (`Shipped` of the forms).

    A month belongs to the period in which its first day lies, so that none is counted twice or left out. None where a
    month of the period was not said.
    """
    mine = [row for row in rows if first_on <= row.month <= last_on]
    whole = len(mine) == len(months_in(first_on, last_on)) and mine
    totals = [row.total for row in mine if row.total is not None]
    return {
        "period": sum(row.shipped for row in mine) if whole else None,
        "total": totals[-1] if totals else None,
        "in_use": in_use_on(rows, last_on),
    }


def months_in(first_on: date, last_on: date) -> tuple[date, ...]:
    """The first day of each month that begins in a period."""
    found, year, month = [], first_on.year, first_on.month
    while date(year, month, 1) <= last_on:
        if date(year, month, 1) >= first_on:
            found.append(date(year, month, 1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(found)


def baselines_of(viewer: Viewer, device_id: int) -> tuple[Baseline, ...]:
    """The rates known beforehand of a device, as its newest traits tell them."""
    newest = seen(viewer, DeviceTraits).filter(device_id=device_id).order_by("-revision").first()
    told: Any = newest.body.get("baseline") if newest is not None else None
    # What was kept when a device had a single one stands for all terms.
    rows = [told] if isinstance(told, dict) else told or []
    return tuple(
        Baseline(
            row.get("term") or ALL_TERMS,
            float(row["rate"]),
            int(row["per"]),
            date.fromisoformat(row["known_on"]) if row.get("known_on") else None,
            row.get("source", ""),
        )
        for row in rows
    )
