"""The collection plan: each source that no feed reads, with its last look and the day of the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import Obligation, SourceLook, SourcePlan
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.texts_kept import texts_kept

OWED = "source_look"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source. `last_on` is the last look that the viewer sees, None before the first; `due_on` when the next is
    owed."""

    key: str
    kind: str
    name: str
    every_days: int
    role: str
    last_on: date | None
    due_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look; `words` are '' where retention erased them."""

    id: int
    source: str
    name: str
    on: date
    found: bool
    information: int | None
    number: str
    person: str
    words: str


def collection_plan(viewer: Viewer, on: date) -> tuple[SourceRow, ...]:
    """The sources that are looked at, those past their day first."""
    plans = {row.key: row for row in seen(viewer, SourcePlan).order_by("pk")}
    looks = dict(seen(viewer, SourceLook).order_by("on", "pk").values_list("source", "on"))
    owed = dict(seen(viewer, Obligation).filter(kind=OWED, ended_at=None).values_list("item", "due_on"))
    found = []
    for key, row in plans.items():
        if not row.ended:
            due = owed.get(key)
            late = due is not None and due < on
            found.append(SourceRow(key, row.kind, row.name, row.every_days, row.role, looks.get(key), due, late))
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.key)))


def looks_of(viewer: Viewer, *, limit: int = 200) -> Beginning[LookRow]:
    """The looks, the newest first."""
    rows = seen(viewer, SourceLook).select_related("person", "information").order_by("-on", "-pk")
    return beginning(rows, limit, lambda found: _looks(viewer, found))


def _looks(viewer: Viewer, rows: list[SourceLook]) -> Iterator[LookRow]:
    names = dict(seen(viewer, SourcePlan).order_by("pk").values_list("key", "name"))
    said = texts_kept("source_look", [row.pk for row in rows])
    for row in rows:
        yield LookRow(
            row.pk,
            row.source,
            names.get(row.source, row.source),
            row.on,
            row.found,
            row.information_id,
            row.information.number if row.information else "",
            row.person.display_name,
            said.get((row.pk, "words"), ""),
        )
