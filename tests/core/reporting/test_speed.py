"""Unknown persons and matters cost linear time, counted in calls: the same on a slow machine and on a busy one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, questions_json

EVENT: dict[str, Any] = {"kind": "event", "learned_on": "2026-06-01", "locus": "domestic"}


def facts(device: dict[str, Any] | None = None, **matter: Any) -> dict[str, Any]:
    return {"device": {"own": True, "designated": False} | (device or {}), "matters": [EVENT | matter]}


def calls(work: Callable[[], object]) -> int:
    """How many functions of ours were called."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def assessed(value: dict[str, Any]) -> Callable[[], object]:
    return lambda: assess(read_case(value))


def grows_linearly(few: dict[str, Any], many: dict[str, Any], times: int) -> bool:
    """Whether `times` as much costs at most so many times as much."""
    assess(read_case(few))  # the rules are bound
    return calls(assessed(many)) <= 1.1 * times * calls(assessed(few))


def test_unknown_persons_cost_linear_time() -> None:
    for more in ({"designated": None}, {"designated": True}):
        few, many = (facts(more, harms=[{}] * number) for number in (50, 500))
        assert grows_linearly(few, many, 10)


def test_unknown_persons_of_an_expected_malfunction_cost_linear_time() -> None:
    few, many = (facts(harms=[{}] * number, expected_malfunction=True) for number in (50, 500))
    assert grows_linearly(few, many, 10)


def test_unknown_matters_cost_linear_time() -> None:
    few, many = ({"device": {"own": True}, "matters": [EVENT | {"locus": None}] * number} for number in (50, 500))
    assert grows_linearly(few, many, 10)


def test_what_each_answer_would_bring_is_worked_out_for_a_thousand_persons() -> None:
    case = read_case(facts(harms=[{}] * 1000))
    answer = assess(case)
    assert len(questions_json(case, answer)) == 60
    ten = read_case(facts(harms=[{}] * 100))
    fewer = assess(ten)
    assert calls(lambda: questions_json(case, answer)) <= 12 * calls(lambda: questions_json(ten, fewer))
