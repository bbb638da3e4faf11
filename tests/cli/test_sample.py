"""`kizuki sample` as a person calls it: on no database, then again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE


def _kizuki(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from kizuki.cli.main import main; sys.exit(main())", *words],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


def test_the_sample_is_loaded_worked_through_and_printed_and_a_second_time_adds_nothing(
    empty_database_url: str, tmp_path: Path
) -> None:
    reports, sign_in = tmp_path / "reports", tmp_path / "sign-in.txt"
    first = _kizuki(
        empty_database_url, "sample", "--round", "--reports", str(reports), "--sign-in", str(sign_in), "--json"
    )
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    assert told["changes"] > 100
    assert "パスワード" in first.stderr
    written = [report["file"] for device in told["devices"] for report in device["reports"]]
    written += told["first_reports"]
    assert sorted(written) == sorted(map(str, reports.glob("*.pdf")))
    assert len(told["first_reports"]) == 2, "a death and a foreign recall"
    assert all(Path(file).read_bytes().startswith(b"%PDF-") for file in written)
    assert len(set(written)) == len(written)
    names = [Path(file).name for file in written]
    assert {"第一報", "様式8", "様式10"} == {name.split("-")[2].removesuffix(".pdf") for name in names}
    assert not [name for name in names if re.search(r"[mp]\d+-\d", name)], "no id of the record"
    assert not re.search(r"\b[mp]\d+-\d", first.stderr), "nor in what is said meanwhile"
    accounts = sign_in.read_text(encoding="utf-8").splitlines()
    assert accounts[0] == "anzen\t例示　花子\t安全管理責任者 / Safety manager"
    assert f"パスワード：{accounts[-1]}" in first.stderr
    second = _kizuki(empty_database_url, "sample")
    assert second.returncode == 0
    assert second.stdout.splitlines()[0] == "サンプルはすべて読込み済みです。変更はありません。"
    assert "パスワード" not in second.stderr


def test_a_day_that_is_none_and_a_database_that_cannot_be_are_refused_in_one_line(tmp_path: Path) -> None:
    for url, words in (
        (f"sqlite://{tmp_path / 'a.sqlite3'}", ("--on", "tomorrow")),
        ("mysql://host/name", ()),
        (f"sqlite://{tmp_path}", ()),
    ):
        found = _kizuki(url, "sample", *words)
        assert (found.returncode, found.stdout) == (2, "")
        assert len(found.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("*.sqlite3"))
