"""Tasks on SQLite: leased one at a time, tried again, never lost, never finished by one who lost them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuki.store.models import OutboxTask
from kizuki.store.work import outbox
from kizuki.store.work.lanes import LANES
from kizuki.worker.loop import work, work_once
from tests.conftest import WANTED

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(WANTED == "postgresql", reason="on PostgreSQL the queue is Procrastinate's"),
]

Args = Mapping[str, Any]
Alive = Callable[[], None]

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def _task(**values: object) -> OutboxTask:
    return OutboxTask.objects.create(**{"kind": "try", "args": {"n": 1}, "available_at": NOW, **values})


def test_the_task_that_waited_longest_comes_first_and_nobody_else_gets_it() -> None:
    _task(args={"n": 2}, available_at=NOW)
    _task(args={"n": 1}, available_at=NOW - timedelta(seconds=5))
    _task(args={"n": 3}, available_at=NOW + timedelta(seconds=5))
    taken = [outbox.take(NOW), outbox.take(NOW), outbox.take(NOW)]
    assert [task.args["n"] if task else None for task in taken] == [1, 2, None]


def test_a_lease_that_ran_out_is_taken_again_and_its_first_holder_cannot_finish() -> None:
    _task()
    first = outbox.take(NOW)
    later = NOW + outbox.LEASE + timedelta(seconds=1)
    second = outbox.take(later)
    assert first
    assert second
    assert (first.id, first.fence, second.fence) == (second.id, 1, 2)
    assert not outbox.extend(first, later)
    assert not outbox.finish(first, later)
    assert outbox.finish(second, later)
    assert OutboxTask.objects.get().state == "done"


def test_a_lease_that_is_extended_is_not_taken_by_another() -> None:
    _task()
    task = outbox.take(NOW)
    assert task
    assert outbox.extend(task, NOW + timedelta(seconds=50))
    assert outbox.take(NOW + timedelta(seconds=61)) is None


def test_a_task_that_fails_waits_twice_as_long_each_time_and_is_seen_in_the_end() -> None:
    _task()
    now, pauses = NOW, []
    for _ in range(outbox.MAX_ATTEMPTS):
        task = outbox.take(now)
        assert task
        assert outbox.put_back(task, now, "Refused: why")
        row = OutboxTask.objects.get()
        pauses.append((row.available_at - now).total_seconds())
        now = row.available_at
    assert pauses[:-1] == [10, 20, 40, 80, 160, 320, 640]
    assert (row.state, row.last_error) == ("failed", "Refused: why")
    assert outbox.take(now + timedelta(days=1)) is None


def test_a_task_that_kills_its_worker_every_time_ends_as_failed() -> None:
    _task()
    now = NOW
    for _ in range(outbox.MAX_ATTEMPTS):
        assert outbox.take(now)
        now += outbox.LEASE + timedelta(seconds=1)
    assert outbox.take(now) is None
    assert OutboxTask.objects.get().state == "failed"


def test_the_worker_does_a_task_step_by_step_and_finishes_it() -> None:
    done: list[int] = []

    def handler(args: Args, alive: Alive) -> None:
        for step in range(3):
            done.append(args["n"] * 10 + step)
            alive()

    _task()
    assert work_once({"try": handler})
    assert not work_once({"try": handler})
    assert done == [10, 11, 12]
    assert OutboxTask.objects.get().state == "done"


def test_a_failing_task_keeps_the_kind_of_failure_but_not_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def handler(_args: Args, _alive: Alive) -> None:
        raise ValueError("患者の氏名")

    _task()
    assert work_once({"try": handler})
    assert OutboxTask.objects.get().last_error.startswith("ValueError worker/loop.py:")
    assert caplog.records


def test_a_worker_asked_to_stop_gives_its_task_back_untried() -> None:
    stop = Event()

    def handler(_args: Args, alive: Alive) -> None:
        stop.set()
        alive()
        raise AssertionError("a step after the stop")

    _task()
    work({"try": handler}, stop)
    row = OutboxTask.objects.get()
    assert (row.state, row.attempts) == ("waiting", 0)


def test_a_holder_that_lost_its_lease_leaves_the_task_to_the_other() -> None:
    _task()

    def handler(_args: Args, alive: Alive) -> None:
        OutboxTask.objects.update(fence=2, leased_until=NOW + timedelta(days=9999))
        alive()
        raise AssertionError("a step after the lease was lost")

    assert work_once({"try": handler})
    row = OutboxTask.objects.get()
    assert (row.state, row.fence, row.last_error) == ("leased", 2, "")


@pytest.mark.django_db(transaction=True)
def test_workers_that_come_at_once_share_the_tasks_without_doing_one_twice() -> None:
    for number in range(20):
        _task(args={"n": number})
    done: list[int] = []

    def handler(args: Args, _alive: Alive) -> None:
        done.append(args["n"])

    def serve(_number: int) -> None:
        try:
            work({"try": handler}, Event(), until_idle=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(serve, range(3)))
    assert sorted(done) == list(range(20))


def test_a_lane_takes_its_own_tasks_and_the_long_one_all_that_nobody_declared_urgent() -> None:
    for kind in ("match_release", "send_notice", "send_call", "try"):
        _task(kind=kind)
    taken = {lane: [] for lane in LANES}  # type: dict[str, list[str]]
    for lane in LANES:
        while task := outbox.take(NOW, lane):
            taken[lane].append(task.kind)
    assert taken == {"calls": ["send_call"], "mail": ["send_notice"], "long": ["match_release", "try"]}


def test_what_was_done_is_let_go_of_after_a_week_and_what_failed_never() -> None:
    _task(state="done", done_at=NOW, key="daily:1")
    _task(state="failed")
    outbox.forget(NOW + timedelta(days=6))
    assert OutboxTask.objects.count() == 2
    outbox.forget(NOW + timedelta(days=8))
    assert OutboxTask.objects.get().state == "failed"


def test_the_only_worker_of_a_file_ends_the_leases_of_those_before_it() -> None:
    _task()
    first = outbox.take(NOW)
    assert first
    assert outbox.take_over() == 1
    assert not outbox.held(first)
    second = outbox.take(NOW)
    assert second
    assert (second.id, second.fence) == (first.id, 2)


@pytest.mark.django_db(transaction=True)
def test_a_lease_waits_for_no_disk_and_what_is_kept_afterwards_does() -> None:
    full = 2
    _task()
    with CaptureQueriesContext(connection) as asked:
        assert outbox.take(NOW)
    statements = [one["sql"] for one in asked]
    taken = next(place for place, sql in enumerate(statements) if "UPDATE store_outboxtask" in sql)
    assert "PRAGMA synchronous = NORMAL" in statements[:taken]
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (full,)
