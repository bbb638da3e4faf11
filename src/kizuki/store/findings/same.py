"""Which names were joined to one vulnerability, as far as whoever asks may know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kizuki.store.access.hidden import EVERYBODY, Hidden, hidden_advisories
from kizuki.store.access.seen import seen
from kizuki.store.models import AdvisoryAlias, CaseVulnerability, RecordJoin
from kizuki.store.queries.viewer import Viewer

_ROUNDS = 6
"""How often a name may give way to another one; further, nobody is led."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Which records count when names are looked for.

    `viewer` None is the program, which keeps or shows the answer to whoever sees what asked: nothing that is hidden
    from anybody counts but what was itself asked for (`asked`). A person counts what they see. A part of the program as
    viewer (`PROGRAM`) writes onto each record by itself, and counts everything.
    """

    viewer: Viewer | None
    asked: frozenset[str]

    def of_records(self, way: str = "") -> Q:
        """What the rows of a table must hold whose `way` leads to a record (`advisory__`; '' is the record itself)."""
        if self.viewer is not None and self.viewer.user_id is None:
            return Q()
        hidden = _hidden(self.viewer)
        out = Q(**{f"{way}pk__in" if not way else f"{way[:-2]}__in": hidden})
        if self.viewer is None:
            out &= ~Q(**{f"{way}identifier__in": self.asked})
        return ~out


def _hidden(viewer: Viewer | None) -> Hidden:
    return hidden_advisories(EVERYBODY if viewer is None or viewer.user_id is None else viewer.user_id)


def joins_of(names: Collection[str], sight: Sight) -> dict[str, str]:
    """The joins that stand and have one of these names at either end: the name that gave way to the one that stands."""
    rows = RecordJoin.objects.filter(Q(name__in=names) | Q(advisory__identifier__in=names), ended_at=None)
    return dict(rows.filter(sight.of_records("advisory__")).values_list("advisory__identifier", "name"))


def standing_name(name: str, joins: Mapping[str, str]) -> str:
    """The name that stands in the place of one that gave way, to the end; itself where it did not."""
    for _ in range(_ROUNDS):
        if name not in joins:
            break
        name = joins[name]
    return name


def gave_way(advisories: Collection[int]) -> set[int]:
    """Which of these records gave way to another one: they are matched no more."""
    rows = RecordJoin.objects.filter(advisory__in=advisories, ended_at=None, into__isnull=False)
    return set(rows.values_list("advisory_id", flat=True))


def tied_to_a_case(advisories: Collection[int]) -> bool:
    """Whether a case is tied to one of these records by any of its names, or by one that was joined to them."""
    names = AdvisoryAlias.objects.filter(advisory__in=advisories).values("name")
    joined = RecordJoin.objects.filter(ended_at=None, name__in=names).values("advisory__identifier")
    return CaseVulnerability.objects.filter(Q(name__in=names) | Q(name__in=joined)).exists()


def keep_join(advisory_id: int, name: str, why: str, at: datetime, into: int | None = None) -> int:
    """Keep, inside a verb, that what this record speaks of is called so. Returns the id of the join."""
    row = RecordJoin.objects.create(advisory_id=advisory_id, name=name, why=why, joined_at=at, into_id=into)
    return int(row.pk)


def end_join(advisory_id: int, at: datetime) -> str | None:
    """End, inside a verb, the join of a number of our own; returns the name it was joined to, None where it was not."""
    row = RecordJoin.objects.select_for_update().filter(advisory=advisory_id, ended_at=None, why="own_number").first()
    if row is None:
        return None
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return row.name


def joined_name(viewer: Viewer, advisory_id: int) -> str:
    """The CVE number that an entry of our own got; '' where it has none, or the viewer does not see it."""
    rows = seen(viewer, RecordJoin).filter(advisory=advisory_id, ended_at=None)
    return rows.values_list("name", flat=True).first() or ""
