"""A record that an earlier release kept, opened by this one: nothing lost, chain and triggers intact."""

from __future__ import annotations

import json
import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

KEPT = sorted((Path(__file__).parent / "kept").glob("*.sqlite3.xz"))
UPGRADE = """
import json
from kizuki.store.record.opening import open_record, prepare_record
open_record(); prepare_record()
from kizuki.actions.record.seal_standing_texts import seal_standing_texts
from kizuki.actions.verb import Actor
from kizuki.store.audit.verifying import verify_record
before = verify_record()
assert before.intact and before.unsettled > 0, before
assert seal_standing_texts(actor=Actor.program("upgrade")) > 0
assert seal_standing_texts(actor=Actor.program("upgrade")) == 0
from kizuki.store.audit.triggers import missing_triggers
from kizuki.store.models import Case, Determination, Narrative, Report
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.sealing.columns import sealed_columns, sealed_rows
from kizuki.store.sealing.texts import unseal
rows = [row for column in sealed_columns() for row in sealed_rows(column)]
texts = [unseal(row.kept, row.place).text for row in rows if isinstance(row.kept, str)]
found = verify_record()
pages = [case_page(PROGRAM, case) for case in Case.objects.order_by("pk").values_list("pk", flat=True)]
print(json.dumps({
    "texts": [text for text in texts if len(text) > 7],
    "faults": [(fault.code, fault.place) for fault in found.faults], "entries": found.entries,
    "triggers": missing_triggers(), "cases": [page.row.number for page in pages],
    "notes": [entry.text for page in pages for entry in page.timeline if entry.text],
    "reports": Report.objects.count(), "determinations": Determination.objects.count(),
    "patients": sum("patient" in page.parts for page in pages),
    "notes_of_matters": [page.facts.facts["matters"][0]["notes"] for page in pages],
}))
"""


def test_every_release_so_far_has_its_kept_record() -> None:
    assert [file.name for file in KEPT] == ["0003_tasks_and_scopes.sqlite3.xz", "0016_case_readers.sqlite3.xz"]


@pytest.mark.parametrize("file", KEPT[:1], ids=lambda file: file.name)
def test_a_kept_record_migrates_with_its_chain_triggers_and_texts(file: Path, tmp_path: Path) -> None:
    record = tmp_path / "kept.sqlite3"
    record.write_bytes(lzma.decompress(file.read_bytes()))
    with sqlite3.connect(record) as database:
        head_before = database.execute("SELECT seq, hash FROM store_auditentry ORDER BY seq DESC LIMIT 1").fetchone()
    database.close()
    environment = {**os.environ, "DATABASE_URL": f"sqlite://{record}", "KIZUKI_KEY_FILE": str(tmp_path / "keys")}
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE], env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert (told["faults"], told["triggers"]) == ([], [])
    assert told["cases"] == ["2026-0001", "2026-0002", "2026-0003", "2026-0004"]
    assert "death：病院の担当者から電話を受けた" in told["notes"]
    assert told["notes_of_matters"] == ["病院からの電話", "病院からの電話", "親会社からの連絡", "二度目の電話"]
    assert (told["reports"], told["patients"]) == (3, 3)
    with sqlite3.connect(record) as database:
        kept = database.execute("SELECT hash FROM store_auditentry WHERE seq = ?", head_before[:1]).fetchone()
    database.close()
    assert kept == head_before[1:]
    # The file's free pages hold nothing of what is sealed now.
    file = record.read_bytes()
    assert len(told["texts"]) > 10
    for text in ("病院の担当者から電話", "%PDF-1", *told["texts"]):
        assert text.encode() not in file, text[:40]
