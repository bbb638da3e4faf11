"""One worker for one file: a thread for each lane, so that a call waits behind no matching."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

from django.db import connection

from kizuki.store.work.lanes import LANES
from kizuki.worker.loop import REST_SECONDS, Handlers, work


def serve(handlers: Handlers, stop: Event, *, until_idle: bool, every_minute: Callable[[], object]) -> None:
    """Work until asked to stop, or until no task is ready. What ends one lane ends the others, and is raised."""
    if until_idle:
        work(handlers, stop, until_idle=True, every_minute=every_minute)
        return

    def lane(name: str) -> None:
        try:
            work(handlers, stop, lane=name, every_minute=every_minute)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(LANES), thread_name_prefix="lane") as pool:
        running = {pool.submit(lane, name) for name in LANES}
        try:
            _until_one_ends(running, stop)
        finally:
            stop.set()
    for ended in running:
        ended.result()


def _until_one_ends(running: set[Future[None]], stop: Event) -> None:
    # In turns: a signal is heard by this thread between two of them.
    while not stop.is_set():
        if wait(running, timeout=REST_SECONDS, return_when=FIRST_COMPLETED).done:
            return
