"""Devices in use that are not confirmed to 基本要件基準12条3項, with the plan of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.lifecycle.conformity import needs_plan
from kizuki.store.access.seen import seen
from kizuki.store.models import ConformityPlan, Device, DeviceTraits, Obligation, Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.texts_kept import texts_kept

OWED = "conformity_plan"


@dataclass(frozen=True, slots=True)
class UnconfirmedRow:
    """One device. `state` is what was told of it (`no`, `not_confirmed`, '' nothing); `way` is '' before a plan;
    `due_on` the day of the plan, or by when there must be one."""

    id: int
    key: str
    brand: str
    units: int
    hospitals: int
    state: str
    way: str
    words: str
    due_on: date | None
    late: bool


def to_confirm(viewer: Viewer) -> set[int]:
    """The devices with units that stand somewhere, in scope or not known to be out of it, that are not confirmed."""
    used = set(seen(viewer, Unit).filter(state__in=STANDING).values_list("device", flat=True).distinct())
    traits = dict(
        seen(viewer, DeviceTraits).filter(device__in=used).order_by("revision").values_list("device", "body")
    )
    return {device for device in used if needs_plan(traits.get(device, {}))}


def owing_plans(viewer: Viewer) -> set[int]:
    """The devices of which a plan, or its carrying out, is owed."""
    rows = seen(viewer, Obligation).filter(kind=OWED, ended_at=None)
    return set(rows.values_list("device", flat=True))


def unconfirmed(viewer: Viewer, on: date) -> tuple[UnconfirmedRow, ...]:
    """The list: those past their day first, then those without a plan."""
    wanted = to_confirm(viewer)
    plans = {row.device_id: row for row in seen(viewer, ConformityPlan).filter(device__in=wanted).order_by("pk")}
    said = texts_kept("conformity_plan", [row.pk for row in plans.values()])
    owed = dict(
        seen(viewer, Obligation).filter(kind=OWED, ended_at=None, device__in=wanted).values_list("device", "due_on")
    )
    traits = dict(
        seen(viewer, DeviceTraits).filter(device__in=wanted).order_by("revision").values_list("device", "body")
    )
    where: dict[int, list[int | None]] = {}
    units = seen(viewer, Unit).filter(device__in=wanted, state__in=STANDING).values_list("device", "hospital")
    for device, hospital in units:
        where.setdefault(device, []).append(hospital)
    found = []
    for row in seen(viewer, Device).filter(pk__in=wanted).order_by("brand", "pk"):
        plan, due, places = plans.get(row.pk), owed.get(row.pk), where.get(row.pk, [])
        found.append(
            UnconfirmedRow(
                row.pk,
                row.key,
                row.brand,
                len(places),
                len({place for place in places if place is not None}),
                (traits.get(row.pk, {}).get("essential_12_3") or {}).get("state", ""),
                plan.way if plan else "",
                said.get((plan.pk, "words"), "") if plan else "",
                due,
                due is not None and due < on,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.late, bool(one.way), one.due_on or date.max)))
