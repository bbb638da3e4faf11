"""Workers as processes: one is killed or stopped in the middle of a task, another one does it, and it has one effect."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.patience import PATIENCE, wait_until
from tests.worker.test_process import ask_of

ASK = """
from kizuki.store.record.opening import open_record; open_record()
from kizuki.store.work.asking import ask; from kizuki.store.record import clock
ask('match_release', {'release': 1}, clock.now())
"""
SERVE = """
import signal, sys, time, logging
from pathlib import Path
from threading import Event
logging.basicConfig(level=logging.WARNING, format="%(message)s")
from kizuki.store.record.opening import open_record; open_record()
from django.db import connection
from kizuki.actions.verb import Actor, verb
from kizuki.worker import on_postgresql, on_sqlite
stop, gate = Event(), Path(sys.argv[1])
signal.signal(signal.SIGTERM, lambda *_: stop.set())
def match(args, alive):
    print('held', flush=True)
    while not gate.exists():
        time.sleep(0.05)
    with verb('sweep', actor=Actor.program('test'), of=()) as act:
        act.record(subjects=['record:1'])
    print('kept', flush=True)
serve = on_sqlite.serve if connection.vendor == 'sqlite' else on_postgresql.serve
serve({'match_release': match}, stop, until_idle=False, every_minute=lambda: None)
"""
EFFECTS = "SELECT COUNT(*) FROM store_auditentry WHERE verb = 'sweep'"


@contextmanager
def worker(url: str, gate: Path) -> Iterator[subprocess.Popen[str]]:
    one = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(gate)],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield one
    finally:
        # Whatever the test came to: what waits at the gate ends, or the worker would wait for it for ever.
        gate.touch()
        one.send_signal(signal.SIGCONT)
        one.terminate()
        one.communicate(timeout=PATIENCE)


def said(one: subprocess.Popen[str]) -> str:
    assert one.stdout
    return one.stdout.readline().strip()


def asked(url: str) -> None:
    subprocess.run([sys.executable, "-c", ASK], env={**os.environ, "DATABASE_URL": url}, check=True)


def a_minute_passes(url: str) -> None:
    """For the leases and the signs of life of all: what would be waited for."""
    if url.startswith("sqlite"):
        ask_of(url)("UPDATE store_outboxtask SET leased_until = '2026-01-01 00:00:00' WHERE state = 'leased'")
    else:
        ask_of(url)("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 s'")


def stand_still(one: subprocess.Popen[str], url: str) -> None:
    """Stop a worker where it holds no lock: one that stands still while it writes keeps everybody else from writing."""
    while True:
        one.send_signal(signal.SIGSTOP)
        os.waitpid(one.pid, os.WUNTRACED)
        try:
            ask_of(url)(NOBODY_WRITES[url.partition(":")[0]])
        except (sqlite3.OperationalError, psycopg.errors.LockNotAvailable):
            one.send_signal(signal.SIGCONT)
            time.sleep(0.05)
        else:
            return


NOBODY_WRITES = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT 1 FROM procrastinate_jobs, procrastinate_workers FOR UPDATE NOWAIT",
}


def test_the_task_of_a_worker_that_was_killed_is_done_by_another(prepared_database_url: str, tmp_path: Path) -> None:
    url, gate = prepared_database_url, tmp_path / "gate"
    asked(url)
    with worker(url, gate) as first:
        assert said(first) == "held"
        first.kill()
        first.wait(PATIENCE)
    a_minute_passes(url)
    gate.touch()
    with worker(url, gate) as second:
        assert [said(second), said(second)] == ["held", "kept"]
    assert ask_of(url)(EFFECTS) == [(1,)]


def test_a_worker_that_was_stopped_and_goes_on_keeps_nothing_of_what_another_did(
    prepared_database_url: str, tmp_path: Path
) -> None:
    url, gate, opened = prepared_database_url, tmp_path / "gate", tmp_path / "opened"
    opened.touch()
    asked(url)
    with worker(url, gate) as first:
        assert said(first) == "held"
        stand_still(first, url)
        a_minute_passes(url)
        with worker(url, opened) as second:
            assert [said(second), said(second)] == ["held", "kept"]
            gate.touch()
            first.send_signal(signal.SIGCONT)
            assert first.stderr
            assert any("another worker has it" in line for line in iter(first.stderr.readline, ""))
    assert ask_of(url)(EFFECTS) == [(1,)]


def test_what_waited_in_the_outbox_of_the_version_before_is_done(prepared_database_url: str, tmp_path: Path) -> None:
    url, gate = prepared_database_url, tmp_path / "gate"
    gate.touch()
    waiting = (
        "INSERT INTO store_outboxtask (kind, args, state, available_at, fence, attempts, last_error)"
        " VALUES ('match_release', '{\"release\": 1}', 'leased', '2026-01-01', 3, 3, '')"
    )
    ask_of(url)(waiting)
    a_minute_passes(url)
    with worker(url, gate) as one:
        assert [said(one), said(one)] == ["held", "kept"]
        rest = "SELECT COUNT(*) FROM store_outboxtask WHERE state IN ('waiting', 'leased')"
        wait_until(lambda: ask_of(url)(rest) == [(0,)], "nothing is left in the outbox")
