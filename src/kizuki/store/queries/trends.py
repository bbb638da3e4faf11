"""The malfunctions of a device by term and month, against the rate known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.core.clocks import months_after
from kizuki.core.trends import ALL_TERMS, Baseline, Look, Month, look_at
from kizuki.core.trends.naming import item_of
from kizuki.core.trends.watching import MONTHS
from kizuki.store.access.seen import seen
from kizuki.store.models import Obligation
from kizuki.store.queries.counting import Counted, counted_of, is_event, once_a_matter
from kizuki.store.queries.shipments import ShipmentRow, baselines_of, in_use_on, shipments_of
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One term of a device in a month (`term` '' for all together): how many, in the year that ends with it, the units
    in use, the rate known beforehand, and what a person is asked (None: nothing stands out). `cases` are those behind
    the count."""

    month: Month
    baseline: Baseline | None
    look: Look | None
    cases: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TrendQuestion:
    """A question about a trend that is owed, or was judged."""

    obligation: int
    item: str
    state: str
    due_on: date | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class StandsOut:
    """What a month asks for: `last` is the day on which its last event was learned, `cases` are those on which its counts
    rest, of the month, of its year and of the year before it."""

    look: Look
    last: date
    cases: tuple[int, ...]


def looks_at(viewer: Viewer, device_id: int, month: date, on: date) -> list[StandsOut]:
    """What a month asks for as it stands on a day."""
    events = _events(viewer, device_id, on)
    known = baselines_of(viewer, device_id)
    rows = shipments_of(viewer, device_id)
    found = []
    for term in _terms(events, month):
        look = look_at(_month(events, rows, term, month), known)
        if look is not None:
            last = max(event.learned_on for event in _in(events, term, month, months_after(month, 1)))
            counted = _in(events, term, months_after(month, -MONTHS), months_after(month, 1))
            found.append(StandsOut(look, last, tuple(sorted({event.case_id for event in counted}))))
    return found


def trend_rows(viewer: Viewer, device_id: int, month: date, on: date) -> tuple[TrendRow, ...]:
    """Every term of which something was learned in the year that ends with a month, all together first."""
    events = _events(viewer, device_id, on)
    known, rows = baselines_of(viewer, device_id), shipments_of(viewer, device_id)
    found = []
    for term in _terms(events, month, year=True):
        counted = _month(events, rows, term, month)
        cases = {(event.case_id, event.case) for event in _in(events, term, _year(month), months_after(month, 1))}
        baseline = next((row for row in known if row.term == term), None)
        found.append(TrendRow(counted, baseline, look_at(counted, known), tuple(sorted(cases))))
    return tuple(found)


def questions_of(viewer: Viewer, device_id: int) -> tuple[TrendQuestion, ...]:
    """The questions about trends of a device, those that are owed first; of each the viewer sees every case that it
    counted."""
    rows = seen(viewer, Obligation).filter(owner=f"device:{device_id}", kind="trend").order_by("ended_at", "pk")
    found = [TrendQuestion(row.pk, row.item, row.state, row.due_on, row.ended_by) for row in rows]
    return tuple(sorted(found, key=lambda row: (row.state == "ended", row.due_on or date.max, row.obligation)))


def is_asked(row: TrendRow, question: TrendQuestion) -> bool:
    """Whether a question is about a row."""
    return question.item == item_of(row.month.term, row.month.first_on)


def _events(viewer: Viewer, device_id: int, on: date) -> list[Counted]:
    return list(once_a_matter(event for event in counted_of(viewer, device_id, until=on) if is_event(event)))


def _terms(events: Sequence[Counted], month: date, *, year: bool = False) -> list[str]:
    since = _year(month) if year else month
    told = {term for event in _in(events, ALL_TERMS, since, months_after(month, 1)) for term in event.terms}
    return [ALL_TERMS, *sorted(told)]


def _year(month: date) -> date:
    """The first day of the year that ends with a month."""
    return months_after(month, 1 - MONTHS)


def _in(events: Sequence[Counted], term: str, first_on: date, before: date) -> list[Counted]:
    return [event for event in events if first_on <= event.learned_on < before and term in (ALL_TERMS, *event.terms)]


def _month(events: Sequence[Counted], rows: Sequence[ShipmentRow], term: str, month: date) -> Month:
    after = months_after(month, 1)
    return Month(
        term=term,
        first_on=month,
        count=len(_in(events, term, month, after)),
        year=len(_in(events, term, _year(month), after)),
        before=len(_in(events, term, months_after(month, -MONTHS), month)),
        in_use=in_use_on(rows, after - timedelta(days=1)),
    )
