"""The outbox: tasks are leased one at a time, at least once, and a holder who lost its lease cannot finish one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from kizuki.store.models import OutboxTask

LEASE = timedelta(seconds=60)
"""How long a task is held without a sign of life before another worker takes it."""

MAX_ATTEMPTS = 8

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


def take(now: datetime) -> LeasedTask | None:
    """Lease the task that has waited longest: a waiting one, or one whose lease ran out (its holder was killed)."""
    ready = Q(state="waiting", available_at__lte=now) | Q(state="leased", leased_until__lt=now)
    tasks = OutboxTask.objects.order_by("available_at", "id").filter(ready)
    if connection.features.has_select_for_update_skip_locked:
        tasks = tasks.select_for_update(skip_locked=True)
    with transaction.atomic():
        task = tasks.first()
        while task is not None and task.attempts >= MAX_ATTEMPTS:
            # Each lease ended without a word: whatever this task does kills its worker.
            OutboxTask.objects.filter(pk=task.pk).update(
                state="failed", leased_until=None, last_error="lease ran out"
            )
            task = tasks.first()
        if task is None:
            return None
        task.state = "leased"
        task.fence += 1
        task.attempts += 1
        task.leased_until = now + LEASE
        task.save(update_fields=["state", "fence", "attempts", "leased_until"])
    return LeasedTask(task.pk, task.kind, task.args, task.fence, task.attempts)


def ask_daily(kind: str, day: date, now: datetime) -> bool:
    """Put the task of this day in the outbox; False where it stands there already, done or not."""
    args = {"day": day.toordinal()}
    with transaction.atomic():
        if OutboxTask.objects.filter(kind=kind, args=args).exists():
            return False
        OutboxTask.objects.create(kind=kind, args=args, available_at=now)
    return True


def extend(task: LeasedTask, now: datetime) -> bool:
    """Hold the lease for longer; False where it was lost, and the holder must stop."""
    return _held(task).update(leased_until=now + LEASE) == 1


def finish(task: LeasedTask, now: datetime) -> bool:
    """The task is done; False where the lease was lost meanwhile, and another holder's word counts."""
    return _held(task).update(state="done", done_at=now, leased_until=None, last_error="") == 1


def put_back(task: LeasedTask, now: datetime, error: str) -> bool:
    """The task failed: it waits twice as long each time, and after the last attempt stands as `failed`, to be seen."""
    if task.attempts >= MAX_ATTEMPTS:
        return _held(task).update(state="failed", leased_until=None, last_error=error[:500]) == 1
    pause = min(_FIRST_PAUSE * 2 ** (task.attempts - 1), _LONGEST_PAUSE)
    return (
        _held(task).update(state="waiting", available_at=now + pause, leased_until=None, last_error=error[:500]) == 1
    )


def release(task: LeasedTask) -> bool:
    """Give the task back untried: the worker was asked to stop."""
    return _held(task).update(state="waiting", leased_until=None, attempts=F("attempts") - 1) == 1


def _held(task: LeasedTask) -> Any:
    return OutboxTask.objects.filter(pk=task.id, fence=task.fence, state="leased")
