"""Shipments and units in use from a list: a row a device and month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.loading.planned import Planned, plan_rows
from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Actor
from kizuki.core.devices.shipments import MonthSaid, check_month, month_of
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.models import Device
from kizuki.store.queries.shipments import shipments_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.parts import chunks


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do: a month that nobody spoke of is made, one that was said otherwise is said anew."""
    devices = dict(seen(viewer, Device).values_list("key", "pk"))
    standing: dict[tuple[str, date], MonthSaid] = {}
    for key in set(devices) & {str(row.values.get("device")) for row in rows}:
        for one in shipments_of(viewer, devices[key]):
            standing[key, one.month] = MonthSaid(one.month, one.shipped, one.total, one.in_use)

    def planned(row: Row, key: str) -> Planned:
        values = row.values
        device = values["device"]
        if device not in devices:
            raise Refused("device", f"{device!r} is not registered")
        month = month_of(values["month"], "month")
        said = MonthSaid(month, values["shipped"], values.get("total"), values.get("in_use"))
        check_month(said, on)
        before = standing.get((device, month))
        if before is None:
            return Planned(row.line, key, "made", entry=(device, said))
        digest = digest_of(canonical_json(before))
        if before == said:
            return Planned(row.line, key, "stands", before=digest, entry=(device, said))
        return Planned(row.line, key, "changed", before=digest, entry=(device, said))

    return plan_rows(rows, _key, planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned, a device at a time."""
    by_device: dict[str, list[MonthSaid]] = {}
    for row in planned:
        device, said = row.entry
        by_device.setdefault(device, []).append(said)
    for device, months in by_device.items():
        for part in chunks(months, MOST_ROWS):
            record_shipments(device, part, on=on, actor=actor)


def _key(values: Any) -> str:
    return f"{values['device']} {month_of(values['month'], 'month'):%Y-%m}"
