"""What was told for questionnaires of the company, its devices, releases and sites: the newest word on each fact."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import SheetFact
from kizuki.store.queries.viewer import Viewer

COMPANY = "company:1"

WITHDRAWN = "withdrawn"
"""What was told is not known any more."""


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One fact as it was told: the answer in codes, words beside it, the day of which it is true, by when a no becomes a
    yes."""

    id: int
    owner: str
    name: str
    answer: str
    words: str
    on: date
    target_on: date | None


def facts_of(viewer: Viewer, owners: Collection[str]) -> Mapping[tuple[str, str], ToldFact]:
    """The newest word on each fact of these owners, by owner and name; what was withdrawn is not in it."""
    rows = seen(viewer, SheetFact).filter(owner__in=owners).order_by("pk")
    found: dict[tuple[str, str], ToldFact] = {}
    for row in rows:
        found[row.owner, row.name] = ToldFact(
            row.pk, row.owner, row.name, row.answer, row.words, row.on, row.target_on
        )
    return {key: fact for key, fact in found.items() if fact.answer != WITHDRAWN}


def contacts_of(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Whom a hospital calls when it is attacked, by day and by night (`day`, `night`); '' where nobody told it."""
    told = facts_of(viewer, [COMPANY])
    names = (("day", "company.incident_contact"), ("night", "company.incident_contact_night"))
    return tuple((when, told[COMPANY, name].words if (COMPANY, name) in told else "") for when, name in names)
