"""Work on both databases: asked for with the change, once where it has a key, and urgent work behind nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from kizuki.actions.verb import Actor, verb
from kizuki.store.models import AuditEntry, OutboxTask
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.work import jobs
from kizuki.store.work.asking import ask, ask_daily, unfinished
from kizuki.store.work.holding import LeaseLost, holding
from kizuki.store.work.standing import cancel, retry, standing_work
from kizuki.worker import on_postgresql, on_sqlite
from tests.asked_work import asked, asked_of, dead_letter, work_through
from tests.patience import PATIENCE

Alive = Callable[[], None]
Args = Mapping[str, Any]

TEST = Actor.program("test")


def serving() -> Any:
    return on_sqlite.serve if connection.vendor == "sqlite" else on_postgresql.serve


@pytest.mark.django_db
def test_what_is_rolled_back_asked_for_nothing() -> None:
    with transaction.atomic():
        ask("determine_case", {"case": 1}, clock.now())
        assert asked() == [("determine_case", {"case": 1})]
        transaction.set_rollback(True)
    assert asked() == []


@pytest.mark.django_db
def test_what_is_asked_for_by_a_day_is_asked_for_once_even_when_it_was_done() -> None:
    done: list[int] = []
    assert ask_daily("daily", 739_000, clock.now())
    assert not ask_daily("daily", 739_000, clock.now())
    work_through({"daily": lambda args, alive: done.append(args["day"])})
    assert not ask_daily("daily", 739_000, clock.now())
    assert ask_daily("daily", 739_001, clock.now())
    assert (done, asked()) == ([739_000], [("daily", {"day": 739_001})])


@pytest.mark.django_db
def test_what_is_unfinished_is_told_by_the_beginning_of_its_kind() -> None:
    ask("match_release", {"release": 3}, clock.now())
    ask("send_notice", {"notice": 4}, clock.now())
    seen: list[Any] = []

    def match(args: Args, alive: Alive) -> None:
        seen.append((unfinished("match_"), unfinished("match_", held=False)))

    assert unfinished("match_") == [{"release": 3}]
    work_through({"match_release": match, "send_notice": lambda args, alive: None})
    assert seen == [([{"release": 3}], [])]
    assert unfinished("match_") == []


@pytest.mark.django_db
def test_who_lost_a_task_keeps_nothing_more_of_it() -> None:
    before = AuditEntry.objects.count()
    with holding(lambda: False), pytest.raises(LeaseLost):
        keep()
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_call_is_sent_while_a_long_task_is_under_way() -> None:
    ask("match_release", {"release": 1}, clock.now())
    called, stop = Event(), Event()

    def match(args: Args, alive: Alive) -> None:
        ask("send_call", {"notice": 2}, clock.now())
        # In one line this would wait for itself.
        assert called.wait(PATIENCE)
        stop.set()

    handlers = {"match_release": match, "send_call": lambda args, alive: called.set()}
    _serve_in_a_thread(handlers, stop)
    assert called.is_set()
    assert asked_of("match_release") == asked_of("send_call") == []


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_waits_and_is_a_dead_letter_after_the_last_attempt() -> None:
    ask("match_release", {"release": 1}, clock.now())
    tries: list[int] = []
    stop = Event()

    def fail(args: Args, alive: Alive) -> None:
        tries.append(args["release"])
        _at_attempt(jobs.MAX_ATTEMPTS)
        stop.set()
        raise ValueError("患者の氏名")

    # The first attempt is made the last one: pauses of an hour are not waited for.
    _at_attempt(jobs.MAX_ATTEMPTS)
    _serve_in_a_thread({"match_release": fail}, stop)
    (letter,) = standing_work(PROGRAM).failed
    assert (letter.kind, dict(letter.args), letter.attempts, tries) == ("match_release", {"release": 1}, 8, [1])
    assert letter.error.startswith("ValueError")
    assert "患者" not in letter.error
    assert asked() == []


@pytest.mark.django_db
def test_a_dead_letter_is_tried_again_or_given_up_by_its_code() -> None:
    code = f"letter:{dead_letter('match_release', {'release': 1}).pk}"
    assert retry(PROGRAM, code, clock.now()) == "match_release"
    assert retry(PROGRAM, code, clock.now()) is None
    assert (asked(), standing_work(PROGRAM).failed) == ([("match_release", {"release": 1})], ())
    assert standing_work(PROGRAM).waiting == (("match_release", 1),)
    other = f"letter:{dead_letter('match_release', {'release': 2}).pk}"
    assert cancel(PROGRAM, other) == "match_release"
    assert cancel(PROGRAM, other) is None
    assert OutboxTask.objects.filter(state="failed").count() == 0


@pytest.mark.django_db
def test_a_task_that_is_cancelled_while_somebody_does_it_keeps_nothing_more() -> None:
    ask("match_release", {"release": 1}, clock.now())
    before = AuditEntry.objects.count()

    def match(args: Args, alive: Alive) -> None:
        (held,) = standing_work(PROGRAM).held
        assert cancel(PROGRAM, held.code) == "match_release"
        with pytest.raises(LeaseLost):
            keep()

    work_through({"match_release": match})
    assert (asked(), standing_work(PROGRAM).held, AuditEntry.objects.count()) == ([], (), before)


def keep() -> None:
    with verb("sweep", actor=TEST, of=()) as act:
        act.record(subjects=["record:1"])


def _serve_in_a_thread(handlers: Any, stop: Event) -> None:
    def run() -> None:
        try:
            serving()(handlers, stop, until_idle=False, every_minute=lambda: None)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        served = pool.submit(run)
        try:
            served.result(PATIENCE)
        finally:
            stop.set()


def _at_attempt(number: int) -> None:
    if connection.vendor == "sqlite":
        OutboxTask.objects.filter(state="waiting").update(attempts=number - 1)
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s WHERE status = 'todo'", [number - 1])
