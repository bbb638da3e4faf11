"""What people read of tasks and of the record is words: no code of a reason and no id of a person is left in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from kizuki.core.glossary import Lang, all_words
from kizuki.store.queries.timeline import Happening
from kizuki.store.queries.work import TaskRow

AT = datetime(2026, 6, 16, tzinfo=UTC)
REASONS = sorted(
    word.removeprefix("scoring.reevaluation.") for word in all_words() if word.startswith("scoring.reevaluation.")
)


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize("reason", REASONS)
def test_why_an_assessment_is_looked_at_again_is_said_in_words(reason: str, lang: Lang) -> None:
    values = {"reasons": [reason, "precondition_changed"], "advisory": "CVE-2026-0001"}
    task = TaskRow(1, "reassess", "", "", values, {}, "psirt", "", None, None, AT, None, "", "", "")
    said = task.said(lang)
    assert not re.search(r"[a-z]+_[a-z]+", said)
    assert all_words()["scoring.reevaluation.precondition_changed"].ja in said or lang == "en"


PLACES = {"m1": "1", "p12-1": "1.1", "p12-2": "1.2"}


@pytest.mark.parametrize(
    ("places", "named", "said"),
    [
        (PLACES, ["p12-1"], "患者等1"),
        (PLACES, ["p12-1", "p12-2"], "患者等1、患者等2"),
        (PLACES, ["m1"], "事項1"),
        (PLACES | {"m2": "2", "q": "2.1"}, ["q"], "事項2 患者等1"),
        (PLACES, ["gone-7"], "今の事実にない人又は事項"),
    ],
)
def test_of_whom_a_sheet_is_is_said_by_the_number_of_the_person(
    places: dict[str, str], named: list[str], said: str
) -> None:
    payload = {"box": "facts", "named": named, "revision": 1}
    line = Happening(1, AT, "佐藤", "write_sheet_box", payload, places=places).said("ja")
    assert f"（対象 {said}）" in line
    assert not any(one in line for one in named)
