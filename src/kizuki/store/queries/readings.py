"""Who read a case, its information and its incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.store.access.seen import seen
from kizuki.store.access.subjects import tables
from kizuki.store.models import Reading
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.viewer import Viewer

MOST = 500


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One person by one door, from an instant on: what was read within the hour after it stands in the same row."""

    person_id: int
    person: str
    door: str
    at: datetime


def readings_of(viewer: Viewer, kind: str, number: int, *, limit: int = MOST) -> Beginning[ReadingRow]:
    """Readings of a `case`, an `information` or an `incident`, the newest first, for who sees it."""
    rows = seen(viewer, Reading).filter(**{kind: number}).select_related("person").order_by("-at", "-pk")
    return beginning(
        rows,
        limit,
        lambda found: (ReadingRow(row.person_id, row.person.display_name, row.door, row.at) for row in found),
    )


def name_of(viewer: Viewer, kind: str, number: int) -> str | None:
    """The number by which it is called; None where it is not there for the viewer."""
    found = seen(viewer, tables()[kind]).filter(pk=number).values_list("number", flat=True).first()
    return None if found is None else str(found)
