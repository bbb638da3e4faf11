"""Whether the program itself works: a worker that is silent or stands, unsent mail, work that failed or waits, feeds; a
chain that nobody verified, a backup or an anchor that is old, a disk that is full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kizuki.core.alarm_limits import limits_of
from kizuki.store.access.seen import leading_nowhere_hidden, seen
from kizuki.store.models import Anchor, Company, Heartbeat, Notice, OutboxTask, Upkeep
from kizuki.store.queries.feeds import feed_alarms
from kizuki.store.queries.notices import LATE
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import newest
from kizuki.store.record.upkeep import least_room, log_size
from kizuki.store.work.standing import failed_number, longest_wait

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
    """What does not work at this instant, numbers only: mails and tasks about something that is hidden from the viewer
    are not counted. How old a sign of life is says the machine's clock."""
    return tuple(_alarms(viewer, now, clock.of_the_machine()))


def _alarms(viewer: Viewer, now: datetime, machine: datetime) -> Iterator[Alarm]:
    told = _told(viewer, now, machine)
    beat = told.get("beat")
    if beat is None or machine - beat > SILENT:
        yield Alarm("worker_silent", 0 if beat is None else int((machine - beat).total_seconds() // 60), beat)
    elif told.get("standing"):
        yield Alarm("worker_stands", told["standing"])
    if told.get("unsent"):
        yield Alarm("mail_unsent", told["unsent"], told["unsent_since"])
    # Nearly always nothing failed; of what did, only that is counted of which the viewer may know.
    failed = failed_number(viewer) if told.get("failed") else 0
    if failed:
        yield Alarm("work_failed", failed)
    waits = told.get("waits")
    if waits is not None and now - waits > STANDS_STILL:
        yield Alarm("work_waits", int((now - waits).total_seconds() // 60), waits)
    feeds = feed_alarms(viewer, now)
    if feeds:
        yield Alarm("feeds_silent", len(feeds))
    limits = limits_of(told.get("alarm_limits") or {})
    if "registered_at" in told:
        yield from _neglected(told, limits, now)
    yield from _full(limits)


_UPKEEP = (
    ("chain_unverified", "chain_days", "verified"),
    ("backup_old", "backup_days", "backed_up"),
    ("anchor_old", "anchor_days", "anchored"),
)


def _neglected(told: Mapping[str, Any], limits: Mapping[str, int], now: datetime) -> Iterator[Alarm]:
    """What was not done for longer than the company wants; where it never was, since the company was registered."""
    for code, limit, done in _UPKEEP:
        since = told[done] or told["registered_at"]
        days = (now - since).days
        if limits[limit] and days >= limits[limit]:
            yield Alarm(code, days, told[done])


def _full(limits: Mapping[str, int]) -> Iterator[Alarm]:
    room, log = least_room(), log_size()
    if room is not None and room.free < limits["disk_mb"]:
        yield Alarm("disk_full", room.free)
    if limits["wal_mb"] and log > limits["wal_mb"]:
        yield Alarm("wal_large", log)


def limits_now(viewer: Viewer) -> Mapping[str, int]:
    """The company's limits as they hold (`kizuki.core.alarm_limits`)."""
    told = seen(viewer, Company).filter(pk=1).values_list("alarm_limits", flat=True).first()
    return limits_of(told or {})


def _told(viewer: Viewer, now: datetime, machine: datetime) -> Mapping[str, Any]:
    """Everything in one query, so that every page can ask it."""
    unsent = leading_nowhere_hidden(viewer, Notice).filter(sent_at=None, asked_at__lt=now - LATE)
    failed = OutboxTask.objects.filter(state="failed")
    row: Mapping[str, Any] | None = (
        Company.objects.values("pk", "registered_at", "alarm_limits")
        .annotate(
            beat=Subquery(Heartbeat.objects.order_by("-at").values("at")[:1]),
            standing=_number(Heartbeat.objects.filter(at__lt=machine - SILENT)),
            unsent=_number(unsent),
            unsent_since=Subquery(unsent.order_by("asked_at").values("asked_at")[:1]),
            failed=_number(failed),
            waits=longest_wait(now),
            verified=_last("chain_verified"),
            backed_up=_last("backup_made"),
            anchored=Subquery(Anchor.objects.order_by("-stamped_at").values("stamped_at")[:1]),
        )
        .first()
    )
    # Before there is a company nothing hangs on it: the worker is there or not.
    return row or {"beat": newest()}


def _last(name: str) -> Subquery:
    return Subquery(Upkeep.objects.filter(name=name).values("at")[:1])


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=OuterRef("pk")).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted[:1]), 0)
