"""Who sees what is under embargo, and until when: for those who see it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen
from kizuki.store.access.subjects import tables
from kizuki.store.models import Embargo, EmbargoReader, User
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


@dataclass(frozen=True, slots=True)
class EmbargoPage:
    """A subject by what it is called, its embargo (None: everybody sees it), and everybody who could be named."""

    kind: str
    id: int
    called: str
    ours: bool
    embargo: EmbargoRow | None
    people: tuple[tuple[int, str], ...]


def embargo_page(viewer: Viewer, kind: str, number: int) -> EmbargoPage | None:
    """What the page of an embargo shows; None where the subject is not there for the viewer. `ours` is False for a
    vulnerability that others published, which is no secret of ours."""
    if kind not in SUBJECTS:
        return None
    found = seen(viewer, tables()[kind]).filter(pk=number).first()
    if found is None:
        return None
    people = seen(viewer, User).filter(is_active=True).order_by("display_name", "pk")
    return EmbargoPage(
        kind=kind,
        id=number,
        called=found.identifier if kind == "advisory" else found.number,
        ours=kind != "advisory" or found.kind == "entered",
        embargo=embargo_of(viewer, kind, number),
        people=tuple(people.values_list("pk", "display_name")),
    )
