"""A stored answer is compared, never rewritten."""

from __future__ import annotations

from kizuki.core.reporting.replay import held_against

STORED = {"outcome": "report", "primary": "1-ハ", "rules_digest": "a"}


def test_other_rules_with_the_same_answer_are_no_difference() -> None:
    assert held_against(STORED, STORED | {"rules_digest": "b"}).state == "same"


def test_another_answer_under_other_rules_is_a_difference_that_names_the_parts() -> None:
    replayed = held_against(STORED, STORED | {"rules_digest": "b", "primary": "2-イ"})
    assert (replayed.state, replayed.parts) == ("difference", ("primary",))


def test_another_answer_under_the_same_rules_is_a_fault() -> None:
    assert held_against(STORED, STORED | {"outcome": "open"}) == ("fault", ("outcome",))


def test_a_part_that_the_stored_answer_lacks_is_a_difference() -> None:
    assert held_against(STORED, STORED | {"rules_digest": "b", "texts": ["x"]}).parts == ("texts",)
