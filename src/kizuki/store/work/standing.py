"""What waits, what is being done and what failed for the last time, as a page shows it and a person ends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Q, Subquery
from django.db.models.expressions import Combinable, RawSQL

from kizuki.store.models import OutboxTask
from kizuki.store.queries.viewer import Viewer
from kizuki.store.work import jobs
from kizuki.store.work.about import Args, Known
from kizuki.store.work.asking import ask
from kizuki.store.work.lanes import lane_of

MOST = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """One task: `state` is `held` or `failed`, `since` when. `args` are what it is about, numbers only; `error` the kind
    of the last error and its place in the program."""

    code: str
    kind: str
    state: str
    args: Args
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


def standing_work(viewer: Viewer) -> Standing:
    """As it is at this instant, without what is about something that is hidden from the viewer. Work about nothing by
    name (`watch_register`) is counted once however often it waits: it does the same."""
    failed = [_piece("failed", row) for row in OutboxTask.objects.filter(state="failed").order_by("-pk")]
    held, waiting = _held_jobs(), jobs.waiting()
    if connection.vendor != "postgresql":
        rows = OutboxTask.objects.filter(state="leased").order_by("leased_until", "pk")
        held = [_piece("held", row) for row in rows]
        waiting = list(OutboxTask.objects.filter(state="waiting").values_list("kind", "args"))
    known = Known(viewer, [*(args for _, args in (*failed, *held)), *(args for _, args in waiting)])
    kinds = Counter(kind for kind, args in waiting if args and known.of(args) is not None)
    kinds.update({kind for kind, args in waiting if not args})
    return Standing(_known(known, held), _known(known, failed), _counted(kinds))


def _known(known: Known, pieces: Sequence[tuple[Piece, Args]]) -> tuple[Piece, ...]:
    told = ((piece, known.of(args)) for piece, args in pieces)
    return tuple(replace(piece, args=args) for piece, args in told if args is not None)[:MOST]


def standing_numbers() -> tuple[int, int]:
    """How many tasks wait, and how many failed for the last time."""
    failed = OutboxTask.objects.filter(state="failed").count()
    if connection.vendor == "postgresql":
        return jobs.waiting_number(), failed
    return OutboxTask.objects.filter(state="waiting").count(), failed


def failed_number(viewer: Viewer) -> int:
    """How many tasks failed for the last time of which the viewer may know."""
    args = list(OutboxTask.objects.filter(state="failed").values_list("args", flat=True))
    known = Known(viewer, args)
    return sum(known.of(one) is not None for one in args)


def longest_wait(now: datetime) -> Combinable:
    """Since when the task waits that could have been taken for longest, as a part of a query; NULL where none waits."""
    if connection.vendor == "postgresql":
        return RawSQL(_LONGEST_WAIT, [], output_field=DateTimeField(null=True))  # noqa: S611 a constant
    ready = OutboxTask.objects.filter(state="waiting", available_at__lte=now).order_by("available_at")
    return Subquery(ready.values("available_at")[:1])


def retry(viewer: Viewer, code: str, at: datetime) -> str | None:
    """Ask for what failed once more, as if for the first time. Returns its kind; None where it does not stand so, or not
    for the viewer."""
    row = OutboxTask.objects.select_for_update().filter(pk=_number(code, "letter"), state="failed").first()
    if row is None or _is_hidden(viewer, row.args):
        return None
    key, row.key = row.key, None
    OutboxTask.objects.filter(pk=row.pk).delete()
    if key is not None:
        # What may be asked for once is remembered, and what is tried again is another task.
        OutboxTask.objects.create(kind=row.kind, args=row.args, available_at=at, state="done", done_at=at, key=key)
    ask(row.kind, row.args, at)
    return row.kind


def cancel(viewer: Viewer, code: str) -> str | None:
    """Take a task away: one that waits is not done; who does it stops before the next step and keeps nothing more.
    Returns its kind; None where it does not stand, or not for the viewer."""
    if connection.vendor == "postgresql" and code.startswith("job:"):
        number = _number(code, "job")
        return None if _is_hidden(viewer, jobs.args_of(number)) else jobs.delete(number)
    asked = Q(pk=_number(code, "letter"), state="failed") | Q(
        pk=_number(code, "job"), state__in=("waiting", "leased")
    )
    row = OutboxTask.objects.filter(asked).first()
    if row is None or _is_hidden(viewer, row.args):
        return None
    row.delete()
    return row.kind


def _number(code: str, kind: str) -> int:
    named, _, number = code.partition(":")
    return int(number) if named == kind and number.isdecimal() else 0


def _is_hidden(viewer: Viewer, args: Args) -> bool:
    return Known(viewer, [args]).of(args) is None


def _piece(state: str, row: OutboxTask) -> tuple[Piece, Args]:
    named = "letter" if state == "failed" else "job"
    code = f"{named}:{row.pk}"
    return Piece(code, row.kind, state, {}, row.attempts, row.available_at, row.last_error), row.args


def _held_jobs() -> list[tuple[Piece, Args]]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HELD_JOBS, [list(jobs.OWN)])
        return [
            (Piece(f"job:{number}", kind, "held", {}, attempts + 1, since), jobs.read_args(args))
            for number, kind, args, attempts, since in cursor.fetchall()
        ]


def _counted(kinds: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0])))


_HELD_JOBS = """
SELECT job.id, job.task_name, job.args, job.attempts, MAX(event.at)
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'started'
WHERE job.status = 'doing' AND job.task_name <> ALL(%s)
GROUP BY job.id ORDER BY job.id
"""

_LONGEST_WAIT = """(
SELECT MIN(GREATEST(event.at, job.scheduled_at))
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now()))
"""
