"""Record what was shipped of a device and what is in use, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.rows import MOST_ROWS, find
from kizuki.actions.verb import Actor, verb
from kizuki.core.devices.shipments import MonthSaid, check_month
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Shipment
from kizuki.store.queries.shipments import shipments_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import added, locked


def record_shipments(device_key: str, said: Sequence[MonthSaid], *, on: date, actor: Actor) -> int:
    """Keep what the company says of months of a device; what is said anew of a month counts from now on, and what was
    said before stays. Returns how many months were new or said otherwise.

    `Refused` for a month that is still to come or comes twice, and for counts that cannot be true together.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    if len(said) > MOST_ROWS:
        raise Refused("months", f"{len(said)} months; at most {MOST_ROWS} are kept at once")
    for place, row in enumerate(said):
        check_month(row, on)
        if any(row.month == other.month for other in said[:place]):
            raise Refused(f"months.{place}", f"{row.month} comes twice")
    with verb("record_shipments", actor=actor, of=[f"device:{device.pk}"]) as act:
        locked(Device, device.pk)
        standing = {
            row.month: MonthSaid(row.month, row.shipped, row.total, row.in_use)
            for row in shipments_of(PROGRAM, device.pk)
        }
        changed = [row for row in said if standing.get(row.month) != row]
        if not changed:
            act.unchanged()
            return 0
        rows = [
            added(
                Shipment,
                device=device,
                month=row.month,
                shipped=row.shipped,
                total=row.total,
                in_use=row.in_use,
                recorded_at=act.at,
            )
            for row in changed
        ]
        payload = {"months": len(rows), "first_on": min(row.month for row in rows).isoformat()}
        act.record(subjects=[f"device:{device.pk}", *(f"shipment:{row.pk}" for row in rows)], payload=payload)
    return len(changed)
