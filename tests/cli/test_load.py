"""`kizuki load` as a person calls it: template, preview, commit, and one clear line where it cannot be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from kizuki.cli.main import main
from kizuki.core.loading.kinds import load_columns
from kizuki.gateways.tables import read_table
from tests.patience import PATIENCE


def _kizuki(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from kizuki.cli.main import main; sys.exit(main())", *words],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


def test_a_template_is_filled_in_previewed_and_kept(prepared_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "品目.xlsx"
    assert main(["load", "devices", "--template", str(file)]) == 0
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
    token = seen.stdout.split("--commit ")[1].split()[0]
    done = _kizuki(prepared_database_url, "load", "devices", str(file), "--commit", token, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["committed"], told["counts"]["made"], told["rows"][0]["key"]) == (True, 1, "007")
    again = _kizuki(prepared_database_url, "load", "devices", str(file), "--commit", token)
    assert (again.returncode, again.stdout) == (2, "")
    assert "確認のあとで一覧か記録が変わりました" in again.stderr
    assert len(again.stderr.splitlines()) == 1


def test_a_template_is_what_its_name_says(tmp_path: Path) -> None:
    file = tmp_path / "devices.CSV"
    assert main(["load", "devices", "--template", str(file)]) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_table(file.read_bytes()).header == tuple(column.ja for column in load_columns("devices"))


@pytest.mark.parametrize(
    ("words", "said", "in_english"),
    [
        (("patients", "list.csv"), "KIND：'patients' は、次のいずれでもありません", "KIND: 'patients' is not one of"),
        (("devices",), "FILE：一覧のファイルを指定してください", "FILE: name the list"),
        (("devices", "list.csv", "--columns", "key"), "の形ではありません", "is not like"),
        (
            ("devices", "list.csv", "--columns", "key=A", "--columns", "key=B"),
            "key が 2 回指定されています",
            "key is given twice",
        ),
        (("devices", "none.csv"), "none.csv：そのファイルやフォルダーはありません", "none.csv: no such file"),
        (
            ("devices", "list.csv"),
            "list.csv：columns.key：表にその列がありません",
            "list.csv: columns.key: the table has no such column",
        ),
        (
            ("devices", "--template", "out.txt"),
            "ファイル名の終わりを .xlsx 又は .csv にしてください",
            "its name must end in .xlsx or .csv",
        ),
        (("devices", "--template", "no/out.xlsx"), "そのファイルやフォルダーはありません", "no such file"),
        (("devices", "list.csv", "--on", "soon"), "2026-06-01 のような日付ではありません", "is not a day like"),
        (("devices", "list.csv", "--colour"), "知らない引数です：--colour", "unrecognized arguments: --colour"),
        ((), "次の引数が必要です", "the following arguments are required"),
    ],
)
def test_what_cannot_be_loaded_is_refused_in_one_line_before_any_database(
    words: tuple[str, ...],
    said: str,
    in_english: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text("colour\nred\n", encoding="utf-8")
    for language, sentence in (((), said), (("--lang", "en"), in_english)):
        assert _code("load", *words, *language) == 2
        out, error = capsysbinary.readouterr()
        assert (out, len(error.decode().splitlines())) == (b"", 1)
        assert sentence in error.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def _code(*words: str) -> int:
    """Of the command; a command line that cannot be read ends it."""
    try:
        return main(words)
    except SystemExit as ended:
        return int(str(ended.code))
