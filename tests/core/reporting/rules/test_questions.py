"""What to ask next, and what each answer would bring."""

from __future__ import annotations

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, questions_json

DOMESTIC = {"kind": "case", "aware_on": "2026-06-01", "locus": "domestic", "own_device": True, "designated": False}


def test_each_answer_says_which_items_it_brings() -> None:
    case = read_case(DOMESTIC | {"potential": "death", "malfunction_predictable": False})
    asked = {row["path"]: row for row in questions_json(case, assess(case), "en")}
    nobody, somebody = asked["matters.0.harms"]["answers"]
    assert (nobody["value"], somebody["value"]) == ([], [{}])
    assert nobody["items"] == ["2-ロ"]
    assert nobody["settles"] == 4  # 1-イ, 1-ハ, 2-イ and 3-ロ fall away
    assert somebody["settles"] == 0


def test_the_question_whose_answers_settle_most_is_asked_first() -> None:
    case = read_case({key: value for key, value in DOMESTIC.items() if key != "own_device"} | {"harm": "death"})
    paths = [row["path"] for row in questions_json(case, assess(case))]
    assert paths[0] == "device.own"


def test_foreseeability_of_a_serious_case_decides_between_15_and_30_days() -> None:
    case = read_case(DOMESTIC | {"harm": "serious", "potential": "serious"})
    asked = {row["path"]: row for row in questions_json(case, assess(case), "ja")}
    row = asked["matters.0.harms.0.predictable"]
    assert row["question"].startswith("症例を使用上の必要な注意等から予測できるか")
    items = {answer["value"]: answer["items"] for answer in row["answers"]}
    assert items == {False: ["1-ハ", "2-ロ"], True: ["2-ロ"]}


def test_no_question_is_left_where_everything_is_settled() -> None:
    case = read_case(DOMESTIC | {"harm": "none", "potential": "none", "predictable": False})
    assert questions_json(case, assess(case)) == []


def test_a_case_of_a_hundred_unknown_matters_is_answered_and_stays_open() -> None:
    matter = {"kind": "event", "learned_on": "2026-06-01"}
    case = read_case({"matters": [matter] * 100})
    answer = assess(case)
    assert answer.outcome == "open"
    assert len(answer.open_questions) > 500
    assert len(questions_json(case, answer)) == 60
