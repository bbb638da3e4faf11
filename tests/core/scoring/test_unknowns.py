"""For every set of answers to every metric: making one of them Unknown never makes the metric milder."""

from collections.abc import Iterator
from itertools import product

import pytest

from kizuki.core.scoring.flows import BASE, flows, modified_attack_vector
from kizuki.core.scoring.rubric import METRICS, QUESTIONS
from kizuki.core.scoring.rulings import STANDARD, Chosen
from kizuki.core.scoring.trees import AnyOf, Ask, Levels, Node, follow

WORST_WHEN_UNKNOWN = [*BASE, "E", "RL", "RC", "CR", "IR", "AR"]
LOWERED_BY_CONTROLS = ["MAC", "MPR", "MUI", "MS"]


def tree_of(metric: str, rulings: Chosen = STANDARD) -> Node:
    return BASE[metric] if metric in BASE else flows(rulings)[metric].tree


def codes_of(tree: Node) -> list[str]:
    if isinstance(tree, str):
        return []
    if isinstance(tree, Levels):
        return list(tree.codes)
    if isinstance(tree, AnyOf):
        return [*tree.codes, *tree.beside, *codes_of(tree.yes), *codes_of(tree.no)]
    assert isinstance(tree, Ask)
    return [tree.code, *(code for branch in tree.then.values() for code in codes_of(branch))]


def every_answer(codes: list[str]) -> Iterator[dict[str, str]]:
    values = [[value for value in QUESTIONS[code].values if value != "NA"] for code in codes]
    for answers in product(*values):
        yield dict(zip(codes, answers, strict=True))


def rank(metric: str, value: str) -> int:
    """0 for the highest contribution; `X` counts as the highest, as CVSS has it for E, RL, RC, and M* unchanged."""
    return 0 if value == "X" else METRICS[metric].worst_first.index(value)


@pytest.mark.parametrize("metric", WORST_WHEN_UNKNOWN)
def test_an_unknown_is_at_least_as_bad_as_any_answer(metric: str) -> None:
    tree = tree_of(metric)
    codes = list(dict.fromkeys(codes_of(tree)))
    for given in every_answer(codes):
        known = rank(metric, follow(tree, given).value)
        for code in codes:
            assert rank(metric, follow(tree, {**given, code: "U"}).value) <= known, (given, code)


def test_the_other_reading_of_report_confidence_keeps_that_too() -> None:
    tree = tree_of("RC", Chosen(overridden=(("XRCR_unknown", "C"),)))
    for given in every_answer(["XRCV", "XRCF", "XRCR"]):
        known = rank("RC", follow(tree, given).value)
        for code in given:
            assert rank("RC", follow(tree, {**given, code: "U"}).value) <= known


@pytest.mark.parametrize("metric", LOWERED_BY_CONTROLS)
def test_an_unknown_control_is_no_control(metric: str) -> None:
    tree = tree_of(metric)
    for given in every_answer(codes_of(tree)):
        for code in given:
            unknown = follow(tree, {**given, code: "U"}).value
            assert unknown == follow(tree, {**given, code: "N"}).value
            if unknown != "X":
                assert follow(tree, given).value == unknown


@pytest.mark.parametrize("base", ["N", "A", "L", "P"])
def test_an_unknown_control_of_the_network_or_the_case_is_no_control(base: str) -> None:
    tree = modified_attack_vector(base).tree
    for given in every_answer(["XMAVD", "XMAVF", "XMAVG", "XMAVV", "XMAVZ"]):
        for code in ("XMAVF", "XMAVG", "XMAVV", "XMAVZ"):
            unknown = follow(tree, {**given, code: "U"}).value
            assert unknown == follow(tree, {**given, code: "N"}).value
        assert follow(tree, {**given, "XMAVD": "U"}).value == "X"


def test_the_rubric_is_whole() -> None:
    """103 elements: 37 of the base with 6 derived, 13 temporal, 53 environmental; 13 of them safety-relevant."""
    parts = [METRICS[row.metric].part for row in QUESTIONS.values()]
    assert (parts.count("base"), parts.count("temporal"), parts.count("environmental")) == (37, 13, 53)
    derived = [row for row in QUESTIONS.values() if row.derived]
    assert len(derived) == 12
    assert len([row for row in derived if METRICS[row.metric].part == "base"]) == 6
    assert all(row.page for row in QUESTIONS.values())
