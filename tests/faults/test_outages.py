"""The disk full, the database locked or gone, the clock moved back, two people at once: a clear word, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.note import note
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, FactSheet
from kizuki.store.record import clock
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case
from tests.faults.test_killed import SET_UP
from tests.patience import A_WHILE, PATIENCE, wait_until

VERIFY = "import sys; from kizuki.cli.main import main; sys.exit(main(['audit', 'verify']))"
LIMITED = """
import resource, signal, sys
from pathlib import Path
from kizuki.store.record.opening import open_record
open_record()
from kizuki.actions.cases.note import note
from tests.actions.record import TESTER
import kizuki.cli.main as door
def fill(arguments):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = Path(sys.argv[1]).stat().st_size + 200_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    for number in range(10_000):
        note(1, "x" * 1000, actor=TESTER)
        print(number, flush=True)
import types
sys.modules["kizuki.cli.audit"] = types.SimpleNamespace(run=fill, add_arguments=lambda parser: None)
sys.exit(door.main(["audit"]))
"""


def _python(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-c", *words], env=environment, capture_output=True, text=True, timeout=PATIENCE
    )


def test_a_full_disk_ends_in_one_line_and_an_intact_record(prepared_database_url: str) -> None:
    if not prepared_database_url.startswith("sqlite"):
        pytest.skip("the disk of PostgreSQL is its server's")
    file = prepared_database_url.removeprefix("sqlite://")
    assert _python(prepared_database_url, SET_UP).returncode == 0
    full = _python(prepared_database_url, LIMITED, file)
    answered = len(full.stdout.split())
    assert answered > 5
    assert (full.returncode, len(full.stderr.splitlines())) == (2, 1)
    assert "途中の処理は何も保存していません" in full.stderr
    assert _python(prepared_database_url, VERIFY).returncode == 0
    with sqlite3.connect(file) as database:
        kept = database.execute("SELECT COUNT(*) FROM store_narrative WHERE kind = 'note'").fetchone()[0]
    database.close()
    assert kept == answered


def test_a_verb_waits_for_a_database_that_is_locked(prepared_database_url: str) -> None:
    if not prepared_database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL locks rows")
    assert _python(prepared_database_url, SET_UP).returncode == 0
    holder = sqlite3.connect(prepared_database_url.removeprefix("sqlite://"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    write = "from kizuki.store.record.opening import open_record; open_record()\n"
    write += "from kizuki.actions.cases.note import note; from tests.actions.record import TESTER\n"
    write += "print('begins', flush=True); note(1, 'n', actor=TESTER)"
    writer = subprocess.Popen(
        [sys.executable, "-c", write],
        env={**os.environ, "DATABASE_URL": prepared_database_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout
    assert writer.stdout.readline() == "begins\n"
    with pytest.raises(subprocess.TimeoutExpired):
        writer.wait(timeout=A_WHILE)
    holder.execute("ROLLBACK")
    holder.close()
    assert (*writer.communicate(timeout=PATIENCE), writer.returncode) == ("", "", 0)


def test_a_worker_outlives_a_server_that_is_gone(prepared_database_url: str) -> None:
    if prepared_database_url.startswith("sqlite"):
        pytest.skip("SQLite has no server")
    import psycopg

    assert _python(prepared_database_url, SET_UP).returncode == 0
    name = prepared_database_url.split("/kizuki_")[1].split("?")[0]
    server = psycopg.connect(prepared_database_url.replace(f"/kizuki_{name}", "/postgres"), autocommit=True)
    environment = {**os.environ, "DATABASE_URL": prepared_database_url}
    server.execute(f'ALTER DATABASE "kizuki_{name}" ALLOW_CONNECTIONS false')
    gone = _python(prepared_database_url, VERIFY)
    assert (gone.returncode, len(gone.stderr.splitlines())) == (2, 1)
    server.execute(f'ALTER DATABASE "kizuki_{name}" ALLOW_CONNECTIONS true')
    worker = subprocess.Popen(
        [sys.executable, "-m", "kizuki.worker"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert worker.stderr
        assert "ready" in worker.stderr.readline()
        server.execute(f'ALTER DATABASE "kizuki_{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [f"kizuki_{name}"]
        )
        time.sleep(A_WHILE)
        assert worker.poll() is None
        server.execute(f'ALTER DATABASE "kizuki_{name}" ALLOW_CONNECTIONS true')
        with psycopg.connect(prepared_database_url) as asked:
            asked.autocommit = True
            # What it held when the server went is taken over when its sign of life is old: here, at once.
            asked.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 s'")
            left = "SELECT COUNT(*) FROM procrastinate_jobs WHERE NOT starts_with(task_name, 'kizuki_')"
            wait_until(lambda: asked.execute(left).fetchone() == (0,), "every job is done")
    finally:
        worker.terminate()
        worker.communicate(timeout=PATIENCE)
        server.close()


@pytest.mark.django_db
def test_a_clock_that_was_moved_back_breaks_no_chain_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    company_and_pump()
    case = opened_case()
    with clock.standing_at(clock.now() - timedelta(days=400)):
        note(case, "a year earlier", actor=TESTER)
    assert "clock of this machine was moved back" in caplog.text
    assert verify_record().intact
    assert list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))[-1] == "note"


@pytest.mark.django_db
def test_a_stale_form_is_refused_with_the_revision_that_stands() -> None:
    company_and_pump()
    case = opened_case()
    matter = DEATH_IN_JAPAN["matters"][0]
    answer_facts(case, {"matters": [matter | {"notes": "a"}]}, revision=1, on=TODAY, actor=TESTER)
    with pytest.raises(Refused, match=r"somebody else meanwhile \(revision 2\)"):
        answer_facts(case, {"matters": [matter | {"notes": "b"}]}, revision=1, on=TODAY, actor=TESTER)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told_of_the_other() -> None:
    company_and_pump()
    case = opened_case()
    start = threading.Barrier(2)

    def answer(words: str) -> str:
        try:
            facts = {"matters": [DEATH_IN_JAPAN["matters"][0] | {"notes": words}]}
            start.wait(10)
            answer_facts(case, facts, revision=1, on=TODAY, actor=TESTER)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(answer, ("one", "two")))
    assert told == ["kept", "revision: the facts were answered by somebody else meanwhile (revision 2)"]
    assert FactSheet.objects.filter(case_id=case).count() == 2
    assert verify_record().intact
