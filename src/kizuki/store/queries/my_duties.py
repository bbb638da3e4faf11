"""What is owed and a person is asked for: by the posts that they hold, or stand in for, or because it is their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, F, Q, QuerySet, When

from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.core.reminding.days import ASKED_TODAY
from kizuki.core.reminding.people import asked
from kizuki.store.access.seen import seen
from kizuki.store.models import CorrectiveAction, Device, Obligation, SafetyInformation
from kizuki.store.queries.obligations import ObligationRow, row_without_place, rows_told_apart
from kizuki.store.queries.viewer import Viewer

MOST = 500
"""Duties of cases, and as many others, that are shown at once: those asked today first, then by day; the rest is counted
(`left_out`)."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One obligation of an open case with its case. `item_met`: an item of its matter is met, or was reported."""

    row: ObligationRow
    case_id: int
    case_number: str
    title: str
    item_met: bool


@dataclass(frozen=True, slots=True)
class OtherDuty:
    """One obligation that belongs to no case. `owner` is whose it is (`information:3`, `unit:12`), `about` the number of
    the information or the name of the device, '' for neither; `own`: the viewer owes it themselves, whatever their
    post."""

    row: ObligationRow
    owner: str
    device_id: int | None
    about: str
    own: bool


def duties_of_posts(viewer: Viewer, roles: Collection[str], *, limit: int = MOST) -> tuple[DutyRow, ...]:
    """What is owed on open cases and asks for one of these posts, the earliest day first; what was sent waits for PMDA
    and is none of it."""
    rows = list(_by_day(_of_cases(viewer, roles).select_related("case"))[:limit])
    met = set(
        seen(viewer, Obligation)
        .filter(state__in=LIVE)
        .filter(kind="item", state__in=("owed", "lapse_proposed", "sent"), case__in={row.case_id for row in rows})
        .values_list("case_id", "matter")
        .distinct()
    )
    return tuple(
        DutyRow(
            said,
            row.case.pk,
            row.case.number,
            row.case.title_in(viewer.lang),
            (row.case_id, row.matter) in met,
        )
        for row, said in zip(rows, rows_told_apart(rows, viewer.lang), strict=True)
        if row.case is not None
    )


def other_duties(viewer: Viewer, roles: Collection[str], *, limit: int = MOST) -> tuple[OtherDuty, ...]:
    """What is owed of information, devices, units, hospitals, the register and the company itself, and asks for one of
    these posts or is the viewer's own, the earliest day first."""
    own = _own(viewer)
    found = list(_by_day(_of_others(viewer, roles, own))[:limit])
    about = _about(viewer, found)
    return tuple(
        OtherDuty(
            row_without_place(row, viewer.lang),
            row.owner,
            row.device_id,
            about.get(("information", row.information_id), about.get(("device", row.device_id), "")),
            row.owner in own,
        )
        for row in found
    )


def left_out(viewer: Viewer, roles: Collection[str]) -> int:
    """How many duties of both sorts are more than are shown at once."""
    both = (_of_cases(viewer, roles), _of_others(viewer, roles, _own(viewer)))
    return sum(max(0, rows.count() - MOST) for rows in both)


def _of_cases(viewer: Viewer, roles: Collection[str]) -> QuerySet[Obligation]:
    rows = seen(viewer, Obligation).filter(case__state="open", state__in=LIVE, kind__in=_kinds(roles))
    return rows.exclude(state__in=("sent", "carried"))


def _of_others(viewer: Viewer, roles: Collection[str], own: Collection[str]) -> QuerySet[Obligation]:
    rows = seen(viewer, Obligation).filter(Q(kind__in=_kinds(roles)) | Q(owner__in=own), case=None, state__in=LIVE)
    return rows.exclude(state__in=("sent", "carried"))


def _kinds(roles: Collection[str]) -> list[str]:
    return [kind for kind, posts in asked().items() if set(posts) & set(roles)]


def _by_day(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    today = Case(When(kind__in=ASKED_TODAY, then=0), default=1)
    return rows.order_by(today, F("due_on").asc(nulls_last=True), "pk")


def _own(viewer: Viewer) -> frozenset[str]:
    """The owners that are the viewer: their training, and what they are to put right."""
    if viewer.user_id is None:
        return frozenset()
    mine = seen(viewer, CorrectiveAction).filter(owner=viewer.user_id).values_list("pk", flat=True)
    return frozenset({f"person:{viewer.user_id}", *(f"corrective_action:{pk}" for pk in mine)})


def _about(viewer: Viewer, rows: Iterable[Obligation]) -> Mapping[tuple[str, int | None], str]:
    known = list(rows)
    told = {row.information_id for row in known if row.information_id is not None}
    devices = {row.device_id for row in known if row.device_id is not None}
    numbers = seen(viewer, SafetyInformation).filter(pk__in=told).values_list("pk", "number") if told else ()
    brands = seen(viewer, Device).filter(pk__in=devices).values_list("pk", "brand") if devices else ()
    return {
        **{("information", pk): number for pk, number in numbers},
        **{("device", pk): brand for pk, brand in brands},
    }
