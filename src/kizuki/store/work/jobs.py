"""Jobs of Procrastinate: asked for in the verb's own transaction, and ended only by who holds them.

Procrastinate lets whoever names a job end it. A worker that was stopped for a while and goes on would end the job of the
one that took it over, so every ending of ours names the worker and the attempt too, in one statement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from kizuki.store.models import OutboxTask
from kizuki.store.work.lanes import lane_of

MAX_ATTEMPTS = 8

SILENT_SECONDS = 30
"""A worker gives Procrastinate a sign every 10 seconds; the jobs of one that gave none for so long are taken over."""

OWN = ("kizuki_each_minute", "kizuki_take_over")
"""Jobs that the workers ask for themselves, by the clock of the machine."""

_HELD = "id = %(id)s AND worker_id = %(worker)s AND attempts = %(attempt)s AND status = 'doing'"

END = f"DELETE FROM procrastinate_jobs WHERE {_HELD}"  # noqa: S608 a constant
"""What is done leaves the queue: what it did stands in the audit."""

BACK = (
    "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL,"  # noqa: S608 a constant
    " attempts = attempts + %(tried)s, scheduled_at = now() + make_interval(secs => %(pause)s)"
    f" WHERE {_HELD}"
)


@dataclass(frozen=True, slots=True)
class Hold:
    """One job in the hands of one worker, at one attempt: what nobody else's hold is equal to."""

    id: int
    worker: int
    attempt: int

    def names(self) -> dict[str, int]:
        """As the statements of this module name it."""
        return {"id": self.id, "worker": self.worker, "attempt": self.attempt}

    def stands(self) -> bool:
        """Whether it is still held: nobody took it over or cancelled it."""
        return _one(f"SELECT 1 FROM procrastinate_jobs WHERE {_HELD}", self.names())  # noqa: S608

    def stands_until_kept(self) -> bool:
        """The same, and nobody takes it over before the transaction ends that asks."""
        return _one(f"SELECT 1 FROM procrastinate_jobs WHERE {_HELD} FOR SHARE", self.names())  # noqa: S608

    def give_back(self) -> None:
        """Untried: the worker was asked to stop."""
        _do(BACK, {**self.names(), "tried": 0, "pause": 0})


@cache
def _app() -> Any:
    # Its import takes a tenth of a second, which nothing on SQLite has to wait for.
    from procrastinate import App
    from procrastinate.contrib.django.django_connector import DjangoConnector

    return App(connector=DjangoConnector())


def defer(kind: str, args: Mapping[str, Any], *, at: datetime | None = None) -> None:
    """Ask for a job in the transaction of Django's connection; `at` is the earliest instant by the machine's clock."""
    told: dict[str, Any] = {} if at is None else {"schedule_at": at}
    _app().configure_task(kind, queue=lane_of(kind), allow_unknown=True, **told).defer(**args)


def unfinished(prefix: str, *, held: bool) -> list[dict[str, Any]]:
    """The args of jobs that wait or are held, of the kinds that begin so."""
    states = ["todo", "doing"] if held else ["todo"]
    statement = (
        "SELECT args FROM procrastinate_jobs WHERE starts_with(task_name, %s) AND status::text = ANY(%s) ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [prefix, states])
        return [read_args(row[0]) for row in cursor.fetchall()]


def put_back(hold: Hold, kind: str, args: Mapping[str, Any], now: datetime, pause: timedelta, error: str) -> None:
    """It failed: it waits for the pause, or after the last attempt becomes a dead letter, to be seen by a person."""
    if hold.attempt + 1 < MAX_ATTEMPTS:
        _do(BACK, {**hold.names(), "tried": 1, "pause": pause.total_seconds()})
        return
    with transaction.atomic():
        if _do(END, hold.names()):
            _bury(kind, args, hold.attempt + 1, now, error)


def take_over(now: datetime) -> int:
    """Give back the jobs of workers that are gone; those that killed every worker become dead letters.

    One whose worker is just keeping something is left for the next time (`SKIP LOCKED`). Returns how many.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STALLED, {"silent": SILENT_SECONDS})
        found = cursor.fetchall()
        for identity, kind, args, attempts in found:
            last = attempts + 1 >= MAX_ATTEMPTS
            cursor.execute(_GONE if last else _AGAIN, [identity])
            if last and kind not in OWN:
                _bury(kind, read_args(args), attempts + 1, now, "lease ran out")
    return len(found)


_STALLED = """
SELECT job.id, job.task_name, job.args, job.attempts
FROM procrastinate_jobs job
WHERE job.status = 'doing' AND NOT EXISTS (
  SELECT 1 FROM procrastinate_workers
  WHERE id = job.worker_id AND last_heartbeat >= now() - make_interval(secs => %(silent)s))
ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""
_GONE = "DELETE FROM procrastinate_jobs WHERE id = %s"
_AGAIN = (
    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, worker_id = NULL, scheduled_at = NULL"
    " WHERE id = %s"
)


def move_from_outbox() -> int:
    """What waits in the outbox, from before Procrastinate or out of a backup, becomes jobs. Returns how many."""
    waiting = OutboxTask.objects.filter(state__in=("waiting", "leased")).order_by("pk")
    with transaction.atomic():
        rows = list(waiting.select_for_update(skip_locked=True))
        for row in rows:
            defer(row.kind, row.args)
        moved = OutboxTask.objects.filter(pk__in=[row.pk for row in rows])
        moved.filter(key=None).delete()
        # That it was asked for stays known.
        moved.update(state="done", done_at=F("available_at"), leased_until=None)
    return len(rows)


def copy_jobs(target: str, now: datetime) -> None:
    """Into the outbox of a copy of the record, what waits or is held here: a backup holds what was asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            " AND task_name <> ALL(%s) ORDER BY id",
            [list(OWN)],
        )
        found = cursor.fetchall()
    OutboxTask.objects.using(target).bulk_create(
        [OutboxTask(kind=kind, args=read_args(args), available_at=now) for kind, args in found]
    )


def waiting() -> list[tuple[str, Mapping[str, Any]]]:
    """Kind and args of every job that waits; none where this database has no jobs."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' AND task_name <> ALL(%s)",
            [list(OWN)],
        )
        return [(kind, read_args(args)) for kind, args in cursor.fetchall()]


def waiting_number() -> int:
    """How many jobs wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name <> ALL(%s)", [list(OWN)]
        )
        return int(cursor.fetchone()[0])


def args_of(number: int) -> Mapping[str, Any]:
    """What a job was told; nothing where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE id = %s", [number])
        row = cursor.fetchone()
    return {} if row is None else read_args(row[0])


def delete(number: int) -> str | None:
    """Take a job away, whoever holds it. Returns its kind; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = %s AND task_name <> ALL(%s) RETURNING task_name",
            [number, list(OWN)],
        )
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def ready() -> bool:
    """Whether any job could be taken now."""
    return _one(
        "SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at <= now() OR scheduled_at IS NULL)",
        {},
    )


def _bury(kind: str, args: Mapping[str, Any], attempts: int, now: datetime, error: str) -> None:
    OutboxTask.objects.create(
        kind=kind, args=dict(args), available_at=now, state="failed", attempts=attempts, last_error=error[:500]
    )


def read_args(args: Any) -> dict[str, Any]:
    """Django reads `jsonb` outside of its own fields as text."""
    found: dict[str, Any] = json.loads(args) if isinstance(args, str) else args
    return found


def _one(statement: str, names: Mapping[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, names)
        return cursor.fetchone() is not None


def _do(statement: str, names: Mapping[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, names)
        return bool(cursor.rowcount)
