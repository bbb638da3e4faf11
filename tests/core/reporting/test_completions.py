"""The search by matter and person gives the answer of trying every completion of the whole case."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kizuki.core.facts import Case, read_case
from kizuki.core.facts.answers import is_consistent, possible_answers, with_answer
from kizuki.core.facts.finding import State
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, completions, questions_json
from kizuki.core.reporting.completions import every_completion_reports
from kizuki.core.reporting.evaluation import findings

YES_NO = st.sampled_from([True, False, None])
SEVERITY = st.sampled_from(["none", "non_serious", "serious", "death", None])
HARM = st.fixed_dictionaries(
    {"severity": SEVERITY, "predictable": YES_NO, "trend_unpredictable": YES_NO, "trend_hazard": st.just(False)}
)
MATTER = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["event", "event", "infection", "vulnerability", None]),
        "learned_on": st.sampled_from(["2026-04-20", "2026-06-01"]),
        "locus": st.sampled_from(["domestic", "foreign", None]),
        "identical": st.sampled_from([None, None, False]),
        "harms": st.none() | st.lists(HARM, max_size=3),
        "potential": SEVERITY,
        "malfunction_predictable": YES_NO,
        "expected_malfunction": YES_NO,
        "component_present": st.just(True),
        "attackable": st.just(True),
        "affects_function": YES_NO,
        "mitigation": st.sampled_from([None, {"state": "none"}]),
        "rate": st.just({"observed": 0.3, "expected": 0.4, "scope": "death_serious", "known_beforehand": True}),
        "measure": st.just({"type": "other", "for_hazard": False, "covers_identical": True}),
        "research": st.just([]),
    }
)
CASES = st.fixed_dictionaries(
    {
        "device": st.fixed_dictionaries({"own": st.sampled_from([True, True, None]), "designated": YES_NO}),
        "matters": st.lists(MATTER, min_size=1, max_size=2),
    }
)
MOST = 3000


class TooMany(Exception):
    """A case that has more completions than this test tries."""


def tried_one_by_one(case: Case, left: list[int]) -> bool:
    left[0] -= 1
    if left[0] < 0:
        raise TooMany
    found = findings(case)
    if any(row.finding.state is State.MET for row in found):
        return True
    asked = [question for row in found if row.finding.state is State.OPEN for question in row.finding.questions]
    if not asked:
        return False
    completed = [with_answer(case, asked[0], answer) for answer in possible_answers(asked[0])]
    return all(
        tried_one_by_one(made, left) for made in completed if all(is_consistent(matter) for matter in made.matters)
    )


@settings(max_examples=250, deadline=None)
@given(facts=CASES)
def test_every_completion_reports_where_trying_them_one_by_one_says_so(facts: dict[str, Any]) -> None:
    try:
        case = read_case(facts)
        expected = tried_one_by_one(case, [MOST])
    except (Refused, TooMany):
        assume(False)
        raise
    assert every_completion_reports(case) is expected


def placed(facts: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The facts with one value entered at the path of a question."""

    def put(inner: Any, steps: list[str]) -> Any:
        step, rest = steps[0], steps[1:]
        if isinstance(inner, list):
            return [put(row, rest) if number == int(step) else row for number, row in enumerate(inner)]
        room = inner or {}
        return {**room, step: put(room.get(step), rest) if rest else value}

    entered: dict[str, Any] = put(facts, path.split("."))
    return entered


@settings(max_examples=120, deadline=None)
@given(facts=CASES)
def test_every_answer_that_is_offered_is_taken_by_the_reader_and_settles_its_question(facts: dict[str, Any]) -> None:
    try:
        case = read_case(facts)
    except Refused:
        assume(False)
        raise
    for question in questions_json(case, assess(case)):
        assert question["answers"], question["path"]
        for answer in question["answers"]:
            if answer.get("enter"):
                assert answer["value"] is None
                continue
            told = assess(read_case(placed(facts, question["path"], answer["value"])))
            assert question["path"] not in told.open_questions


def test_no_proof_and_another_scope_can_be_entered() -> None:
    fixed = {"state": "removed", "units_done": 3, "units_total": 3}
    vulnerability = {"kind": "vulnerability", "locus": "domestic", "learned_on": "2026-06-01", "mitigation": fixed}
    vulnerability |= {"component_present": True, "attackable": True, "affects_function": True, "potential": "death"}
    rate = {"kind": "rate", "locus": "domestic", "learned_on": "2026-06-01", "rate": {"observed": 2, "expected": 1}}
    facts = {"device": {"own": True, "designated": True}, "matters": [vulnerability, rate]}
    asked = {row["path"]: row["answers"] for row in questions_json(read_case(facts), assess(read_case(facts)))}
    proof = {answer["value"]: answer.get("enter") for answer in asked["matters.0.mitigation.proven_by"]}
    assert proof == {False: None, None: "text"}
    scope = [answer["value"] for answer in asked["matters.1.rate.scope"]]
    assert sorted(scope) == ["all", "death_serious"]
    unproved = assess(read_case(placed(facts, "matters.0.mitigation.proven_by", False)))
    assert ("2-ロ", "met") in {(duty.item, duty.finding) for duty in unproved.duties}
    otherwise = assess(read_case(placed(facts, "matters.1.rate.scope", "all")))
    assert "rate_counted_otherwise" in {row.code for row in otherwise.judgements}


def test_an_answer_that_would_contradict_what_is_known_is_not_offered() -> None:
    matter = {"kind": "event", "locus": "domestic", "learned_on": "2026-06-01", "potential": "non_serious"}
    facts = {"device": {"own": True}, "matters": [matter | {"harms": [{"predictable": False}]}]}
    asked = {row["path"]: row["answers"] for row in questions_json(read_case(facts), assess(read_case(facts)))}
    assert [answer["value"] for answer in asked["matters.0.harms.0.severity"]] == ["none", "non_serious"]


INFECTION: dict[str, Any] = {"kind": "infection", "learned_on": "2026-06-01", "also_in_domestic_units": False}


@pytest.mark.parametrize(
    "matter",
    [
        # At home ヘ where it was not foreseeable and ト where it was: the question and its two answers are three tries.
        INFECTION | {"locus": "domestic", "harms": [{"severity": "serious"}]},
        # Not foreseeable: ヘ at home, ト abroad. Again three, this time of the matter.
        INFECTION | {"harms": [{"severity": "serious", "predictable": False}]},
    ],
    ids=["of a person", "of the matter"],
)
def test_a_search_that_is_given_too_few_tries_leaves_the_outcome_open(
    matter: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = read_case({"device": {"own": True, "designated": False}, "matters": [matter]})
    monkeypatch.setattr(completions, "MOST_TRIES", 3)
    assert assess(case).outcome == "report"
    monkeypatch.setattr(completions, "MOST_TRIES", 2)
    assert assess(case).outcome == "open"
