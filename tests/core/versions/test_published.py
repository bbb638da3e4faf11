"""Keys against the published lists of comparisons; every line that we answer otherwise is judged here."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.versions import read_vers, version_key
from tests.shared import shared_data

LISTS = [
    # scheme, list, least share that agrees, least share that has keys at all
    ("semver", "semver", 1.0, 0.98),
    ("go", "semver", 1.0, 0.98),
    ("pub", "pub", 1.0, 0.98),
    ("deb", "debian", 1.0, 1.0),
    ("rpm", "redhat", 1.0, 0.75),
    ("apk", "alpine", 1.0, 0.95),
    ("pypi", "pypi", 1.0, 0.7),
    ("maven", "maven", 1.0, 1.0),
    ("gem", "rubygems", 1.0, 0.9),
    ("nuget", "nuget", 1.0, 1.0),
    ("composer", "packagist", 0.98, 0.85),
    ("cran", "cran", 1.0, 1.0),
    ("hackage", "hackage", 1.0, 1.0),
]
"""What has no key: rpm letters outside ASCII, epochs that are words and release texts; Alpine's invalid versions;
legacy PyPI versions; `1beta`, which RubyGems refuses; `#` and branches of Composer; five numbers in SemVer."""

JUDGED = {
    # The list follows PHP's version_compare on the text as it stands; Composer pads every version to four numbers
    # before it compares, so that both mean the same release. Composer is right about its own packages.
    ("composer", "1.0.0 > 1.0"): 0,
}
SIGNS = {"<": -1, "=": 0, ">": 1}


def answer(scheme: str, left: str, right: str) -> int | None:
    low, high = version_key(scheme, left), version_key(scheme, right)
    return None if low is None or high is None else (low > high) - (low < high)


@pytest.mark.parametrize(("scheme", "name", "agree", "keyed"), LISTS)
def test_the_published_comparisons_hold(scheme: str, name: str, agree: float, keyed: float) -> None:
    text = (shared_data("versions") / f"osv-scalibr/{name}-versions.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("//", "#"))]
    answers, other = 0, {}
    for line in lines:
        left, sign, right = re.split(r"\s+([<=>])\s+", line)
        ours = answer(scheme, left, right)
        answers += ours is not None
        if ours not in (None, SIGNS[sign]):
            other[(scheme, line)] = ours
    assert other == {pair: ours for pair, ours in JUDGED.items() if pair[0] == scheme}
    assert answers >= len(lines) * keyed
    assert answers - len(other) >= answers * agree


def suite(name: str) -> list[dict[str, Any]]:
    text = (shared_data("versions") / f"vers-spec/{name}.json").read_text(encoding="utf-8")
    tests: list[dict[str, Any]] = json.loads(text)["tests"]
    return tests


@pytest.mark.parametrize("name", ["datetime_version_cmp_test", "lexicographic-test", "openssl_version_cmp_test"])
def test_the_comparisons_of_the_vers_specification_hold(name: str) -> None:
    for row in suite(name):
        scheme, versions = row["input"]["input_scheme"], row["input"]["versions"]
        keys = {version: version_key(scheme, version) for version in versions}
        assert None not in keys.values(), versions
        if row["test_type"] == "equality":
            assert (keys[versions[0]] == keys[versions[1]]) is row["expected_output"], versions
        else:
            assert sorted(versions, key=lambda version: keys[version] or b"") == row["expected_output"]


@pytest.mark.parametrize(
    "name", ["vers_canonical_parse_test", "pypi_range_validate_test", "pypi_range_containment_test"]
)
def test_the_ranges_of_the_vers_specification_are_read_as_it_says(name: str) -> None:
    for row in suite(name):
        given, expected = row["input"], row.get("expected_output")
        if row["test_type"] == "containment":
            assert read_vers(given["vers"]).contains(given["version"]) is expected, given
        elif row["test_type"] == "validate":
            assert read_vers(given).text == expected
        elif row.get("expected_failure"):
            with pytest.raises(Refused):
                read_vers(given, strict=True)
        else:
            vers = read_vers(given, strict=True)
            assert vers.versioning == expected["scheme"]
            assert [list(constraint) for constraint in vers.constraints] == expected["version_constraints"]
