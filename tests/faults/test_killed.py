"""`kill -9` at random points of a process that runs verbs: nothing lost, nothing doubled, the chain intact."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.patience import PATIENCE, wait_until

SET_UP = (
    "from kizuki.store.record.opening import open_record; open_record()\n"
    "from tests.actions.record import company_and_pump, opened_case; company_and_pump(); print(opened_case('first'))"
)
LOOK = """
import json
from kizuki.store.record.opening import open_record, require_prepared
open_record(); require_prepared()
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Case, Determination, FactSheet, Narrative, Obligation
found = verify_record()
cases = [key.removeprefix('number-') for key in Case.objects.exclude(key='first').values_list('key', flat=True)]
notes = [body.removeprefix('number ') for body in Narrative.objects.filter(kind='note').values_list('body', flat=True)]
print(json.dumps({'faults': [fault.code for fault in found.faults], 'kept': sorted(map(int, cases + notes)),
    'entries': AuditEntry.objects.filter(verb__in=['note', 'open_case']).count(), 'sheets': FactSheet.objects.count(),
    'determined': Determination.objects.count(), 'cases': Case.objects.count(),
    'owed': Obligation.objects.values('case').distinct().count()}))
"""


def _python(url: str, *words: str) -> str:
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _killed_many_times(url: str, kills: int, folder: Path, seed: int) -> None:
    import json

    chance = random.Random(seed)
    case = _python(url, "-c", SET_UP).strip()
    begun, done, following = set(), set(), 1
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writing", case],
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert nursery.stdin
    assert nursery.stdout
    for turn in range(kills):
        told = folder / f"{turn}.txt"
        told.touch()
        nursery.stdin.write(f"{following} {told}\n")
        nursery.stdin.flush()
        writer = int(nursery.stdout.readline())
        wait_until(lambda file=told: file.read_text().count("done") >= 2, "two notes were kept")
        time.sleep(chance.random() * 0.1)
        os.kill(writer, signal.SIGKILL)
        assert nursery.stdout.readline() == "gone\n"
        for line in told.read_text().splitlines():
            word, _, number = line.partition(" ")
            if number:
                (begun if word == "begun" else done).add(int(number))
        following = max(begun) + 1
    nursery.communicate(timeout=PATIENCE)
    found = json.loads(_python(url, "-c", LOOK))
    kept = Counter(found["kept"])
    assert found["faults"] == []
    assert len(done) >= 2 * kills
    assert done <= set(kept) <= begun
    assert max(kept.values()) == 1
    assert found["entries"] == len(kept) + 1
    assert found["cases"] == found["sheets"] == found["determined"] == found["owed"]


def test_ten_kills_lose_and_double_nothing(prepared_database_url: str, tmp_path: Path) -> None:
    _killed_many_times(prepared_database_url, 10, tmp_path, seed=20260601)


@pytest.mark.prove
def test_two_hundred_kills_lose_and_double_nothing(prepared_database_url: str, tmp_path: Path) -> None:
    _killed_many_times(prepared_database_url, 200, tmp_path, seed=20260602)
