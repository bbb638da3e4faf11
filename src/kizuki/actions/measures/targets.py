"""The hospitals and units that a measure is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kizuki.actions.rows import MOST_ROWS
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital, Measure, MeasureTarget, Unit
from kizuki.store.record.keeping_rows import added, standing

ALL = ("*",)
"""Every hospital where a unit of the device stands."""

IN_PLACE = ("in_use", "stored", "unknown")
"""States of units that a measure may be for: what was returned or discarded is out of reach."""


def chosen(device: int, hospitals: Sequence[str]) -> list[tuple[Hospital, list[int]]]:
    """The hospitals with these keys (`*`: all where units of the device stand), each with its units of the device.

    `Refused` names a key that is no hospital's, and more than 1,000 at a time.
    """
    units: dict[int, list[int]] = defaultdict(list)
    placed = standing(Unit, device=device, state__in=IN_PLACE, hospital__isnull=False)
    for hospital, unit in placed.order_by("pk").values_list("hospital_id", "pk"):
        units[hospital].append(unit)
    wanted = list(dict.fromkeys(hospitals))
    rows = standing(Hospital, pk__in=list(units)) if tuple(wanted) == ALL else standing(Hospital, key__in=wanted)
    found = list(rows.order_by("name", "pk"))
    missing = sorted(set(wanted) - set(ALL) - {row.key for row in found})
    if missing:
        raise Refused("hospitals", f"there is no hospital {', '.join(missing)}")
    if len(found) > MOST_ROWS:
        raise Refused("hospitals", f"{len(found)} at once; at most {MOST_ROWS}, the rest are added afterwards")
    return [(row, units.get(row.pk, [])) for row in found]


def keep_targets(measure: Measure, found: Sequence[tuple[Hospital, list[int]]]) -> int:
    """Keep those that the measure does not have yet; returns how many."""
    there = set(standing(MeasureTarget, measure=measure).values_list("hospital_id", flat=True))
    new = [(hospital, units) for hospital, units in found if hospital.pk not in there]
    for hospital, units in new:
        added(MeasureTarget, measure=measure, hospital=hospital, units=units, state="planned")
    return len(new)
