"""Which signatures cases wait for, and who made what waits: whoever made it does not sign it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from kizuki.store.access.seen import seen
from kizuki.store.models import EndProposal, ObligationStep
from kizuki.store.people.signers import single_person
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock


@dataclass(frozen=True, slots=True)
class ProposalAt:
    """A proposed end that nobody has signed yet: of which obligations, by which act and person."""

    id: int
    case_id: int
    act: str
    rows: frozenset[int]
    proposed_by: int


def waiting(viewer: Viewer, case_ids: Collection[int]) -> tuple[tuple[ProposalAt, ...], frozenset[int]]:
    """The proposals on these cases that the viewer did not make, the earliest first, and the cases on which they made a
    change that waits (a duty that lapses, a later day). In the single-person mode people look at their own work again,
    and nothing counts as their own."""
    proposals, own = _proposals(viewer, case_ids), _changed(viewer, case_ids)
    mine = {row.id for row in proposals if row.proposed_by == viewer.user_id}
    if (own or mine) and single_person(clock.today()):
        return proposals, frozenset()
    return tuple(row for row in proposals if row.id not in mine), own


def _proposals(viewer: Viewer, case_ids: Collection[int]) -> tuple[ProposalAt, ...]:
    rows = seen(viewer, EndProposal).filter(case_id__in=case_ids, state="proposed").order_by("pk")
    return tuple(
        ProposalAt(pk, case_id, act, frozenset(ids), person)
        for pk, case_id, act, ids, person in rows.values_list("pk", "case_id", "act", "rows", "proposed_by_id")
    )


def _changed(viewer: Viewer, case_ids: Collection[int]) -> frozenset[int]:
    waits = Q(obligation__state="lapse_proposed") | Q(obligation__later_on__isnull=False)
    steps = seen(viewer, ObligationStep).filter(
        waits, obligation__case_id__in=case_ids, move__in=("propose_lapse", "propose_later"), person_id=viewer.user_id
    )
    return frozenset(number for number in steps.values_list("obligation__case_id", flat=True) if number is not None)
