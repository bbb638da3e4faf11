"""Keys of the versions that real advisories name, against other implementations."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Callable
from typing import Any

import pytest
from univers.versions import GolangVersion, PypiVersion, RpmVersion

from kizuki.core.versions import version_key
from tests.shared import shared_data

FEEDS: list[tuple[str, str, Callable[[str], Any], int]] = [
    ("pypa", "pypi", PypiVersion, 60),
    ("almalinux", "rpm", RpmVersion, 0),
    ("go-vulndb", "go", GolangVersion, 0),
]


@pytest.mark.parametrize(("feed", "scheme", "oracle", "without_key"), FEEDS)
def test_real_versions_stand_in_the_order_of_another_implementation(
    feed: str, scheme: str, oracle: Callable[[str], Any], without_key: int
) -> None:
    by_package = versions_of(shared_data("vulns") / f"osv/{feed}.ndjson.xz")
    every = [(scheme, version) for versions in by_package.values() for version in versions]
    assert sum(version_key(*row) is None for row in every) <= without_key
    dice, compared = random.Random(20260601), 0
    for versions in by_package.values():
        known = [version for version in versions if version_key(scheme, version)]
        for _ in range(min(len(known), 30)):
            left, right = dice.choice(known), dice.choice(known)
            try:
                low, high = oracle(left), oracle(right)
            except ValueError:
                continue
            compared += 1
            ours, theirs = (version_key(scheme, left) or b""), (version_key(scheme, right) or b"")
            assert (ours > theirs) - (ours < theirs) == (low > high) - (low < high), (left, right)
    assert compared > 2000


def versions_of(path: Any) -> dict[str, list[str]]:
    """Every version that a feed names, by package."""
    found: dict[str, set[str]] = {}
    with lzma.open(path) as file:
        for line in file:
            for row in json.loads(line).get("affected", []):
                events = [
                    event for part in row.get("ranges", []) if part["type"] != "GIT" for event in part["events"]
                ]
                named = {text for event in events for text in event.values() if text != "0"}
                found.setdefault(row["package"]["name"], set()).update(row.get("versions") or [], named)
    return {package: sorted(versions) for package, versions in sorted(found.items())}
