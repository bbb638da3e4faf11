"""What a hospital is not told: an embargo hides, and one case that tells this hospital is enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kizuki.core.hospitals.withholding import Vulnerability, withheld

NAMES = frozenset({"CVE-2026-1", "KZ-V-1"})


def test_what_nobody_holds_back_is_told() -> None:
    assert withheld([Vulnerability(NAMES, frozenset({1}))], set(), set()) == frozenset()


def test_a_vulnerability_under_embargo_is_withheld_by_every_name() -> None:
    assert withheld([Vulnerability(NAMES, secret=True)], set(), set()) == NAMES


def test_a_case_under_embargo_withholds_what_it_is_about() -> None:
    assert withheld([Vulnerability(NAMES, frozenset({1}))], {1}, set()) == NAMES


def test_a_case_that_tells_the_hospital_ends_it_for_this_hospital() -> None:
    assert withheld([Vulnerability(NAMES, frozenset({1, 2}), secret=True)], {1, 2}, {2}) == frozenset()


def test_a_case_about_something_else_tells_nothing_of_it() -> None:
    assert withheld([Vulnerability(NAMES, frozenset({1}))], {1}, {3}) == NAMES


@given(
    st.frozensets(st.integers(0, 4)),
    st.frozensets(st.integers(0, 4)),
    st.frozensets(st.integers(0, 4)),
    st.booleans(),
)
def test_telling_more_cases_never_withholds_more(
    cases: frozenset[int], hidden: frozenset[int], told: frozenset[int], secret: bool
) -> None:
    one = [Vulnerability(NAMES, cases, secret)]
    assert withheld(one, hidden, told | {0}) <= withheld(one, hidden, told) <= withheld(one, hidden | {0}, told)
