"""What is kept beyond its period by a person's word, and what of a list of erasing somebody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen, sees
from kizuki.store.access.subjects import tables
from kizuki.store.models import Erasure, LegalHold, RecordUse
from kizuki.store.queries.retention import Expired, erasures, expired, token_of
from kizuki.store.queries.viewer import PROGRAM, Viewer


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A legal hold that stands: on which case (its number) or device (its name), why, and who placed it when."""

    id: int
    what: str
    reason: str
    placed_by: str
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class UseRow:
    """What was said last of the use of a case: ended on a day, or (None) taken up again."""

    number: str
    ended_on: date | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """What has passed its period as the viewer sees it. `token` names the whole set for those who see every row of it:
    who proposes or signs a list knows all that is in it; '' for the others."""

    rows: tuple[Expired, ...]
    token: str


def holds(viewer: Viewer) -> tuple[HoldRow, ...]:
    """The legal holds that stand, the newest first."""
    rows = (
        seen(viewer, LegalHold).filter(lifted_at=None).select_related("case", "device", "placed_by").order_by("-pk")
    )
    return tuple(
        HoldRow(
            id=row.pk,
            what=row.case.number if row.case else row.device.brand if row.device else "",
            reason=row.reason,
            placed_by=row.placed_by.display_name if row.placed_by else "",
            placed_at=row.placed_at,
        )
        for row in rows
    )


def uses(viewer: Viewer) -> tuple[UseRow, ...]:
    """What was said last of the use of each case that the viewer sees, the newest first."""
    newest: dict[int, RecordUse] = {}
    for row in RecordUse.objects.exclude(case=None).select_related("case").order_by("pk"):
        if row.case_id is not None:
            newest[row.case_id] = row
    said = sorted(newest.values(), key=lambda row: row.pk, reverse=True)
    return tuple(
        UseRow(row.case.number, row.ended_on, row.said_at)
        for row in said
        if row.case is not None and sees(viewer, type(row.case), row.case_id)
    )


def past_period(viewer: Viewer, on: date) -> PastPeriod:
    """What has passed its period on this day and nothing keeps."""
    every = expired(PROGRAM, on)
    mine = tuple(row for row in every if _sees(viewer, row.subject))
    return PastPeriod(mine, token_of(every) if mine and len(mine) == len(every) else "")


def lists(viewer: Viewer) -> tuple[Erasure, ...]:
    """The lists of what is erased, the newest first: those of which the viewer sees every row."""
    return tuple(row for row in erasures(viewer) if all(_sees(viewer, told["owner"]) for told in row.rows))


def _sees(viewer: Viewer, subject: str) -> bool:
    kind, _, key = subject.partition(":")
    return viewer.user_id is None or sees(viewer, tables()[kind], int(key))
