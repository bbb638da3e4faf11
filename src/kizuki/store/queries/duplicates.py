"""Cases that tell of the same: the one that is kept, and those that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kizuki.store.access.embargo import seen_by
from kizuki.store.models import CaseDuplicate
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """The other case; `kept` says that it is the one that goes on."""

    id: int
    number: str
    title: str
    kept: bool


def duplicate_of(viewer: Viewer, case_id: int) -> tuple[DuplicateRow, ...]:
    """The case that this one leads to, and those that lead to this one; only those that the person may see."""
    leads, led = Q(case_id=case_id), Q(kept_id=case_id)
    seen = (leads & seen_by(viewer.user_id, "kept__")) | (led & seen_by(viewer.user_id, "case__"))
    rows = CaseDuplicate.objects.filter(seen).select_related("case", "kept").order_by("pk")
    others = [(row.kept, True) if row.case_id == case_id else (row.case, False) for row in rows]
    return tuple(DuplicateRow(case.pk, case.number, case.title, kept) for case, kept in others)
