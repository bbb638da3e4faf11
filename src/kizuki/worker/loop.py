"""The loop: lease a task, do it transaction by transaction, say that it is done; rest when there is nothing."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from threading import Event
from typing import Any

from django.db import OperationalError, close_old_connections

from kizuki.store.record import clock, outbox

Handlers = Mapping[str, Callable[[Mapping[str, Any], Callable[[], None]], None]]
"""What each kind of task does with its args; it calls the second argument after every transaction, which renews the
lease, or ends the task where the lease was lost or the worker is asked to stop."""

REST_SECONDS = 1.0
ASK_SECONDS = 60.0

log = logging.getLogger("kizuki.worker")


class Stopped(Exception):
    """The worker is asked to stop: the task goes back untried."""


class LeaseLost(Exception):
    """Another worker has the task by now: this one must leave it."""


def work(
    handlers: Handlers, stop: Event, *, until_idle: bool = False, every_minute: Callable[[], object] | None = None
) -> None:
    """Take tasks until `stop` is set, or until none is ready. A database that is gone for a while is waited for.

    `every_minute` is called at the start and then between tasks, at most once a minute: it asks for what is due.
    """
    asked_for: date | None = None
    asked_at = -math.inf
    while not stop.is_set():
        try:
            asked_for = _ask_for_the_day(handlers, asked_for)
            if every_minute and time.monotonic() - asked_at >= ASK_SECONDS:
                asked_at = time.monotonic()
                every_minute()
            busy = work_once(handlers, stop)
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


def _ask_for_the_day(handlers: Handlers, asked_for: date | None) -> date:
    """Once a day (of Japan) ask for what is done daily; another worker may have asked before."""
    today = clock.today()
    if "daily" in handlers and asked_for != today:
        outbox.ask_daily("daily", today, clock.now())
    return today


def work_once(handlers: Handlers, stop: Event | None = None) -> bool:
    """Take and do one task; False where none is ready."""
    task = outbox.take(clock.now())
    if task is None:
        return False
    began = time.monotonic()

    def alive() -> None:
        if stop is not None and stop.is_set():
            raise Stopped
        if not outbox.extend(task, clock.now()):
            raise LeaseLost

    try:
        handlers[task.kind](task.args, alive)
    except Stopped:
        outbox.release(task)
        return True
    except LeaseLost:
        log.warning("task %d (%s): the lease was lost, another worker has it", task.id, task.kind)
        return True
    except OperationalError:
        # The lease runs out by itself; there may be no database to write to.
        raise
    except Exception as fault:
        log.exception("task %d (%s) failed, attempt %d", task.id, task.kind, task.attempts)
        outbox.put_back(task, clock.now(), _told(fault))
        return True
    if outbox.finish(task, clock.now()):
        log.debug("task %d (%s) done in %.2f s", task.id, task.kind, time.monotonic() - began)
    return True


def _told(fault: Exception) -> str:
    """The kind of an error and where in the program it arose: its words may quote what was being read."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "kizuki" in frame.filename]
    at = f" {frames[-1].filename.rpartition('kizuki/')[2]}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{at}"
