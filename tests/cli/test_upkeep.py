"""A backup, and a verification of the whole record, are noted where the alarms of the pages look for them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE

STEPS = """
import sys
from kizuki.store.record.opening import open_record
open_record()
from kizuki.cli.main import main
from kizuki.store.models import AuditEntry, Upkeep
from tests.actions.record import company_and_pump
company_and_pump()
noted = lambda: sorted(Upkeep.objects.values_list("name", flat=True))
newest = AuditEntry.objects.order_by("-seq").first()
codes = [main(["audit", "verify", "--since", f"{newest.seq}:{newest.hash}"])]
seen = [noted()]
codes.append(main(["audit", "verify"]))
seen.append(noted())
first = Upkeep.objects.get().at
codes.append(main(["backup", sys.argv[1]]))
seen.append(noted())
print(codes, seen, Upkeep.objects.get(name="chain_verified").at > first)
"""


def test_only_the_whole_counts_and_a_backup_is_verified_before_it_is_one(
    prepared_database_url: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "DATABASE_URL": prepared_database_url, "KIZUKI_VAR": str(tmp_path / "var")}
    (tmp_path / "backups").mkdir()
    command = [sys.executable, "-c", STEPS, str(tmp_path / "backups")]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert answer.returncode == 0, answer.stderr
    expected = [[], ["chain_verified"], ["backup_made", "chain_verified"]]
    (made,) = (tmp_path / "backups").iterdir()
    assert re.fullmatch(r"kizuki-\d{8}T\d{6}Z\.kizuki", made.name), "a folder gets a file named by its instant"
    assert answer.stdout.splitlines()[-1] == f"[0, 0, 0] {expected} True"
