"""Cases that tell of the same: the one that is kept, and those that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kizuki.store.access.seen import seen
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
    either = Q(case_id=case_id) | Q(kept_id=case_id)
    rows = seen(viewer, CaseDuplicate).filter(either).select_related("case", "kept").order_by("pk")
    others = [(row.kept, True) if row.case_id == case_id else (row.case, False) for row in rows]
    return tuple(DuplicateRow(case.pk, case.number, case.title_in(viewer.lang), kept) for case, kept in others)
