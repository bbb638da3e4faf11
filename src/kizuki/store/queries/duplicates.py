"""Cases that tell of the same: the one that is kept, and those that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.access.seen import seen
from kizuki.store.models import Case, CaseDuplicate
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
    mine = seen(viewer, Case)
    leads = seen(viewer, CaseDuplicate).filter(case_id=case_id, kept__in=mine).select_related("kept")
    led = seen(viewer, CaseDuplicate).filter(kept_id=case_id).select_related("case")
    return (
        *(DuplicateRow(row.kept_id, row.kept.number, row.kept.shown_title, kept=True) for row in leads),
        *(DuplicateRow(row.case_id, row.case.number, row.case.shown_title, kept=False) for row in led.order_by("pk")),
    )
