"""`kizuki load` as a person calls it: template, preview, commit, and one clear line where it cannot be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl


def _kizuki(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from kizuki.cli.main import main; sys.exit(main())", *words],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_a_template_is_filled_in_previewed_and_kept(prepared_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "品目.xlsx"
    assert _kizuki("", "load", "devices", "--template", str(file)).returncode == 0
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book.active
    assert sheet is not None
    place = {cell.value: cell.column for cell in sheet[1]}
    for name, value in {"品目略号": "007", "販売名": "ポンプ", "JMDNコード": "01234567"}.items():
        sheet.cell(row=2, column=place[name], value=value)
    book.save(file)
    seen = _kizuki(prepared_database_url, "load", "devices", str(file))
    assert seen.returncode == 0, seen.stderr
    assert "新規 1" in seen.stdout
    assert "007" in seen.stdout
    token = json.loads(_kizuki(prepared_database_url, "load", "devices", str(file), "--json").stdout)["token"]
    assert token in seen.stdout
    done = _kizuki(prepared_database_url, "load", "devices", str(file), "--commit", token, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["committed"] is True
    again = _kizuki(prepared_database_url, "load", "devices", str(file), "--commit", token)
    assert (again.returncode, again.stdout) == (2, "")
    assert "has changed since the preview" in again.stderr


def test_what_cannot_be_loaded_is_refused_in_one_line_that_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("colour\nred\n", encoding="utf-8")
    url = f"sqlite://{tmp_path / 'kizuki.sqlite3'}"
    for words, said in (
        (("load", "patients", str(file)), "is not one of"),
        (("load", "devices"), "name the list"),
        (("load", "devices", str(file), "--columns", "key"), "is not like"),
        (("load", "devices", str(tmp_path / "none.csv")), "no such file"),
        (("load", "devices", "--template", str(tmp_path / "no" / "out.xlsx")), "no such file"),
    ):
        found = _kizuki(url, *words)
        assert (found.returncode, found.stdout) == (2, ""), words
        assert len(found.stderr.splitlines()) == 1
        assert said in found.stderr
    assert not list(tmp_path.glob("*.sqlite3"))
    unknown = _kizuki(url, "load", "devices", str(file))
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith(f"kizuki: {file}: columns.key")
