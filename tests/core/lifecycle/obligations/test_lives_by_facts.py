"""Real facts, rules and ledger through whole lives of cases, held after every step against an oracle of the law.

An episode is a document, drawn, and a list of steps, each with a seed of its own: `lived(seed, steps)` plays it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.lifecycle.obligations.living import STEPS, WEIGHTS, Step, lived, steps_of

LEAST = {
    "answer": 1500, "change_back": 300, "draft": 250, "send": 40, "draft_and_send": 450, "receive": 100,
    "first_report": 45, "word_of_pmda": 10, "confirm": 350, "sign": 60, "hand_over": 20, "not_fulfilled": 50,
    "give_up_asking": 60, "judge": 30, "finish": 60,
}  # fmt: skip
"""How often each step must at least have been done in a thousand episodes, so that nothing passes by never happening."""


def all_live(seeds: Iterable[int], steps: int) -> Counter[str]:
    """Every episode holds; how often each step was done, and `episodes`."""
    done: Counter[str] = Counter()
    for seed in seeds:
        try:
            found = lived(seed, steps_of(seed, steps))
        except AssertionError as fault:
            raise AssertionError(f"seed {seed}, {steps} steps:\n{fault}") from None
        if found is not None:
            done += found
            done["episodes"] += 1
    return done


def test_a_thousand_lives_by_real_facts_hold_against_the_oracle() -> None:
    done = all_live(range(1_200), 12)
    assert done["episodes"] >= 1_000
    assert not {name: done[name] for name, least in LEAST.items() if done[name] < least}


def test_every_kind_of_step_is_drawn_and_counted() -> None:
    assert set(STEPS) == set(WEIGHTS) == set(LEAST)


STEP_LISTS = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 99_999)), max_size=12)
SLOW = [HealthCheck.too_slow]


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(seed=st.integers(0, 99_999), steps=STEP_LISTS)
def test_lives_that_hypothesis_draws_hold_against_the_oracle(seed: int, steps: list[Step]) -> None:
    lived(seed, steps)


@pytest.mark.prove
@settings(max_examples=1_000, deadline=None, suppress_health_check=SLOW)
@given(seed=st.integers(0, 99_999), steps=STEP_LISTS)
def test_a_thousand_lives_that_hypothesis_draws_hold_against_the_oracle(seed: int, steps: list[Step]) -> None:
    lived(seed, steps)


@pytest.mark.prove
def test_twenty_thousand_longer_lives_hold_against_the_oracle() -> None:
    all_live(range(1_000_000, 1_022_000), 16)
