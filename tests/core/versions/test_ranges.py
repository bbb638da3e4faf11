"""npm ranges, vers ranges and intervals: as other implementations have them, and the same by keys as by comparison."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from semantic_version import NpmSpec
from semantic_version import Version as SemanticVersion
from univers.version_range import VersionRange as UniversRange
from univers.versions import SemverVersion

from kizuki.core.refusal import Refused
from kizuki.core.versions import Interval, VersionRange, key_bounds, npm_range, read_vers, version_key

few = settings(max_examples=300, deadline=None)
digit = st.integers(0, 3).map(str)
whole = st.tuples(digit, digit, digit).map(".".join)
partial = st.one_of(
    whole,
    st.lists(digit, min_size=1, max_size=2).map(".".join),
    digit.map("{}.x".format),
    st.sampled_from(["*", "x"]),
)
simple = st.tuples(st.sampled_from(["", "^", "~", ">=", "<", "<=", ">", "="]), partial).map("".join)
npm = st.lists(
    st.one_of(
        st.lists(simple, min_size=1, max_size=2).map(" ".join),
        st.tuples(partial, partial).map(" - ".join),
    ),
    min_size=1,
    max_size=3,
).map(" || ".join)


@few
@given(npm, whole)
@example("^0.2.3 || ~1", "0.2.9")
@example("1.2 - 2", "2.3.3")
@example(">1 <2.1", "2.0.3")
@example("^0.0.3", "0.0.3")
def test_an_npm_range_holds_what_another_implementation_finds_in_it(text: str, version: str) -> None:
    try:
        expected = SemanticVersion(version) in NpmSpec(text)
    except ValueError:
        return
    found = npm_range(text)
    assert found is not None, text
    assert found.contains(version) is expected


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("^1.2.3", ["1.2.3", "1.9.0", "1.2.4-rc.1"], ["1.2.3-rc.1", "2.0.0", "2.0.0-rc.1"]),
        ("<2.0.0", ["2.0.0-rc.1", "0.0.1"], ["2.0.0"]),
        ("8.x || 7.x", ["8.1.3", "7.0.0"], ["9.0.0-rc.1", "6.9.9"]),
        (">= 0.9.1, < 0.9.5", ["0.9.1", "0.9.4"], ["0.9.5", "0.9.0"]),
        ("1.2.3 - 1.4", ["1.2.3", "1.4.9"], ["1.5.0-0", "1.2.2"]),
        ("", ["0.0.0", "9.9.9"], []),
        (">2 <1", [], ["0.5.0", "1.5.0", "3.0.0"]),
    ],
)
def test_npm_ranges_by_hand(text: str, inside: list[str], outside: list[str]) -> None:
    found = npm_range(text)
    assert found is not None
    assert [version for version in inside + outside if found.contains(version)] == inside


@pytest.mark.parametrize("text", ["latest", "git+https://x", "1.2.3.4", ">= one", "^1.2 and later", "~~1"])
def test_what_is_no_npm_range_is_none(text: str) -> None:
    assert npm_range(text) is None


constraint = st.tuples(st.sampled_from(["", "!=", ">=", "<=", ">", "<"]), whole)


@few
@given(st.lists(constraint, min_size=1, max_size=5, unique_by=lambda row: row[1]), whole)
@example([(">=", "1.0.0"), ("<", "2.0.0"), ("!=", "1.5.0")], "1.5.0")
@example([("<", "1.0.0"), (">=", "2.0.0")], "1.5.0")
def test_a_vers_range_holds_what_another_implementation_finds_in_it(
    rows: list[tuple[str, str]], version: str
) -> None:
    ordered = sorted(rows, key=lambda row: version_key("semver", row[1]) or b"")
    text = "vers:npm/" + "|".join("".join(row) for row in ordered)
    ours = read_vers(text, strict=True)
    if not_alternating(ordered) or any(sign == "!=" for sign, _ in rows):
        # Redundant constraints and exclusions are held against the specification's own words instead.
        assert ours.contains(version) is by_the_specification(ordered, version)
        return
    assert ours.contains(version) is (SemverVersion(version) in UniversRange.from_string(text))


def not_alternating(rows: list[tuple[str, str]]) -> bool:
    signs = [sign[0] for sign, _ in rows if sign and sign != "!="]
    return any(one == other for one, other in pairwise(signs))


def by_the_specification(rows: list[tuple[str, str]], version: str) -> bool:
    """The algorithm of the specification for containment, over tuples of numbers."""

    def numbers(text: str) -> tuple[int, ...]:
        return tuple(map(int, text.split(".")))

    here = numbers(version)
    for sign, named in rows:
        if numbers(named) == here and sign in ("", ">=", "<=", "!="):
            return sign != "!="
    bounds: list[tuple[str, tuple[int, ...]]] = []
    for sign, named in rows:
        if sign in ("", "!="):
            continue
        if bounds and sign[0] == ">" == bounds[-1][0][0]:
            continue
        if bounds and sign[0] == "<" == bounds[-1][0][0]:
            bounds.pop()
        bounds.append((sign, numbers(named)))
    if not bounds:
        return all(sign == "!=" for sign, _ in rows)
    if bounds[0][0][0] == "<" and here < bounds[0][1]:
        return True
    if bounds[-1][0][0] == ">" and here > bounds[-1][1]:
        return True
    pairs = pairwise(bounds)
    return any(one[0][0] == ">" and other[0][0] == "<" and one[1] < here < other[1] for one, other in pairs)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("npm/1.0", ""),
        ("vers:npm/", "constraint 1"),
        ("vers:npm/>=1||<2", "constraint 2"),
        ("vers:npm/>=", "constraint 1"),
        ("vers:npm/1%2G", "constraint 1"),
        ("vers:npm/*|1", ""),
        ("vers:npm/>*", "constraint 1"),
        ("vers:all/1", ""),
    ],
)
def test_a_vers_range_that_cannot_be_read_is_refused_by_place(text: str, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_vers(text)
    assert refusal.value.place == place


def test_a_scheme_that_is_not_held_and_a_version_without_a_key_leave_a_range_undetermined() -> None:
    unheld = read_vers("vers:ebuild/>=1.0|<2.0")
    assert (unheld.range, unheld.contains("1.5"), unheld.contains("1.0")) == (None, None, True)
    assert read_vers("vers:npm/>=1.0|<2.0").contains("main") is None
    assert read_vers("vers:generic/>=build 9|<2.0").range is None
    assert read_vers("vers:all/*").contains("anything") is True
    assert read_vers("vers:none/*").contains("anything") is False


def test_a_range_out_of_order_is_read_as_it_is_meant() -> None:
    vers = read_vers(" vers:semver/<7.0.0 | >=1.5.0 ")
    assert vers.text == "vers:semver/>=1.5.0|<7.0.0"
    assert [vers.contains(version) for version in ("1.4.0", "1.5.0", "7.0.0")] == [False, True, False]


OF_SCHEME = {
    "semver": ["0.9.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0", "1.0.1", "10.0.0", "2.0.0-0"],
    "pub": ["1.0.0-a", "1.0.0-a+1", "1.0.0", "1.0.0+1", "1.0.0+2"],
    "go": ["v0.0.0-20191109021931-daa7c04131f5", "v1.2.3", "v2.0.0+incompatible", "go1.21rc2", "1.21"],
    "deb": ["1.0", "1.0~rc1", "1.0-1", "1.0-1+b1", "1:0.1", "1.0+dfsg", "1", "1a", "1.0-0"],
    "rpm": ["1.0", "1.0~rc1", "1.0^git1", "1.0-1", "1:0.1", "1.0a", "1.0.1", "1.0-1.el8"],
    "apk": ["1", "1-r0", "1_rc1", "1_p1", "1.02", "1.1", "1a", "1.0", "1.00", "1_p", "1_p0"],
    "pypi": ["1.0.dev1", "1.0a1.dev1", "1.0a1", "1.0", "1.0.post1", "1.0+local", "1!0", "1.0.1"],
    "maven": ["1-alpha", "1-SNAPSHOT", "1", "1-sp", "1-foo", "1-1", "1.1", "1-a1", "1.0.1", "1-0.1"],
    "gem": ["1.a", "1.a.0.b", "1.a.0.0.1", "1", "1.0.1", "1.a.1", "1.b", "2"],
    "nuget": ["1.0", "1.0.0.1", "1.0-rc", "1.0-rc.1", "1.0-RC.2", "2"],
    "composer": ["1.0-dev", "1.0a1", "1.0-beta", "1.0-RC1", "1.0", "1.0-p1", "2.0-beta-dev", "2023.01.02.03.04.05"],
    "bitnami": ["6.2.0", "6.2.0-0", "6.2.0-3", "6.2.1", "6"],
    "cran": ["0.1", "0.1-2", "0.1.0", "0.10"],
    "hackage": ["1", "1.0", "1.0.0", "1.10", "1.9"],
    "conan": ["1.0", "1", "1.0-alpha", "1-rc.1", "1-1", "1.1", "1-1.2"],
    "openssl": ["1.0.2-beta1", "1.0.2", "1.0.2a", "1.0.2za", "3.0.0", "1.1.0"],
    "intdot": ["1", "1.0", "1.1", "10", "1.10"],
    "datetime": ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00+09:00"],
    "lexicographic": ["a", "ab", "B", "é", "b"],
    "generic": ["2.0", "10.0", "1.1.1", "1.1.1k", "1.0.0-rc1", "1.0.0p1", "3"],
}


@st.composite
def intervals(draw: st.DrawFn) -> tuple[str, Interval, str]:
    scheme = draw(st.sampled_from(sorted(OF_SCHEME)))
    version = st.sampled_from(OF_SCHEME[scheme])
    bound = st.one_of(st.just(""), version)
    return scheme, Interval(draw(bound), draw(st.booleans()), draw(bound), draw(st.booleans())), draw(version)


@settings(max_examples=600, deadline=None)
@given(intervals())
def test_between_the_keys_of_an_interval_lies_exactly_what_comparison_finds_in_it(
    case: tuple[str, Interval, str],
) -> None:
    scheme, interval, version = case
    bounds, key = key_bounds(scheme, interval), version_key(scheme, version)
    assert bounds is not None
    assert key is not None
    low, high = bounds
    selected = (low is None or low <= key) and (high is None or key <= high)
    assert selected is VersionRange(scheme, (interval,), "").contains(version)


@pytest.mark.parametrize("scheme", sorted(OF_SCHEME))
def test_no_key_is_the_beginning_of_another(scheme: str) -> None:
    keys = {version_key(scheme, version) or b"" for version in OF_SCHEME[scheme]} - {b""}
    if scheme != "lexicographic":
        assert not [(one, other) for one in keys for other in keys if one != other and other.startswith(one)]
    assert len(keys) > 2


def test_an_interval_reads_as_a_person_writes_it() -> None:
    texts = [
        Interval("1", True, "2", False).text,
        Interval("1", False).text,
        Interval(high="2", high_included=True).text,
    ]
    assert texts == [">= 1, < 2", "> 1", "<= 2"]
    assert (Interval().text, Interval("1", True, "1", True).text) == ("*", "= 1")


def test_an_interval_whose_bound_has_no_key_has_no_bounds() -> None:
    assert key_bounds("semver", Interval("main")) is None


def test_a_text_made_to_be_slow_is_answered_at_once() -> None:
    assert npm_range("1 " * 50_000) is None
    assert npm_range("9" * 100 + ".x") is None
    assert version_key("composer", "1.0beta" + "1" * 150 + "x") is None
    with pytest.raises(Refused, match="at most"):
        read_vers("vers:npm/" + "|".join(f"!=1.0.{number}" for number in range(5000)))
    assert read_vers("vers:npm/" + "|".join(f"!=1.0.{number}" for number in range(2000))).contains("1.0.77") is False
