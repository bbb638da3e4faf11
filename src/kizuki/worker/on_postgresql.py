"""Procrastinate's workers: one for each lane in this process, and any number of such processes on any machines.

A task ends its own job (`store.work.jobs`), by a statement that holds for this worker and this attempt only; what
Procrastinate does at the end of a job is replaced by the same rule.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from typing import Any

import psycopg
import psycopg_pool
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from kizuki.store.record import clock
from kizuki.store.record.heartbeat import beat
from kizuki.store.work import jobs
from kizuki.store.work.holding import LeaseLost, holding
from kizuki.store.work.lanes import CALLS, LANES
from kizuki.store.work.outbox import pause_after
from kizuki.worker.loop import BEAT_SECONDS, REST_SECONDS, Handlers, Stopped, ask_for_the_day, told

EVERY_MINUTE, EVERY_15_SECONDS = "* * * * *", "* * * * * */15"

_GONE = (ConnectorException, DatabaseError, psycopg.Error, psycopg_pool.PoolTimeout)

log = logging.getLogger("kizuki.worker")


class _Threads:
    """The connections that the threads of this worker opened: whoever ends the threads closes them."""

    def __init__(self) -> None:
        self._used: set[BaseDatabaseWrapper] = set()

    def enter(self) -> None:
        """In a thread that is about to use its connection: one that is broken is opened anew."""
        close_old_connections()
        self._used.add(connections[DEFAULT_DB_ALIAS])

    def close(self) -> None:
        """Once no thread works any more."""
        for one in self._used:
            one.inc_thread_sharing()
            one.close()
        self._used.clear()


class _OnlyItsHolder(JobManager):
    """Ends a job for who holds it, and for nobody else."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """What was done leaves the queue. What ended without a word of its own (no database) is tried again."""
        names = {"id": job.id, "worker": job.worker_id, "attempt": job.attempts}
        if status == Status.SUCCEEDED:
            await self.connector.execute_query_async(query=jobs.END, **names)
        else:
            await self.connector.execute_query_async(query=jobs.BACK, **names, tried=1, pause=10)


def serve(handlers: Handlers, stop: Event, *, until_idle: bool, every_minute: Callable[[], object]) -> None:
    """Work until asked to stop, or until no job is ready. A database that is gone for a while is waited for."""
    if until_idle:
        jobs.move_from_outbox()
        jobs.take_over(clock.now())
        ask_for_the_day(handlers)
        every_minute()
        while jobs.ready() and not stop.is_set():
            with closing(_Threads()) as threads:
                asyncio.run(_until_idle(_app_of(handlers, stop, every_minute, threads)))
        return
    while not stop.is_set():
        try:
            jobs.move_from_outbox()
            with closing(_Threads()) as threads:
                asyncio.run(_until_asked(_app_of(handlers, stop, every_minute, threads), stop, threads))
        except _GONE as fault:
            log.warning("the database does not answer: %s", type(fault).__name__)
        close_old_connections()
        stop.wait(REST_SECONDS)


def _app_of(handlers: Handlers, stop: Event, every_minute: Callable[[], object], threads: _Threads) -> App:
    """The tasks by kind, and what the workers ask for themselves by the clock of the machine."""
    app = App(
        connector=PsycopgConnector(
            pool_factory=_pool, kwargs=_of_the_queue(), min_size=1, max_size=2 * len(LANES), timeout=10
        )
    )
    app.job_manager = _OnlyItsHolder(app.connector)
    for kind, handler in handlers.items():
        app.task(name=kind, pass_context=True)(_task(kind, handler, stop, threads))

    def each_minute(_args: Any, _alive: Any) -> None:
        ask_for_the_day(handlers)
        every_minute()

    def take_over(_args: Any, _alive: Any) -> None:
        jobs.take_over(clock.now())

    own = zip(jobs.OWN, (EVERY_MINUTE, EVERY_15_SECONDS), (each_minute, take_over), strict=True)
    for name, cron, handler in own:
        # One waits at most: a lane that was busy for an hour need not catch up.
        task = app.task(name=name, queue=CALLS, queueing_lock=name, pass_context=True)(
            _task(name, handler, stop, threads)
        )
        app.periodic(cron=cron)(task)
    return app


def _pool(**told: Any) -> psycopg_pool.AsyncConnectionPool[Any]:
    """Without asking each connection before each statement whether it lives: one that does not says so by itself, and
    then all begin anew (`serve`)."""
    return psycopg_pool.AsyncConnectionPool(**{**told, "check": None})


def _of_the_queue() -> dict[str, Any]:
    """The connections by which jobs are taken and ended. Nothing waits for the disk there: what a power cut takes back is
    that a job was taken, or that it ended, and it is done once more, which each allows. What a job keeps, and that it was
    asked for, goes by Django's connection and is waited for as ever."""
    named = connector_params()
    return {**named, "options": f"{named.get('options', '')} -c synchronous_commit=off".strip()}


async def _until_idle(app: App) -> None:
    async with app.open_async():
        await app.run_worker_async(
            queues=list(LANES), wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1
        )


async def _until_asked(app: App, stop: Event, threads: _Threads) -> None:
    """Every lane until the stop, or until one of them ends by itself: then all begin anew."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(len(LANES) + 1))
    async with app.open_async():
        running = [
            asyncio.create_task(
                app.run_worker_async(
                    queues=[lane],
                    name=lane,
                    concurrency=1,
                    fetch_job_polling_interval=REST_SECONDS,
                    install_signal_handlers=False,
                    stalled_worker_timeout=jobs.SILENT_SECONDS,
                )
            )
            for lane in LANES
        ]
        running.append(asyncio.create_task(_beat(threads)))
        try:
            while not stop.is_set() and not any(one.done() for one in running):
                await asyncio.sleep(0.1)
        finally:
            for one in running:
                one.cancel()
            ended = await asyncio.gather(*running, return_exceptions=True)
    for fault in ended:
        if isinstance(fault, Exception):
            raise fault


async def _beat(threads: _Threads) -> None:
    def once() -> None:
        threads.enter()
        beat(clock.of_the_machine())

    while True:
        await asyncio.to_thread(once)
        await asyncio.sleep(BEAT_SECONDS)


def _task(kind: str, handler: Callable[..., None], stop: Event, threads: _Threads) -> Callable[..., None]:
    """A handler as a task that ends its job itself, but for its success: that is `finish_job`."""

    def run(context: JobContext, **args: Any) -> None:
        job = context.job
        assert job.id is not None
        assert job.worker_id is not None
        hold = jobs.Hold(job.id, job.worker_id, job.attempts)

        def alive() -> None:
            if stop.is_set():
                raise Stopped
            if not hold.stands():
                raise LeaseLost

        threads.enter()
        began = time.monotonic()
        try:
            with holding(hold.stands_until_kept):
                handler(args, alive)
        except Stopped:
            hold.give_back()
        except LeaseLost:
            log.warning("job %d (%s): it was lost or cancelled, another worker has it", hold.id, kind)
        except OperationalError:
            # There may be no database to write to: `finish_job` gives it back, or whoever takes it over.
            connection.close()
            raise
        except Exception as fault:
            log.exception("job %d (%s) failed, attempt %d", hold.id, kind, hold.attempt + 1)
            jobs.put_back(hold, kind, args, clock.now(), pause_after(hold.attempt + 1), told(fault))
        else:
            log.debug("job %d (%s) done in %.2f s", hold.id, kind, time.monotonic() - began)

    return run
