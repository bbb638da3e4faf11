"""The information that a case rests on, as its page leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.queries.information import InformationRow, information_of_case, unlisted_hospitals
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_told_hospital import NAME_HOSPITAL
from kizuki.web.doors.offered import Link, links


@dataclass(frozen=True, slots=True)
class InformationLine:
    """One piece of information. `hospital_told`: the hospital that was told with it and is not on our list;
    `name_hospital`: where that is registered, where the viewer may."""

    row: InformationRow
    hospital_told: str = ""
    name_hospital: Link | None = None


def case_information(viewer: Viewer, case_id: int, on: date) -> tuple[InformationLine, ...]:
    """The pieces by awareness day."""
    rows = information_of_case(viewer, case_id)
    told = unlisted_hospitals(viewer, rows)
    return tuple(
        InformationLine(row, told[row.id], next(iter(links((NAME_HOSPITAL,), Doing(viewer, "", row.id, on))), None))
        if row.id in told
        else InformationLine(row)
        for row in rows
    )
