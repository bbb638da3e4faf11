"""The roster of duty, calls that were made, and what falls due while offices are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kizuki.core.clocks.holiday_runs import holiday_run
from kizuki.core.glossary import Lang
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.access.seen import seen
from kizuki.store.models import DutyCall, DutyTurn, Obligation
from kizuki.store.notices.calling import About
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.obligations import name_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn: who, after whom, from when to when."""

    id: int
    person: str
    deputy: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call about a case, or about information that is not yet one (`information_id`): by its number; `by` is who
    acknowledged the call ('' while nobody has)."""

    case_id: int | None
    information_id: int | None
    about: str
    number: int
    called_at: datetime
    wider: bool
    acknowledged_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """One day on which offices are closed: what falls due on it, and who is on duty at some time of it."""

    on: date
    due: tuple[tuple[int | None, str, str], ...]
    """Id of the case, its number and what is to be done."""
    cover: tuple[str, ...]
    whole: bool
    """Whether somebody is on duty at every instant of it."""


def turns_from(viewer: Viewer, now: datetime) -> tuple[TurnRow, ...]:
    """The turns that run or are to come, the earliest first."""
    rows = seen(viewer, DutyTurn).filter(withdrawn_at=None, ends_at__gt=now).select_related("person", "deputy")
    return tuple(
        TurnRow(
            row.pk,
            row.person.display_name,
            row.deputy.display_name if row.deputy else "",
            row.begins_at,
            row.ends_at,
        )
        for row in rows.order_by("begins_at", "pk")
    )


def calls_of(viewer: Viewer, about: About | None = None, *, limit: int = 50) -> Beginning[CallRow]:
    """Calls about what the viewer sees, the newest first."""
    rows = seen(viewer, DutyCall).select_related("case", "information", "acknowledged_by")
    if about is not None:
        rows = rows.filter(**about.column)
    return beginning(rows.order_by("-called_at", "-pk"), limit, lambda found: map(_call, found))


def _call(row: DutyCall) -> CallRow:
    return CallRow(
        row.case_id,
        row.information_id,
        _number(row),
        row.number,
        row.called_at,
        row.wider,
        row.acknowledged_at,
        row.acknowledged_by.display_name if row.acknowledged_by else "",
    )


def _number(row: DutyCall) -> str:
    return next(one.number for one in (row.case, row.information) if one is not None)


def waits_for_answer(viewer: Viewer, about: About) -> bool:
    """Whether the newest call about it was acknowledged by nobody."""
    newest = calls_of(viewer, about, limit=1)
    return bool(newest) and newest[0].acknowledged_at is None


def closed_days(viewer: Viewer, on: date) -> tuple[ClosedDay, ...]:
    """The run of holidays that a day lies in or that is at hand: what falls due on each of its days, with its cover."""
    days = holiday_run(on)
    if not days:
        return ()
    rows = seen(viewer, Obligation).filter(state__in=LIVE, due_on__in=days).exclude(state="carried")
    due = list(rows.select_related("case").order_by("due_on", "pk"))
    first = datetime.combine(days[0], time(), JAPAN)
    turns = turns_from(viewer, first)
    return tuple(_day(day, due, turns, viewer.lang) for day in days)


def _day(day: date, due: list[Obligation], turns: tuple[TurnRow, ...], lang: Lang) -> ClosedDay:
    begins, ends = datetime.combine(day, time(), JAPAN), datetime.combine(day + timedelta(days=1), time(), JAPAN)
    here = [turn for turn in turns if turn.begins_at < ends and turn.ends_at > begins]
    covered = begins
    for turn in here:
        covered = max(covered, turn.ends_at) if turn.begins_at <= covered else covered
    return ClosedDay(
        day,
        tuple(
            (row.case_id, row.case.number if row.case else "", name_of(row, lang)) for row in due if row.due_on == day
        ),
        tuple(dict.fromkeys(turn.person for turn in here)),
        covered >= ends,
    )
