"""An unknown decision point leaves every outcome it could lead to, and the next question to ask."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.refusal import Refused
from kizuki.core.scoring.ssvc import POINTS, TABLES, evaluate, read_ssvc, say_ssvc, ssvc_json


@st.composite
def partly_answered(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    tree = draw(st.sampled_from(["supplier", "deployer", "cisa_coordinator", "coordinator_publication"]))
    answers = {key: draw(st.sampled_from([*POINTS[key].values, ""])) for key in TABLES[tree].inputs}
    return tree, {key: value for key, value in answers.items() if value}


@settings(max_examples=120, deadline=None)
@given(partly_answered())
def test_what_is_possible_is_what_the_completions_reach(case: tuple[str, dict[str, str]]) -> None:
    tree, answers = case
    missing = [key for key in TABLES[tree].inputs if key not in answers]
    reached = set()
    for values in product(*(POINTS[key].values for key in missing)):
        reached.add(evaluate(tree, answers | dict(zip(missing, values, strict=True))).outcome)
    found = evaluate(tree, answers)
    assert set(found.possible) == reached
    assert (found.outcome is None) == (len(reached) > 1)
    assert bool(found.open) == (len(reached) > 1)
    assert (found.settles_most in found.open) if found.open else not found.settles_most


def test_the_question_that_settles_most_leaves_the_fewest_outcomes() -> None:
    found = evaluate("supplier", {"E": "P", "TI": "T"})
    assert found.possible == ("S", "O", "I")
    assert found.open == ("U", "PSI")
    assert found.settles_most == "PSI"


def test_a_point_that_cannot_change_the_outcome_any_more_is_not_open() -> None:
    found = evaluate("supplier", {"E": "A", "TI": "T", "PSI": "S"})
    assert (found.outcome, found.open, found.settles_most) == ("I", (), "")


def test_once_one_part_of_a_point_is_known_the_other_part_is_asked() -> None:
    found = evaluate("supplier", {"E": "N", "A": "Y", "TI": "P", "PSI": "M"})
    assert (found.possible, found.open) == (("S",), ())
    assert evaluate("supplier", {"E": "P", "A": "Y", "TI": "P", "SI": "N"}).open == ("VD",)


def test_null_and_unknown_are_no_answer_and_names_are_understood() -> None:
    found = read_ssvc({"tree": "supplier", "answers": {"E": "PoC", "A": "yes", "TI": "unknown", "SI": None}})
    assert found.answers == {"E": "P", "A": "Y"}
    assert found.outcome is None


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([], "ssvc"),
        ({"tree": "developer"}, "ssvc.tree"),
        ({"tree": None}, "ssvc.tree"),
        ({"tree": "supplier", "answers": []}, "ssvc.answers"),
        ({"tree": "supplier", "answers": {"HI": "H"}}, "ssvc.answers.HI"),
        ({"tree": "supplier", "answers": {"E": "maybe"}}, "ssvc.answers.E"),
        ({"tree": "supplier", "answers": {"E": 1}}, "ssvc.answers.E"),
        ({"tree": "supplier", "answer": {}}, "ssvc.answer"),
        ({"tree": "supplier", "answers": {"U": "L", "A": "Y", "VD": "C"}}, "ssvc.answers.U"),
    ],
)
def test_what_is_no_answer_of_the_tree_is_refused_by_its_place(value: Any, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_ssvc(value)
    assert refusal.value.place == place


def test_an_outcome_is_said_with_its_table_s_version() -> None:
    settled, open_ = evaluate("supplier", {"E": "A", "TI": "T", "PSI": "S"}), evaluate("supplier", {})
    assert "DT_SP 1.0.0" in say_ssvc(settled, "ja")
    assert "直ちに対応" in say_ssvc(settled, "ja")
    assert "Exploitation" in say_ssvc(open_, "en")
    shown = ssvc_json(settled, "ja")
    assert (shown["outcome"], shown["version"], shown["points"]["E"]) == ("I", "DT_SP 1.0.0", "1.1.0")
    assert ssvc_json(open_, "en")["settles_most"] == "E"
