"""`kizuki law` as a safety officer calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kizuki.cli.main import main


def test_an_item_is_shown_with_rule_paraphrase_and_stories(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["law", "1-イ", "--on", "2026-06-01", "--json"]) == 0
    (row,) = json.loads(capfdbinary.readouterr().out)
    assert row["address"] == "施行規則第228条の20第2項第1号イ"
    assert (row["period"], row["form"], row["law"]) == ("15_days", 8, "2026-05-01")
    assert row["rule"].endswith("article_228_20_paragraph_2.death_here")
    assert "S06c" in row["tests"]


def test_both_texts_are_shown_where_no_day_is_given(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["law", "--json"]) == 0
    rows = json.loads(capfdbinary.readouterr().out)
    assert {row["law"] for row in rows} == {"2024-01-15", "2026-05-01"}
    assert all(row["tests"] for row in rows), "every provision is exercised by a story"


def test_the_official_xml_is_compared(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    law = tmp_path / "law.xml"
    law.write_text(
        "<Law><Article Num='228_20'><Paragraph Num='1'/><Paragraph Num='2'/></Article></Law>", encoding="utf-8"
    )
    assert main(["law", "check", str(law), "--json"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["same"] is False
    assert {row["state"] for row in answer["provisions"]} == {"removed", "changed"}


def test_the_documents_of_authorities_say_what_came_after_them_and_what_rests_on_them(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["law", "documents", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capfdbinary.readouterr().out)}
    assert (rows["gl-6"]["state"], rows["gl-6"]["superseded_by"]) == ("superseded", "gl-7")
    assert main(["law", "documents"]) == 0
    told = capfdbinary.readouterr().out.decode()
    assert "2014-10-31  notice-1031-1  有効" in told
    assert "forms/letters/tables/blue_letter, forms/letters/tables/yellow_letter" in told


@pytest.mark.parametrize("words", [["9-イ"], ["--on", "2020-01-01"], ["check"], ["1-イ", "file.xml"]])
def test_what_is_not_held_is_refused_in_one_line(words: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["law", *words]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1
