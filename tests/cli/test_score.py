"""`kizuki score` as another program or a person runs it."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.main import main

ANSWERS = {"XAVN": "Y", "XAVT": "Y", "XACL": "Y", "XPRL": "N", "XUI": "N", "XS": "N", "XIT": "H", "XAT": "U"}
SITE = {"XMAVS": "N", "XMAVD": "N", "XMAVF": "N", "XMAVG": "Y", "XMAVV": "N", "XMAVZ": "N"}
REPORT = {"XES": "N", "XEC": "U", "XRCS": "N", "XRCV": "N", "XRCF": "N", "XRCR": "U"}
PUMP = {"answers": ANSWERS, "unlisted_impacts": "N"}
SEGMENTED = {**PUMP, "answers": ANSWERS | SITE | REPORT | {"XCP": "H"}, "ruling": {"XRCR_unknown": "C"}}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(*values: object, text: str | None = None) -> str:
        file = tmp_path / "answers.json"
        file.write_text(
            text if text is not None else "\n".join(json.dumps(value) for value in values), encoding="utf-8"
        )
        return str(file)

    return write


def test_one_set_of_answers_gives_one_json_value(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", written(PUMP), "--json"]) == 0
    printed = capsys.readouterr()
    value = json.loads(printed.out)
    assert value["cvss30"]["vector"] == "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H"
    assert value["cvss30"]["base"] == 9.1
    assert value["band"] == {"lowest": 7.5, "highest": 9.1}
    assert value["pips"] == ["XIT", "XAT"]
    assert printed.err == ""


def test_answers_are_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PUMP).encode())))
    assert main(["score", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cvss31"]["base"] == 9.1


def test_a_pretty_printed_file_is_one_value(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", written(text=json.dumps(PUMP, indent=2)), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cvss31"]["base"] == 9.1


@pytest.mark.parametrize("options", [["--json"], []])
def test_several_values_are_answered_in_json_lines(
    written: Any, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    milder = {**PUMP, "answers": ANSWERS | {"XAT": "N"}}
    assert main(["score", written(PUMP, milder, PUMP), *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["cvss31"]["base"] for line in lines] == [9.1, 7.5, 9.1]


def test_one_value_is_a_batch_where_lines_are_asked_for(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", written(PUMP), "--lines"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        ({"answers": {"XAVN": "Y"}, "unlisted_impacts": "N"}, "line 2, answers.XAVT"),
        ({"answers": {"XAVN": "Q"}, "unlisted_impacts": "N"}, "line 2, answers.XAVN"),
        (3, "line 2"),
    ],
)
def test_one_bad_row_leaves_a_batch_without_answers(
    written: Any, capsys: pytest.CaptureFixture[str], bad: object, place: str
) -> None:
    file = written(PUMP, bad, PUMP)
    assert main(["score", file]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"kizuki: {file}: {place}: ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("{", "not JSON"),
        ("[]", "an object"),
        ("{}", "answers: missing"),
        ('{"answers": {}, "colour": 1}', "colour: unknown key"),
        ('{"answers": {"XAVN": "Y", "XAVT": "Y"}}', "answers.XCP"),
        ('{"answers": {"XCP": "L"}, "unlisted_impacts": "N"}', "p.25"),
        ('{"extended": "XAVN:Y/XAVT"}', "extended"),
    ],
)
def test_what_cannot_be_scored_is_one_line_and_exit_two(
    written: Any, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    for options in ([], ["--json"], ["--lines"]):
        assert main(["score", written(text=text), *options]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err
        assert printed.err.count("\n") == 1


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "ja",
            [
                "スコアだけで報告の要否を決めることはできません",
                "攻撃元区分: ネットワーク",
                "患者安全に影響しうる回答（PIPS）",
                "緩和策後の攻撃元区分を「隣接」とすることを検討",
                "変更した裁定: XRCR_unknown=C",
                "基本値 9.1 ～ 9.8",
                "rubric p.10-14",
            ],
        ),
        (
            "en",
            [
                "Reportability cannot be decided by the score alone",
                "Attack Vector: Network",
                "possible effect on patient safety (PIPS)",
                "consider Adjacent for Modified Attack Vector",
                "Changed rulings: XRCR_unknown=C",
                "base 9.1 to 9.8",
            ],
        ),
    ],
)
def test_the_page_says_what_a_reader_needs(
    written: Any, capsys: pytest.CaptureFixture[str], lang: str, sentences: list[str]
) -> None:
    assert main(["score", written(SEGMENTED), "--lang", lang]) == 0
    page = capsys.readouterr().out
    for sentence in sentences:
        assert sentence in page
    for vector in ("CVSS:3.0/AV:N", "CVSS:3.1/AV:N", "CVSS:4.0/AV:N"):
        assert vector in page


def test_the_page_asks_what_cvss_40_needs_and_shows_answers_given_again(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ANSWERS | {"XACL": "N", "XAT": "N", "XMIS": "N", "XMIM": "Y"}
    assert main(["score", written({**PUMP, "answers": answers, "reevaluated": {"XIT": "L"}}), "--lang", "en"]) == 0
    page = capsys.readouterr().out
    assert "To calculate CVSS 4.0, answers are required to: JAC, JAT" in page
    assert "answered again: low" in page
    assert "No unknown answers." in page
