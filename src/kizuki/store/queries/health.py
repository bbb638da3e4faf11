"""Whether the program itself works: a worker that is silent or stands, unsent mail, work that failed or waits, feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kizuki.store.models import Company, Heartbeat, Notice, OutboxTask
from kizuki.store.queries.feeds import feed_alarms
from kizuki.store.queries.notices import LATE
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import newest
from kizuki.store.work.standing import longest_wait

SILENT = timedelta(seconds=60)
"""A worker gives a sign every 15 seconds."""

STANDS_STILL = timedelta(minutes=10)
"""Work that was ready for so long without being taken."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that does not work: its code (`health.<code>` in the glossary), a number for its sentence, since when."""

    code: str
    count: int = 0
    since: datetime | None = None


def alarms(viewer: Viewer, now: datetime) -> tuple[Alarm, ...]:
    """What does not work at this instant, numbers only: nothing that is hidden from the viewer shows.
    How old a sign of life is says the machine's clock."""
    return tuple(_alarms(viewer, now, clock.of_the_machine()))


def _alarms(viewer: Viewer, now: datetime, machine: datetime) -> Iterator[Alarm]:
    told = _told(now, machine)
    beat = told.get("beat")
    if beat is None or machine - beat > SILENT:
        yield Alarm("worker_silent", 0 if beat is None else int((machine - beat).total_seconds() // 60), beat)
    elif told.get("standing"):
        yield Alarm("worker_stands", told["standing"])
    if told.get("unsent"):
        yield Alarm("mail_unsent", told["unsent"], told["unsent_since"])
    if told.get("failed"):
        yield Alarm("work_failed", told["failed"])
    waits = told.get("waits")
    if waits is not None and now - waits > STANDS_STILL:
        yield Alarm("work_waits", int((now - waits).total_seconds() // 60), waits)
    feeds = feed_alarms(viewer, now)
    if feeds:
        yield Alarm("feeds_silent", len(feeds))


def _told(now: datetime, machine: datetime) -> Mapping[str, Any]:
    """Everything in one query, so that every page can ask it."""
    unsent = Notice.objects.filter(sent_at=None, asked_at__lt=now - LATE)
    failed = OutboxTask.objects.filter(state="failed")
    row: Mapping[str, Any] | None = (
        Company.objects.values("pk")
        .annotate(
            beat=Subquery(Heartbeat.objects.order_by("-at").values("at")[:1]),
            standing=_number(Heartbeat.objects.filter(at__lt=machine - SILENT)),
            unsent=_number(unsent),
            unsent_since=Subquery(unsent.order_by("asked_at").values("asked_at")[:1]),
            failed=_number(failed),
            waits=longest_wait(now),
        )
        .first()
    )
    # Before there is a company nothing hangs on it: the worker is there or not.
    return row or {"beat": newest()}


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=OuterRef("pk")).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted[:1]), 0)
