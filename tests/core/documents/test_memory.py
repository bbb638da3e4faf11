"""What lives beside long work is not searched for cycles; what the work itself makes is."""

from __future__ import annotations

import gc
import weakref

import pytest

from kizuki.core.documents.memory import set_apart, set_apart_for_good


class Knot:
    def __init__(self) -> None:
        self.itself = self


def test_what_lives_is_set_apart_and_comes_back_and_cycles_made_meanwhile_are_collected() -> None:
    before = gc.get_freeze_count()
    with set_apart():
        assert gc.get_freeze_count() > before
        gone = weakref.ref(Knot())
        gc.collect()
        assert gone() is None
    assert gc.get_freeze_count() == 0


def test_it_comes_back_after_a_refusal_too() -> None:
    with pytest.raises(ValueError, match="refused"), set_apart():
        raise ValueError("refused")
    assert gc.get_freeze_count() == 0


def is_apart(one: object) -> bool:
    """Whether the search for garbage passes it by."""
    return not any(other is one for other in gc.get_objects())


def test_what_a_server_set_apart_for_good_stays_so_after_long_work() -> None:
    loaded = Knot()
    set_apart_for_good()
    try:
        # Their number says little: others of them may die meanwhile, by the count of who names them.
        assert is_apart(loaded)
        with set_apart():
            gone = weakref.ref(Knot())
            gc.collect()
            assert gone() is None
        assert is_apart(loaded)
    finally:
        gc.unfreeze()
