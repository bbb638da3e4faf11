"""Whether a fix is a change of the approval and a recall: proposals, and what an unknown answer keeps open."""

from __future__ import annotations

import pytest

from kizuki.core.lifecycle.measures.classification import (
    CLASSES,
    FIELD_MEASURES,
    PROCEDURES,
    RULES,
    below,
    proposed_change,
    proposed_class,
)
from kizuki.core.refusal import Refused

ALL_NO = dict.fromkeys(RULES, "no")


def test_the_first_question_that_is_answered_yes_proposes() -> None:
    assert proposed_change(ALL_NO | {"only_closes": "yes"}).safe == "neither"
    assert proposed_change(ALL_NO | {"other_system": "yes", "only_closes": "yes"}).safe == "minor_change"
    assert proposed_change(ALL_NO | {"adds_function": "yes", "only_closes": "yes"}).safe == "partial_change"


@pytest.mark.parametrize("unknown", [{"adds_function": "unknown"}, {}])
def test_an_answer_that_is_not_known_keeps_the_stricter_outcome_open(unknown: dict[str, str]) -> None:
    answers = {rule: said for rule, said in ALL_NO.items() if rule != "adds_function"} | unknown
    found = proposed_change(answers | {"only_closes": "yes"})
    assert (found.outcome, found.open, found.unanswered) == ("neither", ("partial_change",), ("adds_function",))
    assert found.safe == "partial_change"


def test_where_every_question_is_answered_no_somebody_asks_first() -> None:
    assert proposed_change(ALL_NO).safe == "ask_first"


@pytest.mark.parametrize(
    ("potentials", "expected"),
    [
        (["death"], "I"),
        (["serious", "none"], "I"),
        (["non_serious"], "II"),
        (["none"], "III"),
        ([None, "none"], "I"),
        ([], "I"),
    ],
)
def test_the_class_is_that_of_the_worst_potential_and_the_strictest_where_it_is_not_known(
    potentials: list[str | None], expected: str
) -> None:
    assert proposed_class(potentials) == expected


def test_a_milder_class_is_told_from_a_stricter_one() -> None:
    assert below("II", "I")
    assert not below("I", "II")
    assert not below("II", "II")


def test_correction_where_it_stands_is_a_recall_and_stock_is_none() -> None:
    assert [name for name, row in FIELD_MEASURES.items() if row.recall] == ["recall", "correction", "monitoring"]
    assert list(CLASSES) == ["I", "II", "III"]
    assert {rule.outcome for rule in RULES.values()} <= set(PROCEDURES)


def test_a_question_or_an_answer_that_the_table_has_not_is_refused() -> None:
    for answers in ({"colour": "yes"}, {"only_closes": "perhaps"}):
        with pytest.raises(Refused):
            proposed_change(answers)
