"""What of disclosures waits for somebody: a day until which something is held back, and an override to be signed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kizuki.store.access.seen import seen
from kizuki.store.models import Disclosure, EmbargoTurn, PublicationOverride, Statement
from kizuki.store.queries.disclosure import held_until
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN


@dataclass(frozen=True, slots=True)
class DisclosureWaits:
    """A disclosure of an open case that waits: `embargo` runs until `on`, an `override` wants its second person."""

    what: Literal["embargo", "override"]
    on: date | None
    case_id: int
    case_number: str
    title: str


def disclosures_that_wait(viewer: Viewer) -> tuple[DisclosureWaits, ...]:
    """Both kinds, for those who may decide of them; what was published for everybody holds nothing back any more, and
    nobody signs an override of their own."""
    rows = list(seen(viewer, Disclosure).filter(case__state="open").select_related("case").order_by("pk"))
    if not rows:
        return ()
    public = seen(viewer, Statement).filter(disclosure__in=rows, audience="public", published_at__isnull=False)
    out = set(public.values_list("disclosure_id", flat=True))
    unsigned = seen(viewer, PublicationOverride).filter(statement__disclosure__in=rows, signed_at=None)
    asked = set(unsigned.exclude(proposed_by=viewer.user_id).values_list("statement__disclosure_id", flat=True))
    until = _held(viewer, [row.pk for row in rows if row.pk not in out])
    return tuple(
        DisclosureWaits(what, on, row.case.pk, row.case.number, row.case.title_in(viewer.lang))
        for row in rows
        for what, on in _waits(until.get(row.pk), row.pk in asked)
    )


def _waits(until: date | None, unsigned: bool) -> list[tuple[Literal["embargo", "override"], date | None]]:
    found: list[tuple[Literal["embargo", "override"], date | None]] = []
    if until is not None:
        found.append(("embargo", until))
    if unsigned:
        found.append(("override", None))
    return found


def _held(viewer: Viewer, ids: list[int]) -> dict[int, date]:
    turns: dict[int, list[EmbargoTurn]] = defaultdict(list)
    for turn in seen(viewer, EmbargoTurn).filter(disclosure__in=ids).order_by("disclosure_id", "position"):
        turns[turn.disclosure_id].append(turn)
    ends = {pk: held_until(rows) for pk, rows in turns.items()}
    return {pk: end.astimezone(JAPAN).date() for pk, end in ends.items() if end is not None}
