"""Who was told, and who is still to be told, of the days on which sale or support of a device ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.devices.announced import NOTICE, to_tell
from kizuki.store.models import Device, Hospital, MilestoneNotice, Obligation
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One hospital. `told_on` None: nobody has told it of this day; `notice` is the row that says so."""

    hospital: int
    key: str
    name: str
    told_on: date | None
    way: str
    document: str | None
    notice: int | None


@dataclass(frozen=True, slots=True)
class Announced:
    """A milestone with its day, those who are still to be told first, and by when that is owed (None: it is not);
    `unplaced` units stand where nobody knows."""

    name: str
    on: date
    rows: tuple[NoticeRow, ...]
    due_on: date | None
    unplaced: int

    @property
    def told(self) -> int:
        """How many were told."""
        return sum(row.told_on is not None for row in self.rows)

    @property
    def waiting(self) -> tuple[NoticeRow, ...]:
        """Those whom nobody has told."""
        return tuple(row for row in self.rows if row.told_on is None)


def announced(viewer: Viewer, device_id: int) -> tuple[Announced, ...]:
    """Every milestone of a device with a day of which hospitals are to be told, in the order in which they come."""
    if not seen(viewer, Device).filter(pk=device_id).exists():
        return ()
    found = to_tell(device_id)
    names = {pk for one in found.values() for pk in one.hospitals}
    hospitals = {row.pk: row for row in seen(viewer, Hospital).filter(pk__in=names).order_by("name", "pk")}
    notices = seen(viewer, MilestoneNotice).filter(milestone__device=device_id).order_by("pk")
    told = {
        (row.milestone.name, row.milestone.on, row.hospital_id): row for row in notices.select_related("milestone")
    }
    owed = seen(viewer, Obligation).filter(owner=f"device:{device_id}", kind=NOTICE, ended_at=None)
    due = dict(owed.values_list("item", "due_on"))
    made = []
    for name, one in found.items():
        rows = [
            _row(hospital, told.get((name, one.on, pk))) for pk, hospital in hospitals.items() if pk in one.hospitals
        ]
        waiting_first = tuple(sorted(rows, key=lambda row: row.told_on is not None))
        made.append(Announced(name, one.on, waiting_first, due.get(name), one.unplaced))
    return tuple(sorted(made, key=lambda one: one.on))


def _row(hospital: Hospital, notice: MilestoneNotice | None) -> NoticeRow:
    return NoticeRow(
        hospital.pk,
        hospital.key,
        hospital.name,
        notice.told_on if notice else None,
        notice.way if notice else "",
        notice.document_id if notice else None,
        notice.pk if notice else None,
    )
