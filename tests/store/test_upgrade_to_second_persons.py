"""A company that signed reports in three steps goes on so; nothing is loosened by an upgrade."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE

UPGRADE = """
from kizuki.store.record.opening import open_record, prepare_record
open_record()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.migrate([("store", "0016_case_readers")])
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO store_company (id, name, representative, address, contact, numbers, single_person_since,"
        " single_person_reason, registered_at) VALUES (1, 'K', '', '', '{}', '{}', '2026-01-01', 'alone', '2026-01-01')"
    )
prepare_record()
from kizuki.actions.record.seal_standing_texts import seal_standing_texts
from kizuki.actions.verb import Actor
seal_standing_texts(actor=Actor.program("upgrade"))
from datetime import date
from kizuki.store.models import Company
from kizuki.store.people.signers import single_person
company = Company.objects.get()
print(company.report_steps, repr(company.single_person_ground), single_person(date(2026, 6, 1)))
"""


def test_a_company_of_before_keeps_three_steps_and_sets_its_single_person_mode_again(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/kizuki.sqlite3"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.split() == ["3", "''", "False"], done.stderr
