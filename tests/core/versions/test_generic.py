"""The order of versions that name no scheme: hand-made cases."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kizuki.core.versions import comparable, scheme_of, version_key


@pytest.mark.parametrize(
    "ascending",
    [
        ["2.0", "10.0"],
        ["build 9", "build 55"],
        ["1.1.1", "1.1.1a", "1.1.1k", "1.1.1l", "1.1.1z", "1.1.1za", "1.1.1zh", "1.1.2"],
        [
            "1.0.0-alpha",
            "1.0.0-beta",
            "1.0.0-beta2",
            "1.0.0-rc1",
            "1.0.0 RC2",
            "1.0.0",
            "1.0.0p1",
            "1.0.0-p2",
            "1.0.1",
        ],
        ["v1.4.15", "1.4.16", "V1.5"],
        ["4.2.8p9", "4.2.8p15"],
        ["1.8.0_191", "1.8.0_202"],
        ["2022-12-31", "20230101", "2023/02/01"],
        ["FW12", "fw13"],
        ["R0.9", "R0.13", "R0.13c"],
    ],
)
def test_what_every_reader_would_order_the_same_way_is_in_that_order(ascending: list[str]) -> None:
    keys = [version_key("generic", version) for version in ascending]
    assert None not in keys
    for low, high in pairwise(keys):
        assert low is not None
        assert high is not None
        assert comparable("generic", low, high)
        assert low < high


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2.0", "2.0.0"),
        ("v3", "3.0"),
        ("1.0RC1", "1.0-rc.1"),
        ("20230101", "2023-01-01"),
        ("Ｖ６．１０", "6.10"),
    ],
)
def test_two_spellings_of_one_version_have_one_key(left: str, right: str) -> None:
    assert version_key("generic", left) == version_key("generic", right) is not None


@pytest.mark.parametrize(
    "version",
    [
        "", " ", "n/a", "*", "-", "unspecified", "2.05", "1.0b", "1.0a", "8.8.5-02", "1.2.3+5", "1.0-snapshot",
        "5.0 SP1", "8u202", "1.0b2", "12.4(25e)", "1.4.3 and earlier", "<= 14.0.3", "G5.0.1.5-210720-141020",
        "1" * 201, "a1b2c3d4e5f6", "-1.0", ".5",
    ],
)  # fmt: skip
def test_a_version_that_cannot_be_ordered_for_sure_has_no_key(version: str) -> None:
    assert version_key("generic", version) is None


@pytest.mark.parametrize(
    ("left", "right"), [("build 9", "2.0"), ("20230115", "3.1"), ("r0.13", "0.13c"), ("build 9", "fw 9")]
)
def test_versions_of_unlike_make_are_not_comparable(left: str, right: str) -> None:
    one, other = version_key("generic", left), version_key("generic", right)
    assert one is not None
    assert other is not None
    assert not comparable("generic", one, other)


@pytest.mark.parametrize(
    ("scheme", "version"),
    [
        ("semver", "1.2.3.4"),
        ("semver", "latest"),
        ("deb", "1.0 beta"),
        ("rpm", "1.0-1-1"),
        ("pypi", "1.0-foo"),
        ("nuget", "1.2.3.4.5"),
    ],
)
def test_a_version_outside_its_scheme_has_no_key(scheme: str, version: str) -> None:
    assert version_key(scheme, version) is None


def test_a_scheme_that_is_not_held_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="conda"):
        version_key("conda", "1.0")


@pytest.mark.parametrize(
    ("purl_type", "scheme"),
    [("npm", "semver"), ("golang", "go"), ("apk", "apk"), ("cocoapods", "gem"), ("conda", None), ("alpm", None)],
)
def test_a_type_of_package_takes_the_scheme_of_the_table_or_none(purl_type: str, scheme: str | None) -> None:
    assert scheme_of(purl_type) == scheme
