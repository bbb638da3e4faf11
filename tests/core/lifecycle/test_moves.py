"""The tables of moves hold together, and refuse what they do not have."""

from __future__ import annotations

import pytest

from kizuki.core.lifecycle.moves import require_move, states_of
from kizuki.core.refusal import Refused

THINGS = ("information", "incident", "patch", "unit_patch", "unit", "hospital_report")


@pytest.mark.parametrize("thing", THINGS)
def test_every_state_that_can_be_reached_is_a_state(thing: str) -> None:
    table = states_of(thing)
    assert {state for following in table.values() for state in following} <= set(table)


def test_a_patch_is_validated_before_it_is_shipped() -> None:
    require_move("patch", "available", "validated", "patch")
    require_move("patch", "validated", "shipped", "patch")
    with pytest.raises(Refused, match="is available; from there it goes to validated, withdrawn"):
        require_move("patch", "available", "shipped", "patch")


def test_a_discarded_unit_comes_back_as_nothing() -> None:
    with pytest.raises(Refused, match="this is an end"):
        require_move("unit", "discarded", "in_use", "unit")


def test_a_state_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="'done' is not one of"):
        require_move("patch", "available", "done", "patch")
