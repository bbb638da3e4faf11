"""What people have typed into forms and not yet sent: kept for them alone, and not for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuki.core.refusal import Refused
from kizuki.store.models import FormDraft

KEPT = timedelta(days=30)
"""Whoever does not come back to a form within this time begins anew."""
MOST = 50
"""Forms of one person; beyond that the one left longest ago is thrown away."""
LONGEST = 400_000
"""Characters of one form, names and values."""
LONGEST_PLACE = 200

Said = Mapping[str, Sequence[str]]
"""The values of each field by its name; of a choice those that are chosen."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left."""

    place: str
    said: dict[str, list[str]]
    changed_at: datetime


def keep_form_draft(person: int, place: str, said: Said, now: datetime) -> None:
    """Keep what stands in a form in place of what was kept before. `Refused` where it is no form of a page, or longer
    than any form is."""
    if not place.startswith("/") or "#" not in place or len(place) > LONGEST_PLACE:
        raise Refused("place", "names no form of a page")
    if sum(len(name) + sum(map(len, values)) for name, values in said.items()) > LONGEST:
        raise Refused("said", f"has more than {LONGEST:,} characters")
    told = {name: list(values) for name, values in said.items()}
    FormDraft.objects.filter(changed_at__lt=now - KEPT).delete()
    FormDraft.objects.update_or_create(person_id=person, place=place, defaults={"said": told, "changed_at": now})
    mine = FormDraft.objects.filter(person_id=person).order_by("-changed_at", "-pk")
    FormDraft.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()


def drop_form_draft(person: int, place: str) -> None:
    """Throw away what was kept of a form: it was sent, or its writer begins anew."""
    FormDraft.objects.filter(person_id=person, place=place).delete()


def drafts_at(person: int, path: str, now: datetime) -> tuple[Draft, ...]:
    """What a person left in the forms of one page."""
    rows = FormDraft.objects.filter(person_id=person, place__startswith=f"{path}#", changed_at__gte=now - KEPT)
    return tuple(Draft(row.place, row.said, row.changed_at) for row in rows.order_by("pk"))
