"""Jobs of Procrastinate: what waited before is moved, those of dead workers are taken over, only a holder ends one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from kizuki.store.audit.schema import foreign_objects
from kizuki.store.models import OutboxTask
from kizuki.store.record import clock
from kizuki.store.work import jobs
from kizuki.store.work.asking import ask, ask_daily
from kizuki.store.work.tables import install_queue, queue_stands
from kizuki.worker.on_postgresql import _of_the_queue
from tests.asked_work import asked
from tests.conftest import WANTED

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(WANTED != "postgresql", reason="on SQLite the queue is the outbox"),
]


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def taken() -> jobs.Hold:
    """The next job in the hands of a worker of its own."""
    ((worker,),) = sql("SELECT worker_id FROM procrastinate_register_worker_v1()")
    ((number, attempts),) = sql("SELECT id, attempts FROM procrastinate_fetch_job_v2(NULL, %s)", worker)
    return jobs.Hold(number, worker, attempts)


def silent(hold: jobs.Hold) -> None:
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 s' WHERE id = %s", hold.worker)


def test_work_in_flight_of_the_version_before_is_done_by_procrastinate() -> None:
    now = clock.now()
    rows = [("match_release", {"release": 1}, "waiting", None), ("send_notice", {"notice": 2}, "leased", None)]
    rows += [("daily", {"day": 7}, "waiting", "daily:7"), ("match_alias", {"alias": 3}, "failed", None)]
    for kind, args, state, key in rows:
        OutboxTask.objects.create(kind=kind, args=args, state=state, key=key, available_at=now)
    assert jobs.move_from_outbox() == 3
    assert asked() == [("match_release", {"release": 1}), ("send_notice", {"notice": 2}), ("daily", {"day": 7})]
    assert jobs.move_from_outbox() == 0
    assert not ask_daily("daily", 7, now)
    assert list(OutboxTask.objects.filter(state="failed").values_list("kind", flat=True)) == ["match_alias"]


def test_a_job_of_a_worker_that_is_gone_is_taken_over_and_its_first_holder_cannot_end_it() -> None:
    ask("match_release", {"release": 1}, clock.now())
    first = taken()
    assert jobs.take_over(clock.now()) == 0
    silent(first)
    assert jobs.take_over(clock.now()) == 1
    second = taken()
    assert (second.id, second.attempt) == (first.id, 1)
    assert not first.stands()
    assert not first.stands_until_kept()
    first.give_back()
    jobs.put_back(first, "match_release", {"release": 1}, clock.now(), timedelta(), "late")
    sql(
        jobs.END.replace("%(id)s", "%s").replace("%(worker)s", "%s").replace("%(attempt)s", "%s"),
        *first.names().values(),
    )
    assert second.stands()
    assert OutboxTask.objects.count() == 0


def test_a_worker_whose_sign_was_pruned_has_lost_its_job() -> None:
    ask("match_release", {"release": 1}, clock.now())
    first = taken()
    silent(first)
    sql("SELECT procrastinate_prune_stalled_workers_v1(30)")
    assert not first.stands()
    assert jobs.take_over(clock.now()) == 1


def test_a_job_that_kills_every_worker_becomes_a_dead_letter() -> None:
    ask("match_release", {"release": 1}, clock.now())
    for _ in range(jobs.MAX_ATTEMPTS):
        silent(taken())
        assert jobs.take_over(clock.now()) == 1
    assert asked() == []
    row = OutboxTask.objects.get()
    assert (row.kind, row.args, row.state, row.last_error) == (
        "match_release",
        {"release": 1},
        "failed",
        "lease ran out",
    )


def test_a_job_that_fails_waits_by_the_clock_of_the_server_and_one_given_back_does_not() -> None:
    ask("match_release", {"release": 1}, clock.now())
    jobs.put_back(taken(), "match_release", {"release": 1}, clock.now(), timedelta(seconds=20), "ValueError")
    assert sql("SELECT attempts, scheduled_at > now() + interval '19 s' FROM procrastinate_jobs") == [(1, True)]
    sql("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    taken().give_back()
    assert sql("SELECT attempts, status::text FROM procrastinate_jobs") == [(1, "todo")]


def test_the_tables_of_the_queue_are_of_this_release_and_a_function_that_was_changed_is_named() -> None:
    assert queue_stands()
    assert foreign_objects() == []
    sql(
        "CREATE OR REPLACE FUNCTION procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void"
        " LANGUAGE plpgsql AS $$ BEGIN END; $$"
    )
    assert foreign_objects() == ["function procrastinate_unregister_worker_v1"]


def test_tables_of_an_earlier_release_are_brought_to_this_one() -> None:
    sql("COMMENT ON TABLE procrastinate_jobs IS 'kizuki: 03.04.00_01_pre_add_retry_failed_job_procedure.sql'")
    sql("DROP TRIGGER procrastinate_trigger_status_events_update_v1 ON procrastinate_jobs")
    sql("DROP FUNCTION procrastinate_trigger_function_status_events_update_v1")
    assert not queue_stands()
    install_queue()
    assert queue_stands()
    assert sql("SELECT 1 FROM pg_proc WHERE proname = 'procrastinate_trigger_function_status_events_update_v1'")
    assert foreign_objects() == []


def test_the_queue_waits_for_no_disk_and_what_a_job_keeps_does() -> None:
    with psycopg.connect(**_of_the_queue()) as queue:
        assert queue.execute("SHOW synchronous_commit").fetchone() == ("off",)
    assert sql("SHOW synchronous_commit") == [("on",)]
