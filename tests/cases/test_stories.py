"""Every story of the tables, told to assess()."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess

TABLES = sorted(Path(__file__).parent.glob("*.toml"))


def stories() -> list[Any]:
    told = []
    for table in TABLES:
        rows = tomllib.loads(table.read_text(encoding="utf-8"))
        for story in rows["story"]:
            told.append(pytest.param(rows.get("base", {}), story, id=f"{table.stem}:{story['id']}"))
    return told


@pytest.mark.parametrize(("base", "story"), stories())
def test_the_facts_bring_the_duty_that_the_article_says(base: dict[str, Any], story: dict[str, Any]) -> None:
    if "matters" in story["facts"]:
        facts = story["facts"]
    else:
        facts = {key: value for key, value in {**base, **story["facts"]}.items() if value != "unset"}
    answer = assess(read_case(facts))
    expect = story["expect"]
    met = [duty.item for duty in answer.duties if duty.finding == "met"]
    assert answer.outcome == expect["outcome"], story["title"]
    assert set(met) == set(expect["met"])
    if "primary" in expect:
        assert answer.primary == expect["primary"]
    if "open" in expect:
        assert {duty.item for duty in answer.duties if duty.finding == "open"} == set(expect["open"])
    for key in ("due_on", "working_due_on", "planning_due_on"):
        if key in expect:
            assert getattr(answer, key) == date.fromisoformat(expect[key]), key
    if "internal_due_on" in expect:
        leading = next(duty for duty in answer.duties if duty.item == answer.primary)
        assert leading.internal_due_on == date.fromisoformat(expect["internal_due_on"])
    if "forms" in expect:
        assert list(answer.forms) == expect["forms"]
    if "reports" in expect:
        assert [[row.form, row.matter, row.person] for row in answer.reports] == expect["reports"]
    if "evidence_missing" in expect:
        assert list(answer.evidence_missing) == expect["evidence_missing"]
    if "forms_open" in expect:
        assert list(answer.forms_open) == expect["forms_open"]
    if "first" in expect:
        assert answer.prompt_first_report == expect["first"]
    if "first_target" in expect:
        assert answer.first_reports[0].target_on == date.fromisoformat(expect["first_target"])
    if "first_count" in expect:
        assert len(answer.first_reports) == expect["first_count"]
    assert {judgement.code for judgement in answer.judgements} == set(expect.get("judgements", []))
    if "questions" in expect:
        assert list(answer.open_questions) == expect["questions"]
    assert answer.monitor
