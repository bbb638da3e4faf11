"""Who sees what is under embargo, and until when: for those who see it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen
from kizuki.store.models import Embargo, EmbargoReader
from kizuki.store.models.embargo import SUBJECTS
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EmbargoRow:
    """An embargo that stands; `readers` are ids and names, `until` the day on which somebody looks again."""

    id: int
    until: date | None
    set_at: datetime
    readers: tuple[tuple[int, str], ...]


def embargo_of(viewer: Viewer, kind: str, number: int) -> EmbargoRow | None:
    """The embargo of a case, information, incident or vulnerability; None where there is none, or not for the viewer."""
    if kind not in SUBJECTS:
        return None
    row = seen(viewer, Embargo).filter(**{f"{kind}_id": number, "lifted_at": None}).first()
    if row is None:
        return None
    readers = seen(viewer, EmbargoReader).filter(embargo=row).order_by("user__display_name", "user_id")
    return EmbargoRow(row.pk, row.until, row.set_at, tuple(readers.values_list("user_id", "user__display_name")))
