"""Keys against other implementations."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from univers.debian import Version as UniversDeb
from univers.nuget import Version as UniversNuget
from univers.rpm import vercmp
from univers.versions import PypiVersion, SemverVersion

from kizuki.core.versions import SCHEMES, version_key

few = settings(max_examples=300, deadline=None)
number = st.integers(0, 120).map(str)
word = st.sampled_from(["alpha", "beta", "rc", "x-y", "A", "a1", "0a", "SNAPSHOT"])


def order(scheme: str, left: str, right: str) -> int:
    low, high = version_key(scheme, left), version_key(scheme, right)
    assert low is not None, left
    assert high is not None, right
    return (low > high) - (low < high)


def as_sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


semver = st.builds(
    lambda numbers, pre, meta: (
        ".".join(numbers) + ("-" + ".".join(pre) if pre else "") + ("+" + meta if meta else "")
    ),
    st.lists(number, min_size=3, max_size=3),
    st.lists(st.one_of(number, word), max_size=3),
    st.sampled_from(["", "", "5", "b.7"]),
)


@few
@given(semver, semver)
@example("1.0.0-alpha", "1.0.0-alpha.1")
def test_semver_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    expected = as_sign(SemverVersion(left.partition("+")[0]), SemverVersion(right.partition("+")[0]))
    assert order("semver", left, right) == expected


deb_text = st.from_regex(r"\A(?:[0-2]:)?[0-9][0-9a-zA-Z.+~]{0,6}(?:-[0-9a-zA-Z.+~]{1,4})?\Z")


@few
@given(deb_text, deb_text)
@example("1.0", "1.0~rc1")
@example("1.0-1", "1.0")
@example("1a", "1a0")
def test_deb_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    expected = as_sign(UniversDeb.from_string(left), UniversDeb.from_string(right))
    assert order("deb", left, right) == expected


rpm_text = st.from_regex(r"\A[0-9a-zA-Z][0-9a-zA-Z._+~^]{0,8}\Z")


@few
@given(rpm_text, rpm_text)
@example("1.0^", "1.0")
@example("1.0~rc1", "1.0")
@example("1.0a", "1.0.1")
def test_rpm_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("rpm", left, right) == vercmp(left, right)


pep440 = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "1!"]),
        st.lists(number, min_size=1, max_size=3).map(".".join),
        st.sampled_from(["", "a1", "-alpha.2", "b", "rc2", ".c1", "_pre3"]),
        st.sampled_from(["", ".post1", "-4", "rev2"]),
        st.sampled_from(["", ".dev0", "dev5"]),
        st.sampled_from(["", "", "+abc.1", "+5", "+ubuntu-2"]),
    ),
)


@few
@given(pep440, pep440)
@example("1.0", "1.0.0")
@example("1.0.dev1", "1.0a1.dev1")
def test_pypi_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("pypi", left, right) == as_sign(PypiVersion(left), PypiVersion(right))


nuget = st.builds(
    lambda numbers, pre: ".".join(numbers) + ("-" + ".".join(pre) if pre else ""),
    st.lists(number, min_size=1, max_size=4),
    st.lists(st.one_of(number, word), max_size=2),
)


@few
@given(nuget, nuget)
def test_nuget_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("nuget", left, right) == as_sign(UniversNuget.from_string(left), UniversNuget.from_string(right))


@pytest.mark.parametrize("scheme", sorted(set(SCHEMES) - {"datetime", "lexicographic", "openssl"}))
def test_a_sorted_list_of_releases_is_sorted_by_keys(scheme: str) -> None:
    releases = ["0", "0.9", "0.10", "1.2.3", "2.0", "10.0", "10.0.1", "255.255", "1000000000000000000000"]
    # Composer reads at most five digits first.
    releases = releases[:-1] if scheme == "composer" else releases
    assert all(order(scheme, low, high) < 0 for low, high in pairwise(releases))
