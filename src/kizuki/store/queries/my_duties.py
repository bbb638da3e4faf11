"""What the cases owe and a person is asked for: by the posts that they hold, or stand in for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.core.reminding.people import asked
from kizuki.store.access.seen import seen
from kizuki.store.models import Obligation
from kizuki.store.queries.obligations import ObligationRow, row_without_place
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One obligation of an open case with its case. `item_met`: an item of its matter is met, or was reported."""

    row: ObligationRow
    case_id: int
    case_number: str
    title: str
    item_met: bool


def duties_of_posts(viewer: Viewer, roles: Collection[str], *, limit: int = 200) -> tuple[DutyRow, ...]:
    """What is owed on open cases and asks for one of these posts, the earliest day first; what was sent waits for PMDA
    and is none of it."""
    kinds = [kind for kind, posts in asked().items() if set(posts) & set(roles)]
    live = seen(viewer, Obligation).filter(case__state="open", state__in=LIVE)
    wanted = live.filter(kind__in=kinds).exclude(state__in=("sent", "carried")).select_related("case")
    rows = list(wanted.order_by(F("due_on").asc(nulls_last=True), "pk")[:limit])
    met = set(
        live.filter(kind="item", state__in=("owed", "lapse_proposed", "sent"), case__in={row.case_id for row in rows})
        .values_list("case_id", "matter")
        .distinct()
    )
    return tuple(
        DutyRow(
            row_without_place(row, viewer.lang),
            row.case.pk,
            row.case.number,
            row.case.title_in(viewer.lang),
            (row.case_id, row.matter) in met,
        )
        for row in rows
        if row.case is not None
    )
