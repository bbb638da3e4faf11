"""The worker as a process: killed, started twice, asked to stop."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.patience import PATIENCE


def _start(url: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ask_of(url: str) -> Callable[[str], list[tuple[object, ...]]]:
    def ask(statement: str) -> list[tuple[object, ...]]:
        if url.startswith("sqlite"):
            with sqlite3.connect(url.removeprefix("sqlite://")) as database:
                found = database.execute(statement).fetchall()
            database.close()
            return found
        with psycopg.connect(url) as server:
            cursor = server.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return ask


def test_a_second_worker_on_the_same_file_refuses_and_the_first_stops_when_asked(prepared_database_url: str) -> None:
    if not prepared_database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL takes any number of workers")
    first = _start(prepared_database_url, "-m", "kizuki.worker")
    assert first.stderr
    assert "ready" in first.stderr.readline()
    second = _start(prepared_database_url, "-m", "kizuki.worker")
    told = second.communicate(timeout=PATIENCE)[1]
    assert second.returncode == 2
    assert f"another worker (process {first.pid}) serves" in told
    assert len(told.splitlines()) == 1
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=PATIENCE)
    assert first.returncode == 0
    third = _start(prepared_database_url, "-m", "kizuki.worker", "--until-idle")
    third.communicate(timeout=PATIENCE)
    assert third.returncode == 0


def test_a_worker_without_a_prepared_record_says_so_in_one_line(tmp_path: Path) -> None:
    worker = _start(f"sqlite://{tmp_path / 'none.sqlite3'}", "-m", "kizuki.worker")
    told = worker.communicate(timeout=PATIENCE)[1]
    assert (worker.returncode, len(told.splitlines())) == (2, 1)
