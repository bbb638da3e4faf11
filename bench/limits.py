"""`python -m bench.limits`: how far the works lie from what the machine could do at best, in processor time on SQLite.

At best the bytes of a work are decoded once, each of its rows probes one index once, and all is one durable commit.
What is asked: the first load within 10 times of that, a component list within 6, an audited verb within 5. A line that
does not hold says so, and the command ends with 1.
"""

from __future__ import annotations

import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.feeds import VULNS

COMMITS = 300

RUN = """
import json, sys, time
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from django.conf import settings
from bench.works import full_list
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.load_feeds import load_feeds
from kizuki.actions.verb import Actor
from kizuki.store.record import clock
from tests.actions.record import TESTER, company_and_pump, opened_case
from kizuki.actions.cases.note import note
company_and_pump()
case = opened_case()
note(case, "first", actor=TESTER)
content, bench = full_list(), Actor.program("bench")
def spent(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return [time.process_time() - cpu, time.perf_counter() - wall]
def notes():
    for number in range(%(commits)d):
        note(case, f"note {number}", actor=TESTER)
told = {"verbs": spent(notes), "list": spent(lambda: register_release("pump", "9", content, actor=bench))}
if sys.argv[1:]:
    told["load"] = spent(lambda: load_feeds(sys.argv[1:], settings.FEEDS, now=clock.now(), actor=bench))
print(json.dumps(told))
"""


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Processor time and time of a work, in seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def opened(path: Path) -> sqlite3.Connection:
    """A database as durable as the record, with a table whose key is probed by each row."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE kept (key TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")
    return database


def keep(database: sqlite3.Connection, rows: Sequence[tuple[str, str]]) -> None:
    """The rows in one durable commit."""
    database.execute("BEGIN IMMEDIATE")
    database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
    database.execute("COMMIT")


def best_of_list(database: sqlite3.Connection, content: bytes) -> None:
    """A component list decoded, and each component kept under its name."""
    parts = json.loads(content)["components"]
    keep(database, [(f"{number}:{part['name']}", json.dumps(part)) for number, part in enumerate(parts)])


def best_of_load(database: sqlite3.Connection) -> None:
    """Every record of the reference data decoded, and kept under its place."""
    for path in sorted(VULNS.rglob("*.ndjson.xz")):
        with lzma.open(path) as lines:
            rows = []
            for number, line in enumerate(lines):
                json.loads(line)
                rows.append((f"{path.name}:{number}", line.decode()))
        keep(database, rows)


def best_of_verbs(database: sqlite3.Connection) -> None:
    """One row in each durable commit."""
    for number in range(COMMITS):
        keep(database, [(f"note:{number}", "note")])


def told(name: str, ours: Sequence[float], best: Sequence[float], asked: float, *, wall: bool = False) -> bool:
    """A line; whether it holds. A commit waits for the disk, so that `wall` compares time and not processor time."""
    place = 1 if wall else 0
    times = ours[place] / best[place]
    held = times <= asked
    kind = "s" if wall else "s of processor time"
    print(
        f"{name:<34} {ours[place]:8.2f} {kind}, at best {best[place]:6.2f}: {times:5.1f} times,"
        f" asked {asked:.0f} {'held' if held else 'NOT HELD'}"
    )
    return held


def main() -> int:
    """SQLite alone: there the whole work is in one process."""
    from bench.works import full_list

    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        here = Path(folder)
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/record.sqlite3",
            "KIZUKI_KEY_FILE": f"{folder}/keys",
        }
        words = [sys.executable, "-c", RUN % {"commits": COMMITS}, *([str(VULNS)] if VULNS.is_dir() else [])]
        done = subprocess.run(words, check=True, env=environment, capture_output=True, text=True)
        ours = json.loads(done.stdout.splitlines()[-1])
        database, content = opened(here / "best.sqlite3"), full_list()
        held = told(f"{COMMITS} audited verbs", ours["verbs"], spent(lambda: best_of_verbs(database)), 5, wall=True)
        held &= told("a list of 20,000 components", ours["list"], spent(lambda: best_of_list(database, content)), 6)
        if "load" in ours:
            held &= told("the first load of every record", ours["load"], spent(lambda: best_of_load(database)), 10)
        else:
            print("no reference data at ../shared/data/vulns: the first load is not measured")
        database.close()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
