"""Which hospitals are still to be told that sale or support of a device ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.core.lifecycle.device import ANNOUNCED
from kizuki.store.models import Milestone, MilestoneNotice, Unit
from kizuki.store.obligations.lists import STANDING


@dataclass(frozen=True, slots=True)
class ToTell:
    """A milestone with its day: the newest row of it, whom it concerns, and who of them was told of this day."""

    milestone: int
    on: date
    hospitals: frozenset[int]
    told: frozenset[int]

    @property
    def waiting(self) -> frozenset[int]:
        """Hospitals that nobody has told of this day."""
        return self.hospitals - self.told


def to_tell(device_id: int) -> Mapping[str, ToTell]:
    """Every milestone of a device with a day that hospitals are to be told of, by name.

    A hospital was told of the day where a notice of any row with the same day names it: the day that is set anew, or
    moved back to what it was, asks nobody again. A hospital whose last unit went is told of nothing.
    """
    hospitals = frozenset(
        Unit.objects.filter(device=device_id, state__in=STANDING, hospital__isnull=False).values_list(
            "hospital_id", flat=True
        )
    )
    newest: dict[str, tuple[int, date | None]] = {}
    rows = Milestone.objects.filter(device=device_id, name__in=ANNOUNCED).order_by("pk")
    for pk, name, on in rows.values_list("pk", "name", "on"):
        newest[name] = (pk, on)
    notices = MilestoneNotice.objects.filter(milestone__device=device_id)
    told = set(notices.values_list("milestone__name", "milestone__on", "hospital_id"))
    return {
        name: ToTell(pk, on, hospitals, frozenset(one for one in hospitals if (name, on, one) in told))
        for name, (pk, on) in newest.items()
        if on is not None
    }
