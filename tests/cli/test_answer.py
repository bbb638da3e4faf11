"""`kizuki answer`: a questionnaire from the record, in the shape of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kizuki.cli.main import main
from tests.actions.hospital_cast import Told

pytestmark = pytest.mark.django_db

R7 = "mhlw_checklist_vendor_r7"
KEYS = {"no", "answer", "fact", "as_of", "state"}


@pytest.fixture(autouse=True)
def _open_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kizuki.cli.answer.open_existing_record", lambda: None)


def ended_with(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as ended:
        return int(str(ended.code))


def test_one_hospital_is_answered_box_by_box(capsys: Any) -> None:
    Told()
    assert main(["answer", R7, "--hospital", "north", "--on", "2026-06-20", "--json"]) == 0
    (sheet,) = json.loads(capsys.readouterr().out)
    assert (sheet["sheet"], sheet["edition"], sheet["hospital"], len(sheet["items"])) == (R7, "2025-05", "北病院", 16)
    boxes = {box["no"]: box for box in sheet["items"]}
    assert all(set(box) >= KEYS for box in boxes.values())
    assert (boxes["2⑥"]["state"], boxes["2⑥"]["answer"]) == ("filled", "no")
    assert (boxes["4"]["state"], boxes["4"]["answer"], boxes["4"]["as_of"]) == ("not_ours", None, None)


def test_all_hospitals_are_answered_in_words_and_as_workbooks(capsys: Any, tmp_path: Path) -> None:
    Told()
    assert main(["answer", "mds2_2019", "--all", "--on", "2026-06-20", "--xlsx", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "北病院 ポンプ 1.0" in said
    assert "南病院 ポンプ 2.0" in said
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == 2
    page = openpyxl.load_workbook(tmp_path / files[0]).active
    assert page is not None
    assert page.max_row == 240 + 5


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["mhlw_checklist_r8", "--all"], "items not loaded"),
        (["nothing", "--all"], "is not one of"),
        ([R7, "--hospital", "nowhere"], "no hospital with key nowhere"),
        ([R7, "--all", "--on", "yesterday"], "is not a day"),
        ([R7], "one of the arguments"),
    ],
)
def test_what_cannot_be_answered_is_one_line(words: list[str], reason: str, capsys: Any) -> None:
    Told()
    assert ended_with(["answer", *words]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert reason in said.err
