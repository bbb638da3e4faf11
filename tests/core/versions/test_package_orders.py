"""Keys of package ecosystems against other implementations; where the two differ, who is right and why."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from univers.versions import (
    AlpineLinuxVersion,
    ComposerVersion,
    ConanVersion,
    GolangVersion,
    MavenVersion,
    RubygemsVersion,
)

from kizuki.core.versions import version_key

few = settings(max_examples=250, deadline=None)
number = st.integers(0, 40).map(str)

ORACLES: dict[str, Callable[[str], Any]] = {
    "maven": MavenVersion,
    "gem": RubygemsVersion,
    "apk": AlpineLinuxVersion,
    "go": GolangVersion,
    "composer": ComposerVersion,
    "conan": ConanVersion,
}

JUDGED = [
    # scheme, left, right, ours, theirs, who is right and why
    ("maven", "6-0", "6-0.1", -1, 0, "ours: the specification trims zeros only before a hyphen and the end"),
    ("maven", "8-RELEASE", "8", 0, 1, "ours: `release` is an alias of the release since Maven 3.8"),
    ("maven", "3", "3-0.M", -1, 0, "ours: an unknown qualifier is above the release"),
    ("maven", "2-0-12.4", "2-6", 1, -1, "theirs is Maven's nested list; ours the specification: `-0` is trimmed"),
    ("maven", "0-alpha", "0-ga-alpha", 0, -1, "ours: the specification trims `ga` before a hyphen"),
    ("maven", "7-rc", "7.rc", 0, 1, "ours: the specification takes a dot before a word for a hyphen"),
    ("maven", "8", "8-0.beta", 1, 0, "ours: theirs looks no further than the first number of a list"),
    ("apk", "8.0", "8.00", -1, 0, "ours: apk compares what begins with 0 as text; theirs is Gentoo's rule"),
    ("apk", "6.01.01", "6.010.00", -1, 1, "ours: as above"),
    ("composer", "1.0.0-alpha1", "1.0.0-RC1", -1, 1, "ours: Composer knows the stages in any case of letters"),
    ("composer", "4.3.8", "4.3.8.1", -1, 0, "ours: Composer has four numbers, theirs reads three"),
]


def order(scheme: str, left: str, right: str) -> int:
    low, high = version_key(scheme, left), version_key(scheme, right)
    assert low is not None, left
    assert high is not None, right
    return (low > high) - (low < high)


def theirs(scheme: str, left: str, right: str) -> int:
    low, high = ORACLES[scheme](left), ORACLES[scheme](right)
    return int(low > high) - int(low < high)


@pytest.mark.parametrize(("scheme", "left", "right", "ours", "other", "why"), JUDGED)
def test_where_another_implementation_answers_otherwise_is_judged(
    scheme: str, left: str, right: str, ours: int, other: int, why: str
) -> None:
    assert (order(scheme, left, right), theirs(scheme, left, right)) == (ours, other), why


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


qualifier = st.sampled_from(
    ["alpha", "beta-1", "b2", "milestone-3", "RC1", "cr2", "SNAPSHOT", "sp", "jre8", "x", "1"]
)
maven = joined(
    st.lists(number, min_size=1, max_size=3).map(".".join),
    st.sampled_from(["", "", ".0", ".0.0"]),
    st.lists(qualifier.map("-{}".format), max_size=2).map("".join),
)


@few
@given(maven, maven)
@example("1-sp", "1-foo")
@example("1-foo", "1-1")
@example("1-1", "1.1")
@example("1.0-SNAPSHOT", "1.0-rc1")
def test_maven_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("maven", left, right) == theirs("maven", left, right)


segment = st.one_of(number, st.sampled_from(["0", "0", "a", "b", "rc", "pre", "a10", "rc1", "A"]))
gem = joined(
    number, st.lists(segment.map(".{}".format), max_size=5).map("".join), st.sampled_from(["", "", "-1", "-x"])
)


@few
@given(gem, gem)
@example("1.a", "1.0.a")
@example("1.a.0.b", "1.a.b")
@example("1.a.0.0.b", "1.a.0.b")
@example("1.a.0.0.1", "1.a.0.1")
@example("1.a", "1.a.0.1")
def test_gem_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("gem", left, right) == theirs("gem", left, right)


apk = joined(
    number,
    st.lists(number.map(".{}".format), max_size=3).map("".join),
    st.sampled_from(["", "", "a", "z"]),
    st.lists(st.sampled_from(["_alpha1", "_beta", "_pre2", "_rc10", "_p1", "_p20"]), max_size=2).map("".join),
    st.sampled_from(["", "-r0", "-r1", "-r20"]),
)


@few
@given(apk, apk)
@example("1.02", "1.1")
@example("1_rc1", "1")
@example("1_p1", "1-r5")
@example("1.2a", "1.2.1")
def test_apk_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    if "-r0" in left + right:
        # apk puts `1` before `1-r0`; the other implementation calls them one.
        left, right = (text if "-r" in text else f"{text}-r0" for text in (left, right))
    assert order("apk", left, right) == theirs("apk", left, right)


word = st.sampled_from(["alpha", "beta", "rc", "x-y", "A", "0a", "20191109021931-daa7c04131f5"])
semver = joined(
    st.lists(number, min_size=3, max_size=3).map(".".join),
    st.one_of(st.just(""), st.lists(st.one_of(number, word), min_size=1, max_size=3).map(".".join).map("-{}".format)),
)


@few
@given(semver, semver, st.sampled_from(["", "+incompatible"]))
@example("0.0.0-20191109021931-daa7c04131f5", "0.0.0-20200101000000-000000000000", "")
@example("1.2.4-0.20191109021931-daa7c04131f5", "1.2.4", "")
def test_go_keys_stand_in_the_order_of_another_implementation(left: str, right: str, build: str) -> None:
    assert order("go", f"v{left}{build}", f"v{right}") == theirs("go", f"v{left}", f"v{right}")


composer = joined(
    st.lists(number, min_size=3, max_size=3).map(".".join),
    st.sampled_from(["", "", "-alpha1", "-alpha2", "-beta1", "-beta3", "-rc1", "-rc2"]),
)


@few
@given(composer, composer)
def test_composer_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("composer", left, right) == theirs("composer", left, right)


dotted = st.lists(number, min_size=1, max_size=4).map(".".join)
conan = joined(dotted, st.sampled_from(["", "", "-alpha", "-beta", "-rc.1", "-rc.10", "-1", "-1.2", "-1.0"]))


@few
@given(conan, conan)
def test_conan_keys_stand_in_the_order_of_another_implementation(left: str, right: str) -> None:
    assert order("conan", left, right) == theirs("conan", left, right)


def test_zeros_at_the_end_of_an_intdot_do_not_count() -> None:
    assert [order("intdot", "1", text) for text in ("1.0", "1.0.0", "1.0.1", "01")] == [0, 0, -1, 0]


@few
@given(dotted, dotted)
def test_intdot_keys_stand_in_the_order_of_their_numbers(left: str, right: str) -> None:
    def numbers(text: str) -> list[int]:
        found = [int(part) for part in text.split(".")]
        while found and not found[-1]:
            found.pop()
        return found

    one, other = numbers(left), numbers(right)
    assert order("intdot", left, right) == (one > other) - (one < other)


WILD = [
    ("maven", [".0", ".1", ".10", "-1", "-alpha", "-beta", "-rc", "-SNAPSHOT", "-sp", "-foo", "-a1", ".Final"], 0.99),
    ("gem", [".0", ".1", ".10", ".a", ".b", ".rc1", ".pre", ".A"], 0.999),
    ("apk", [".0", ".1", ".10", ".02", ".010", ".3_rc1", ".4_p2", ".5-r1", ".6a"], 0.99),
    ("composer", [".0", ".1", ".10", ".3-beta1", ".4-RC2"], 0.95),
    ("go", [".0", ".1", ".10", ".3-rc.1"], 0.95),
]


@pytest.mark.parametrize(("scheme", "pieces", "least"), WILD)
def test_of_versions_thrown_together_at_random_enough_stand_in_the_same_order(
    scheme: str, pieces: list[str], least: float
) -> None:
    dice = random.Random(20260601)

    def version() -> str:
        text = str(dice.randint(0, 9))
        for _ in range(dice.randint(0, 3)):
            text += dice.choice(pieces)
        return text

    compared = alike = 0
    while compared < 1500:
        left, right = version(), version()
        if version_key(scheme, left) is None or version_key(scheme, right) is None:
            continue
        try:
            expected = theirs(scheme, left, right)
        except ValueError:
            continue
        compared += 1
        alike += order(scheme, left, right) == expected
    assert alike >= compared * least
