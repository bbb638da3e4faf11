"""The outbox, on SQLite: tasks are leased one at a time, at least once, and one who lost its lease cannot finish any.

On PostgreSQL its table holds what was asked for once (`key`) and the dead letters; the tasks are Procrastinate's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from kizuki.store.models import OutboxTask
from kizuki.store.work.jobs import MAX_ATTEMPTS
from kizuki.store.work.lanes import LONG, kinds_of, urgent_kinds

LEASE = timedelta(seconds=60)
"""How long a task is held without a sign of life before another worker takes it."""

FORGOTTEN = timedelta(days=7)
"""What is done so long ago leaves the table; so does what was to be asked for once, a day of which is over by then."""

_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LeasedTask:
    """A task in someone's hands; `fence` tells this lease from every other of the same task."""

    id: int
    kind: str
    args: dict[str, Any]
    fence: int
    attempts: int


_TAKE = """
UPDATE store_outboxtask SET state = 'leased', fence = fence + 1, attempts = attempts + 1, leased_until = %s
WHERE id = (
  SELECT id FROM store_outboxtask
  WHERE (state = 'waiting' AND available_at <= %s OR state = 'leased' AND leased_until < %s){lane}
  ORDER BY available_at, id LIMIT 1)
RETURNING id, kind, args, fence, attempts
"""
"""One statement: a task takes less time to take than Django would need to word it."""


def take(
    now: datetime, lane: str | None = None, *, done: LeasedTask | None = None, machine: datetime | None = None
) -> LeasedTask | None:
    """Lease the task of a lane, or of any, that has waited longest: a waiting one, or one whose lease ran out.

    `done` is finished before, in the same transaction. What waits is read from the record's
    clock, how long a lease lasts from the `machine`'s (None: they are the same).
    """
    machine = machine or now
    with _not_waiting_for_the_disk():
        return _take(now, lane, done, machine)


def _take(now: datetime, lane: str | None, done: LeasedTask | None, machine: datetime) -> LeasedTask | None:
    kinds, lane_words = _of_lane(lane)
    # Nobody writes while it looks: a transaction of SQLite begins with the lock.
    with transaction.atomic(), connection.cursor() as cursor:
        if done is not None:
            finish(done, now)
        while True:
            cursor.execute(_TAKE.format(lane=lane_words), [_at(machine + LEASE), _at(now), _at(machine), *kinds])
            row = cursor.fetchone()
            if row is None:
                return None
            task = LeasedTask(row[0], row[1], json.loads(row[2]), row[3], row[4])
            if task.attempts <= MAX_ATTEMPTS:
                return task
            # Each lease ended without a word: whatever this task does kills its worker.
            _held(task).update(state="failed", attempts=MAX_ATTEMPTS, leased_until=None, last_error="lease ran out")


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """A lease or an end that a power cut takes back means that the task is done once more, which each task allows: what
    it kept is waited for as ever. The file stays whole either way."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = FULL")


def _of_lane(lane: str | None) -> tuple[tuple[str, ...], str]:
    if lane is None:
        return (), ""
    kinds = urgent_kinds() if lane == LONG else kinds_of(lane)
    return kinds, f" AND kind {'NOT ' if lane == LONG else ''}IN ({', '.join(['%s'] * len(kinds))})"


def _at(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def take_over() -> int:
    """End every lease. Only for who holds the lock of the file: whoever had them is gone. Returns how many."""
    return OutboxTask.objects.filter(state="leased").update(state="waiting", leased_until=None)


def forget(now: datetime) -> None:
    """Let go of what was done long ago."""
    OutboxTask.objects.filter(state="done", done_at__lt=now - FORGOTTEN).delete()


def held(task: LeasedTask) -> bool:
    """Whether the lease stands."""
    return _held(task).exists()


def extend(task: LeasedTask, now: datetime) -> bool:
    """Hold the lease for longer, by the machine's clock; False where it was lost, and the holder must stop."""
    return _held(task).update(leased_until=now + LEASE) == 1


def finish(task: LeasedTask, now: datetime) -> bool:
    """The task is done; False where the lease was lost meanwhile, and another holder's word counts."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, [_at(now), task.id, task.fence])
        return bool(cursor.rowcount == 1)


_FINISH = """
UPDATE store_outboxtask SET state = 'done', done_at = %s, leased_until = NULL, last_error = ''
WHERE id = %s AND fence = %s AND state = 'leased'
"""


def pause_after(attempts: int) -> timedelta:
    """How long a task waits that failed so many times: twice as long each time."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** (attempts - 1)
    return min(doubled, _LONGEST_PAUSE)


def put_back(task: LeasedTask, now: datetime, error: str) -> bool:
    """The task failed: it waits twice as long each time, and after the last attempt stands as `failed`, to be seen."""
    if task.attempts >= MAX_ATTEMPTS:
        return _held(task).update(state="failed", leased_until=None, last_error=error[:500]) == 1
    at = now + pause_after(task.attempts)
    return _held(task).update(state="waiting", available_at=at, leased_until=None, last_error=error[:500]) == 1


def release(task: LeasedTask) -> bool:
    """Give the task back untried: the worker was asked to stop."""
    return _held(task).update(state="waiting", leased_until=None, attempts=F("attempts") - 1) == 1


def _held(task: LeasedTask) -> QuerySet[OutboxTask]:
    return OutboxTask.objects.filter(pk=task.id, fence=task.fence, state="leased")
