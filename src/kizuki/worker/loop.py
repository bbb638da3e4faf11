"""The loop on SQLite: lease a task of a lane, do it transaction by transaction, say that it is done; rest when idle."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable, Collection, Mapping
from threading import Event
from typing import Any

from django.db import OperationalError, close_old_connections

from kizuki.store.record import clock
from kizuki.store.record.heartbeat import beat
from kizuki.store.work import outbox
from kizuki.store.work.asking import ask_daily
from kizuki.store.work.holding import LeaseLost, holding
from kizuki.store.work.lanes import CALLS

Handlers = Mapping[str, Callable[[Mapping[str, Any], Callable[[], None]], None]]
"""What each kind of task does with its args; it calls the second argument after every transaction, which renews the
lease, or ends the task where the lease was lost or the worker is asked to stop."""

REST_SECONDS = 1.0
ASK_SECONDS = 60.0
BEAT_SECONDS = 15.0
"""A worker whose newest sign is a minute old is silent: every page says so."""

log = logging.getLogger("kizuki.worker")


class Pulse:
    """Gives a sign of life of a lane at most every `BEAT_SECONDS`, from between the tasks and from inside a long one."""

    def __init__(self, lane: str = "") -> None:
        self._gave, self._lane = -math.inf, lane

    def __call__(self) -> None:
        if time.monotonic() - self._gave >= BEAT_SECONDS:
            self._gave = time.monotonic()
            beat(clock.of_the_machine(), self._lane)


class Stopped(Exception):
    """The worker is asked to stop: the task goes back untried."""


def work(
    handlers: Handlers,
    stop: Event,
    *,
    lane: str | None = None,
    until_idle: bool = False,
    every_minute: Callable[[], object] | None = None,
) -> None:
    """Take tasks of a lane (of all: None) until `stop` is set, or until none is ready. A database that is gone is waited
    for.

    `every_minute` is called at the start and then between tasks, at most once a minute: it asks for what is due.
    """
    pulse, due = Pulse(lane or ""), _EachMinute(handlers, every_minute)
    done: outbox.LeasedTask | None = None
    while not stop.is_set():
        try:
            pulse()
            if lane in (None, CALLS):
                due()
            task, done = outbox.take(clock.now(), lane, done=done, machine=clock.of_the_machine()), None
            if task is not None and do(task, handlers, stop, pulse):
                # Finished with the next one, in one transaction.
                done = task
            busy = task is not None
        except OperationalError as fault:
            log.warning("the database does not answer: %s", fault)
            close_old_connections()
            busy = False
            if until_idle:
                raise
        if not busy:
            if until_idle:
                return
            stop.wait(REST_SECONDS)
    if done is not None:
        outbox.finish(done, clock.now())


class _EachMinute:
    """Asks for what is due, when it is called and a minute has passed."""

    def __init__(self, handlers: Handlers, every_minute: Callable[[], object] | None) -> None:
        self._handlers, self._every_minute, self._asked_at = handlers, every_minute, -math.inf

    def __call__(self) -> None:
        if time.monotonic() - self._asked_at < ASK_SECONDS:
            return
        self._asked_at = time.monotonic()
        ask_for_the_day(self._handlers)
        if self._every_minute:
            self._every_minute()


def ask_for_the_day(handlers: Collection[str]) -> None:
    """Once a day (of Japan) ask for what is done daily; another worker may have asked before."""
    if "daily" in handlers:
        ask_daily("daily", clock.today().toordinal(), clock.now())


def work_once(handlers: Handlers) -> bool:
    """Take and do one task; False where none is ready."""
    task = outbox.take(clock.now(), machine=clock.of_the_machine())
    if task is None:
        return False
    if do(task, handlers, Event(), lambda: None):
        outbox.finish(task, clock.now())
    return True


def do(task: outbox.LeasedTask, handlers: Handlers, stop: Event, pulse: Callable[[], None]) -> bool:
    """Do a task; `pulse` is called after each of its transactions. Returns whether it is done and to be finished."""
    began = time.monotonic()

    def alive() -> None:
        if stop.is_set():
            raise Stopped
        if not outbox.extend(task, clock.of_the_machine()):
            raise LeaseLost
        pulse()

    try:
        with holding(lambda: outbox.held(task)):
            handlers[task.kind](task.args, alive)
    except Stopped:
        outbox.release(task)
        return False
    except LeaseLost:
        log.warning("task %d (%s): the lease was lost, another worker has it", task.id, task.kind)
        return False
    except OperationalError:
        # The lease runs out by itself; there may be no database to write to.
        raise
    except Exception as fault:
        log.exception("task %d (%s) failed, attempt %d", task.id, task.kind, task.attempts)
        outbox.put_back(task, clock.now(), told(fault))
        return False
    log.debug("task %d (%s) done in %.2f s", task.id, task.kind, time.monotonic() - began)
    return True


def told(fault: Exception) -> str:
    """The kind of an error and where in the program it arose: its words may quote what was being read."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "kizuki" in frame.filename]
    at = f" {frames[-1].filename.rpartition('kizuki/')[2]}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{at}"
