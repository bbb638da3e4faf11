"""How the feeds stand: what they hold against what is announced, how old it is, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from kizuki.core.feeds import FEEDS, Alarm, Freshness, Health, Standing, Terms, freshness_of, health_of, terms_of
from kizuki.core.information.japanese_day import JAPAN
from kizuki.store.access.seen import seen
from kizuki.store.models import FeedRun, FeedSource, SearchTally, SignalSource
from kizuki.store.queries.viewer import Viewer

_RUNS_OF_EACH = 5
_SIGNALS = ("kev", "epss")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run as it ended."""

    origin: str
    outcome: str
    began_at: datetime
    ended_at: datetime
    pages: int
    changed: int
    standing: int
    refused: int
    problems: tuple[str, ...]
    error_code: str
    error_detail: str


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed with its terms and its health at an instant. A feed that this installation never had is not enabled
    and holds nothing."""

    code: str
    terms: Terms
    enabled: bool
    health: Health
    every_hours: int
    stale_after_hours: int
    last_success_at: datetime | None
    last_failure_at: datetime | None
    next_at: datetime | None
    held: int | None
    announced: int | None
    complete: bool
    edition: str
    error_code: str
    error_detail: str
    runs: tuple[RunRow, ...]

    @property
    def in_use(self) -> bool:
        """Whether it is fetched here, or was loaded once."""
        return self.enabled or self.last_success_at is not None or self.last_failure_at is not None


@dataclass(frozen=True, slots=True)
class FeedAlarm:
    """A feed of which something is wrong, for pages whose answers rest on it; `alarm` is the gravest."""

    code: str
    name: str
    alarm: Alarm
    age: timedelta | None
    missing: int | None
    error_code: str


def feeds(viewer: Viewer, now: datetime) -> tuple[FeedRow, ...]:
    """Every feed that there is, in the order of the table of terms. Feeds are the same for every viewer."""
    rows = {row.code: row for row in seen(viewer, FeedSource).all()}
    runs = _newest_runs(viewer)
    return tuple(_row(code, rows.get(code), runs.get(code, ()), now) for code in FEEDS)


@dataclass(frozen=True, slots=True)
class SearchTold:
    """What is searched in words, and what is not (`SearchTally`), as it was counted last."""

    in_words: int
    named: int
    too_common: int
    not_matchable: int
    counted_at: datetime


def search_told(viewer: Viewer) -> SearchTold | None:
    """The counts as they were taken when matching came to rest last; None before that. One query."""
    columns = ("in_words", "named", "too_common", "not_matchable", "counted_at")
    row = seen(viewer, SearchTally).values_list(*columns).first()
    return SearchTold(*row) if row else None


def feed_alarms(viewer: Viewer, now: datetime) -> tuple[FeedAlarm, ...]:
    """The feeds of which something is wrong at this instant; one query."""
    rows = {row.code: row for row in seen(viewer, FeedSource).all()}
    found = []
    for code in FEEDS:
        row = rows.get(code)
        if row is not None:
            health = health_of(_standing(row), now)
            if health.alarms:
                found.append(
                    FeedAlarm(code, terms_of(code).name, health.alarms[0], health.age, health.missing, row.error_code)
                )
    return tuple(found)


def freshness(viewer: Viewer, now: datetime) -> dict[str, Freshness]:
    """How fresh what KEV (`kev`) and EPSS (`epss`) told is, for every page that says "not listed"; two queries.

    What was kept from a file without a run of its feed is as old as the file says.
    """
    rows = {row.code: row for row in seen(viewer, FeedSource).filter(code__in=_SIGNALS)}
    kept = {row.kind: row for row in seen(viewer, SignalSource).filter(kind__in=_SIGNALS)}
    return {code: freshness_of(_signal_standing(code, rows.get(code), kept.get(code)), now) for code in _SIGNALS}


def _signal_standing(code: str, row: FeedSource | None, kept: SignalSource | None) -> Standing:
    standing = _standing(row or FeedSource(code=code, stale_after_hours=terms_of(code).stale_after_hours))
    if standing.last_success_at is not None or kept is None:
        return standing
    dated = datetime.combine(kept.dated_on, time(), JAPAN) if kept.dated_on else kept.kept_at
    return replace(standing, last_success_at=dated)


def _standing(row: FeedSource) -> Standing:
    return Standing(
        enabled=row.enabled,
        last_success_at=row.last_success_at,
        last_failure_at=row.last_failure_at,
        stale_after=timedelta(hours=row.stale_after_hours),
        held=row.held,
        announced=row.announced,
        complete=row.complete,
    )


def _row(code: str, row: FeedSource | None, runs: tuple[RunRow, ...], now: datetime) -> FeedRow:
    terms = terms_of(code)
    if row is None:
        row = FeedSource(code=code, every_hours=terms.every_hours, stale_after_hours=terms.stale_after_hours)
    return FeedRow(
        code=code,
        terms=terms,
        enabled=row.enabled,
        health=health_of(_standing(row), now),
        every_hours=row.every_hours,
        stale_after_hours=row.stale_after_hours,
        last_success_at=row.last_success_at,
        last_failure_at=row.last_failure_at,
        next_at=row.next_at if row.enabled else None,
        held=row.held,
        announced=row.announced,
        complete=row.complete,
        edition=row.edition,
        error_code=row.error_code,
        error_detail=row.error_detail,
        runs=runs,
    )


def _newest_runs(viewer: Viewer) -> dict[str, tuple[RunRow, ...]]:
    place = Window(RowNumber(), partition_by=F("source"), order_by=[F("ended_at").desc(), F("pk").desc()])
    rows: Any = (
        seen(viewer, FeedRun)
        .annotate(place=place)
        .filter(place__lte=_RUNS_OF_EACH)
        .select_related("source")
        .order_by("-ended_at", "-pk")
    )
    found: dict[str, tuple[RunRow, ...]] = {}
    for run in rows:
        told = RunRow(
            origin=run.origin,
            outcome=run.outcome,
            began_at=run.began_at,
            ended_at=run.ended_at,
            pages=run.pages,
            changed=run.changed,
            standing=run.standing,
            refused=run.refused,
            problems=tuple(run.problems),
            error_code=run.error_code,
            error_detail=run.error_detail,
        )
        found[run.source.code] = (*found.get(run.source.code, ()), told)
    return found
