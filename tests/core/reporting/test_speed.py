"""Unknown persons and matters cost linear time: seconds of the processor, so that a busy machine changes little."""

from __future__ import annotations

import time
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, questions_json

EVENT: dict[str, Any] = {"kind": "event", "learned_on": "2026-06-01", "locus": "domestic"}


def facts(device: dict[str, Any] | None = None, **matter: Any) -> dict[str, Any]:
    return {"device": {"own": True, "designated": False} | (device or {}), "matters": [EVENT | matter]}


def seconds(value: dict[str, Any]) -> float:
    started = time.process_time()
    assess(read_case(value))
    return time.process_time() - started


def test_unknown_persons_and_matters_cost_linear_time() -> None:
    seconds(facts())  # the rules are bound
    assert seconds(facts({"designated": None}, harms=[{}] * 100)) < 0.2
    assert seconds(facts({"designated": True}, harms=[{}] * 100, expected_malfunction=True)) < 0.2
    assert seconds({"device": {"own": True}, "matters": [EVENT | {"locus": None}] * 1000}) < 2
    hundred = seconds(facts({"designated": None}, harms=[{}] * 100))
    assert seconds(facts({"designated": None}, harms=[{}] * 1000)) < max(25 * hundred, 1.0)


def test_what_each_answer_would_bring_is_worked_out_for_a_thousand_persons() -> None:
    started = time.process_time()
    case = read_case(facts(harms=[{}] * 1000))
    assert len(questions_json(case, assess(case))) == 60
    assert time.process_time() - started < 6
