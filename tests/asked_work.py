"""What was asked for and waits, on either database: read, done in this connection, or forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection

from kizuki.actions.tasks import HANDLERS
from kizuki.store.models import OutboxTask
from kizuki.store.record import clock
from kizuki.store.work import jobs
from kizuki.store.work.asking import ask
from kizuki.store.work.holding import holding

Handlers = Mapping[str, Callable[[Mapping[str, Any], Callable[[], None]], None]]


def asked() -> list[tuple[str, dict[str, Any]]]:
    """Kind and args of everything that waits, in the order in which it was asked for."""
    if connection.vendor == "sqlite":
        return list(OutboxTask.objects.filter(state="waiting").order_by("pk").values_list("kind", "args"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(kind, jobs.read_args(args)) for kind, args in cursor.fetchall()]


def asked_of(kind: str) -> list[dict[str, Any]]:
    """The args of what waits of one kind."""
    return [args for its, args in asked() if its == kind]


def kinds_asked() -> list[str]:
    """The kinds of everything that waits."""
    return [kind for kind, _ in asked()]


def forget_work() -> None:
    """Nothing waits any more, nothing was ever asked for once, and nothing failed."""
    OutboxTask.objects.all().delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


def asked_long_ago(kind: str, args: dict[str, int | list[int]], ago: timedelta) -> None:
    """A task that waits since then."""
    ask(kind, args, clock.now() - ago)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_events SET at = at - %s", [ago])


def dead_letter(kind: str, args: dict[str, int]) -> OutboxTask:
    """A task that failed for the last time."""
    return OutboxTask.objects.create(
        kind=kind, args=args, available_at=clock.now(), state="failed", attempts=8, last_error="ValueError"
    )


def work_through(handlers: Handlers = HANDLERS) -> int:
    """Do everything that waits and what that asks for, in this thread and connection. Returns how many tasks."""
    if connection.vendor == "sqlite":
        from kizuki.worker.loop import work_once

        done = 0
        while work_once(handlers):
            done += 1
        return done
    return _through_jobs(handlers)


def _through_jobs(handlers: Handlers) -> int:
    """By the statements of Procrastinate itself, without its event loop: a test's transaction is seen by nobody else."""
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
            worker = cursor.fetchone()[0]
            cursor.execute("SELECT id, task_name, args, attempts FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
            number, kind, args, attempts = cursor.fetchone()
        if number is None:
            return done
        hold = jobs.Hold(number, worker, attempts)
        with holding(hold.stands_until_kept):
            handlers[kind](jobs.read_args(args), lambda: None)
        with connection.cursor() as cursor:
            cursor.execute(jobs.END, hold.names())
        done += 1
