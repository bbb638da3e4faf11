"""What a server holds for good is not searched for cycles, and nothing is while a document is read."""

from __future__ import annotations

import gc

import pytest

from kizuki.core.documents.memory import set_apart_for_good, without_cycle_search


class Knot:
    def __init__(self) -> None:
        self.itself = self


def test_the_search_is_off_meanwhile_and_on_again_after_a_refusal_too() -> None:
    with without_cycle_search():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="refused"), without_cycle_search():
        raise ValueError("refused")
    assert gc.isenabled()


def test_one_inside_another_leaves_it_off_until_the_outer_one_ends() -> None:
    with without_cycle_search():
        with without_cycle_search():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def is_apart(one: object) -> bool:
    """Whether the search for garbage passes it by."""
    return not any(other is one for other in gc.get_objects())


def test_what_a_server_set_apart_for_good_is_passed_by() -> None:
    loaded = Knot()
    assert not is_apart(loaded)
    set_apart_for_good()
    try:
        assert is_apart(loaded)
    finally:
        gc.unfreeze()
