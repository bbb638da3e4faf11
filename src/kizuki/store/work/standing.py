"""What waits, what is being done and what failed for the last time, as a page shows it and a person ends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Q, Subquery
from django.db.models.expressions import Combinable, RawSQL

from kizuki.store.models import OutboxTask
from kizuki.store.work import jobs
from kizuki.store.work.asking import ask
from kizuki.store.work.lanes import lane_of

MOST = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """One task: `state` is `held` or `failed`, `since` when. `ids` are what it is about, numbers only; `error` the kind
    of the last error and its place in the program."""

    code: str
    kind: str
    state: str
    ids: str
    attempts: int
    since: datetime
    error: str = ""

    @property
    def lane(self) -> str:
        """How urgent it is."""
        return lane_of(self.kind)


@dataclass(frozen=True, slots=True)
class Standing:
    """`held` and `failed` piece by piece (the newest `MOST`), `waiting` in numbers by kind, most first."""

    held: tuple[Piece, ...]
    failed: tuple[Piece, ...]
    waiting: tuple[tuple[str, int], ...]


def standing_work() -> Standing:
    """As it is at this instant."""
    rows = OutboxTask.objects.filter(state="failed").order_by("-pk")[:MOST]
    failed = tuple(_piece("failed", row) for row in rows)
    if connection.vendor == "postgresql":
        return Standing(_held_jobs(), failed, _counted(jobs.waiting_kinds()))
    held = OutboxTask.objects.filter(state="leased").order_by("leased_until", "pk")[:MOST]
    kinds = OutboxTask.objects.filter(state="waiting").values_list("kind", flat=True)
    return Standing(tuple(_piece("held", row) for row in held), failed, _counted(Counter(kinds)))


def standing_numbers() -> tuple[int, int]:
    """How many tasks wait, and how many failed for the last time."""
    failed = OutboxTask.objects.filter(state="failed").count()
    if connection.vendor == "postgresql":
        return sum(jobs.waiting_kinds().values()), failed
    return OutboxTask.objects.filter(state="waiting").count(), failed


def longest_wait(now: datetime) -> Combinable:
    """Since when the task waits that could have been taken for longest, as a part of a query; NULL where none waits."""
    if connection.vendor == "postgresql":
        return RawSQL(_LONGEST_WAIT, [], output_field=DateTimeField(null=True))  # noqa: S611 a constant
    ready = OutboxTask.objects.filter(state="waiting", available_at__lte=now).order_by("available_at")
    return Subquery(ready.values("available_at")[:1])


def retry(code: str, at: datetime) -> str | None:
    """Ask for what failed once more, as if for the first time. Returns its kind; None where it does not stand so."""
    row = OutboxTask.objects.select_for_update().filter(pk=_number(code, "letter"), state="failed").first()
    if row is None:
        return None
    key, row.key = row.key, None
    OutboxTask.objects.filter(pk=row.pk).delete()
    if key is not None:
        # What may be asked for once is remembered, and what is tried again is another task.
        OutboxTask.objects.create(kind=row.kind, args=row.args, available_at=at, state="done", done_at=at, key=key)
    ask(row.kind, row.args, at)
    return row.kind


def cancel(code: str) -> str | None:
    """Take a task away: one that waits is not done; who does it stops before the next step and keeps nothing more.
    Returns its kind; None where it does not stand."""
    if connection.vendor == "postgresql" and code.startswith("job:"):
        return jobs.delete(_number(code, "job"))
    asked = Q(pk=_number(code, "letter"), state="failed") | Q(
        pk=_number(code, "job"), state__in=("waiting", "leased")
    )
    row = OutboxTask.objects.filter(asked).first()
    if row is None:
        return None
    row.delete()
    return row.kind


def _number(code: str, kind: str) -> int:
    named, _, number = code.partition(":")
    return int(number) if named == kind and number.isdecimal() else 0


def _piece(state: str, row: OutboxTask) -> Piece:
    named = "letter" if state == "failed" else "job"
    return Piece(
        f"{named}:{row.pk}", row.kind, state, ids_of(row.args), row.attempts, row.available_at, row.last_error
    )


def _held_jobs() -> tuple[Piece, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD_JOBS, [list(jobs.OWN), MOST])
        return tuple(
            Piece(f"job:{number}", kind, "held", ids_of(jobs.read_args(args)), attempts + 1, since)
            for number, kind, args, attempts, since in cursor.fetchall()
        )


def ids_of(args: Mapping[str, Any]) -> str:
    """What a task is about in one line; of a list how many."""
    return ", ".join(f"{name} {len(value) if isinstance(value, list) else value}" for name, value in args.items())


def _counted(kinds: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0])))


_HELD_JOBS = """
SELECT job.id, job.task_name, job.args, job.attempts, MAX(event.at)
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'started'
WHERE job.status = 'doing' AND job.task_name <> ALL(%s)
GROUP BY job.id ORDER BY job.id LIMIT %s
"""

_LONGEST_WAIT = """(
SELECT MIN(GREATEST(event.at, job.scheduled_at))
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now()))
"""
