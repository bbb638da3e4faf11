"""`kizuki assess` as other programs and people call it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.main import main

PUMP = {
    "device": {"own": True, "designated": False, "cycle_anchor_on": "2024-04-10", "reporter": "mah"},
    "matters": [
        {
            "kind": "event",
            "learned_on": "2026-06-01",
            "locus": "domestic",
            "harms": [{"severity": "serious", "criterion": 3, "victim": "patient", "predictable": False}],
            "potential": "death",
            "malfunction_predictable": False,
            "exploited": "here",
        }
    ],
}
DEATH = {"kind": "case", "aware_on": "2026-06-01", "locus": "domestic", "own_device": True, "harm": "death"}


class Call:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self.monkeypatch = monkeypatch
        self.capfdbinary = capfdbinary

    def __call__(self, stdin: bytes, *words: str) -> tuple[int, bytes, str]:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(["assess", "-", *words])
        out, err = self.capfdbinary.readouterr()
        return code, out, err.decode()


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    return Call(monkeypatch, capfdbinary)


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_the_answer_has_every_key_of_the_contract(call: Call) -> None:
    code, out, err = call(as_json(PUMP), "--json", "--on", "2026-06-10")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["outcome"] == "report"
    assert answer["primary"] == "1-ハ"
    assert answer["due_on"] == answer["working_due_on"] == answer["planning_due_on"] == "2026-06-16"
    assert (answer["prompt_first_report"], answer["first_report"]) == ("not_met", None)
    assert answer["monitor"] is True
    assert answer["forms"] == [8]
    assert {"duties", "not_met", "open_questions", "judgements", "beside", "rules_digest"} <= set(answer)
    assert (answer["forms_open"], answer["evidence_missing"], answer["if_ours"]) == ([], [], None)
    assert answer["reports"] == [{"form": 8, "matter": 0, "matter_id": None, "person": 0, "person_id": None}]
    leading, going_with_it = answer["duties"]
    assert leading["address"] == "施行規則第228条の20第2項第1号ハ"
    assert (leading["matter"], leading["finding"], leading["law"]) == (0, "met", "2026-05-01")
    assert (leading["form"], leading["period"], leading["discharged_with"]) == (8, "15_days", None)
    assert (going_with_it["item"], going_with_it["discharged_with"]) == ("2-ロ", "1-ハ")
    assert len(leading["because"]) == len(leading["because_codes"])


def test_the_facts_stand_in_the_answer_so_that_it_can_be_asked_again(call: Call) -> None:
    first = json.loads(call(as_json(DEATH), "--json")[1])
    assert first["facts"] == DEATH
    assert json.loads(call(as_json(first["facts"]), "--json")[1]) == first


def test_a_domestic_death_names_the_day_of_the_first_report(call: Call) -> None:
    _, out, _ = call(as_json(DEATH), "--json")
    answer = json.loads(out)
    assert answer["prompt_first_report"] == "met"
    assert answer["first_report"]["target_on"] == "2026-06-01"
    assert answer["first_report"]["because"]


def test_json_lines_are_answered_in_json_lines(call: Call) -> None:
    code, out, _ = call(as_json(DEATH) + b"\n\n" + as_json(PUMP) + b"\n", "--json")
    assert code == 0
    assert [json.loads(line)["primary"] for line in out.splitlines()] == ["1-イ", "1-ハ"]


def test_one_bad_row_and_there_is_no_answer_at_all(call: Call) -> None:
    code, out, err = call(as_json(DEATH) + b"\n" + as_json(DEATH | {"harm": "dead"}) + b"\n", "--json")
    assert (code, out) == (2, b"")
    assert err == "kizuki: -: line 2, harm: 'dead' is not one of: none, non_serious, serious, death\n"


def test_one_value_is_a_line_where_lines_are_asked_for(call: Call) -> None:
    _, out, _ = call(as_json(DEATH), "--json", "--lines")
    assert out.count(b"\n") == 1


@pytest.mark.parametrize(
    ("stdin", "line"),
    [
        (b"", "kizuki: -: the document is empty\n"),
        (b"{", "kizuki: -: line 1, column 2: not JSON: Input data was truncated\n"),
        (b"\xff\xfe{\x00", None),
        (b"\x81\x40", "kizuki: -: line 1: byte 0 is not UTF-8\n"),
        (b'{"harm": "death", "harm": "none"}', "kizuki: -: harm: the key stands twice in one object\n"),
        (b"[" * 300 + b"]" * 300, "kizuki: -: nests deeper than 200 levels\n"),
        (
            b'{"kind": "case"}',
            "kizuki: -: aware_on: the day on which the matter was learned (情報入手日) is required\n",
        ),
    ],
)
def test_an_unusable_input_is_one_line_and_exit_2(call: Call, stdin: bytes, line: str | None) -> None:
    code, out, err = call(stdin, "--json")
    assert (code, out) == (2, b"")
    assert err.count("\n") == 1
    assert line is None or err == line


def test_utf_16_with_a_mark_is_read(call: Call) -> None:
    assert call(json.dumps(DEATH).encode("utf-16"), "--json")[0] == 0


def test_a_bad_day_asked_for_is_refused(call: Call) -> None:
    code, _, err = call(as_json(DEATH), "--on", "June")
    assert (code, err) == (2, "kizuki: --on: 'June' is not a day like 2026-06-01\n")


def test_the_page_speaks_japanese_and_english(call: Call) -> None:
    japanese = call(as_json(PUMP), "--on", "2026-06-10")[1].decode()
    english = call(as_json(PUMP), "--on", "2026-06-17", "--lang", "en")[1].decode()
    assert "2026-06-16（火） 残り6日" in japanese
    assert "第1号ハ" in japanese
    assert "2026-06-16 (Tue) 1 d overdue" in english


TWO_PERSONS: dict[str, Any] = {
    "device": {"own": None, "designated": False},
    "matters": [
        {
            "id": "m1",
            "kind": "event",
            "learned_on": "2026-06-01",
            "locus": "domestic",
            "potential": "death",
            "harms": [
                {"id": "p1", "severity": "death", "learned_on": "2026-06-05"},
                {"id": "p2", "severity": "serious", "predictable": False},
            ],
        },
        {
            "kind": "vulnerability",
            "learned_on": "2026-06-02",
            "locus": "domestic",
            "component_present": False,
        },
    ],
}


def test_the_page_names_matters_and_persons_first_reports_documents_and_missing_proof(call: Call) -> None:
    ours = TWO_PERSONS | {"device": {"own": True, "designated": False}}
    japanese = call(as_json(ours))[1].decode()
    assert "施行規則第228条の20第2項第1号ハ（事項1・患者等2）" in japanese
    assert "■ 第一報\n  必要（事項1・患者等1）  2026-06-05（金）" in japanese
    assert "■ 提出する書類\n  様式8（事項1・患者等1）\n  様式8（事項1・患者等2）" in japanese
    assert "[matters.1.component_present]" in japanese
    english = call(as_json(ours), "--lang", "en")[1].decode()
    assert "第1号ハ (issue 1, person 2)" in english
    assert "First reports\n  required (issue 1, person 1)" in english
    assert "“No” answers without evidence" in english


def test_the_page_says_what_it_would_be_if_the_device_is_ours(call: Call) -> None:
    assert "自社の医療機器であれば　報告対象  第1号イ" in call(as_json(TWO_PERSONS))[1].decode()
    assert (
        "If it is the company's device:  reportable  1-イ" in call(as_json(TWO_PERSONS), "--lang", "en")[1].decode()
    )


def test_where_there_is_one_matter_with_one_person_no_duty_is_numbered(call: Call) -> None:
    assert "施行規則第228条の20第2項第1号ハ\n" in call(as_json(PUMP))[1].decode()


def test_a_missing_file_is_named_by_the_installed_command(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("kizuki")
    done = subprocess.run(
        [command, "assess", tmp_path / "none.json", "--json"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kizuki: {tmp_path / 'none.json'}: no such file or directory\n"


@pytest.mark.parametrize("words", [["assess"], ["asess", "x.json"], ["assess", "x.json", "--lang", "fr"], []])
def test_a_wrong_command_line_is_one_line_and_exit_2(
    words: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    out, err = capfdbinary.readouterr()
    assert (ended.value.code, out) == (2, b"")
    assert err.count(b"\n") == 1


def test_a_company_that_counts_the_awareness_day_sets_it_in_the_environment() -> None:
    command = [str(Path(sys.executable).with_name("kizuki")), "assess", "-", "--json"]

    def asked(**settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, input=as_json(DEATH), capture_output=True, env=os.environ | settings, check=False
        )

    assert json.loads(asked(KIZUKI_AWARENESS_DAY="day_1").stdout)["due_on"] == "2026-06-15"
    refused = asked(KIZUKI_AWARENESS_DAY="day_2")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr == b"kizuki: KIZUKI_AWARENESS_DAY: 'day_2' is neither day_0 nor day_1\n"
