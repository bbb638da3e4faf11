"""Which hospitals are still to be told that sale or support of a device ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.core.lifecycle.device import ANNOUNCED
from kizuki.store.models import Milestone, MilestoneNotice, Unit
from kizuki.store.obligations.lists import STANDING

NOTICE = "milestone_notice"
"""The kind of obligation that asks for it; its item is the name of the milestone."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """A milestone with its day: the newest row of it, whom it concerns, and who of them was told of this day. `unplaced`
    units stand somewhere, and nobody knows at which hospital."""

    milestone: int
    on: date
    hospitals: frozenset[int]
    told: frozenset[int]
    unplaced: int

    @property
    def waiting(self) -> frozenset[int]:
        """Hospitals that nobody has told of this day."""
        return self.hospitals - self.told

    @property
    def settled(self) -> bool:
        """Whether everybody whom it concerns was told; where a unit's hospital is not known, nobody can say so."""
        return not self.waiting and not self.unplaced


def to_tell(device_id: int) -> Mapping[str, ToTell]:
    """Every milestone of a device with a day that hospitals are to be told of, by name.

    A hospital was told of the day where a notice of any row with the same day names it: the day that is set anew, or
    moved back to what it was, asks nobody again. A hospital whose last unit went is told of nothing.
    """
    units = Unit.objects.filter(device=device_id, state__in=STANDING)
    hospitals = frozenset(units.exclude(hospital=None).values_list("hospital_id", flat=True).distinct())
    unplaced = units.filter(hospital=None).count()
    newest: dict[str, tuple[int, date | None]] = {}
    rows = Milestone.objects.filter(device=device_id, name__in=ANNOUNCED).order_by("pk")
    for pk, name, on in rows.values_list("pk", "name", "on"):
        newest[name] = (pk, on)
    notices = MilestoneNotice.objects.filter(milestone__device=device_id)
    told = set(notices.values_list("milestone__name", "milestone__on", "hospital_id"))
    return {
        name: ToTell(pk, on, hospitals, frozenset(one for one in hospitals if (name, on, one) in told), unplaced)
        for name, (pk, on) in newest.items()
        if on is not None
    }
