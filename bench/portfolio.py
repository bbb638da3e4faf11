"""A portfolio of any size that is the same every time: components, releases, advisories, and how they meet.

A package has about eight versions in use; a release has 5,000 components, of which 500 differ from the release before;
every component stands in ten releases. One package in five of those that advisories speak of is in use. Half of the
advisories are OSV records with a range of one ecosystem, half are CVE records with vendor, product and CPE.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kizuki.core.advisories import Advisory, read_advisories
from kizuki.core.sbom import Component

ECOSYSTEMS = (
    ("npm", "npm", "npm"),
    ("npm", "npm", "npm"),
    ("pypi", "pypi", "PyPI"),
    ("deb", "deb/debian", "Debian:12"),
    ("nuget", "nuget", "NuGet"),
    ("cargo", "cargo", "crates.io"),
    ("generic", "generic", ""),
    ("generic", "generic", ""),
)
COPIES = 10
RELEASES_OF_A_DEVICE = 10
VERSIONS_OF_A_PACKAGE = 8
ADVISORIES_OF_A_PACKAGE = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: rows of `releases have components`, and advisories."""

    rows: int
    advisories: int

    @property
    def distinct(self) -> int:
        """Distinct package versions."""
        return self.rows // COPIES

    @property
    def release(self) -> int:
        """Components of one release."""
        return min(5_000, self.distinct // 2)

    @property
    def step(self) -> int:
        """Components by which a release differs from the one before."""
        return self.release // COPIES

    @property
    def releases(self) -> int:
        """Releases there are."""
        return self.distinct // self.step

    def __str__(self) -> str:
        return f"{self.rows:,} component rows, {self.distinct:,} package versions, {self.advisories:,} advisories"


def component(number: int) -> Component:
    """The distinct component with this number."""
    package, turn = divmod(number, VERSIONS_OF_A_PACKAGE)
    version = f"{1 + turn // 4}.{turn % 4}.{package % 7}"
    _, kind, ecosystem = ECOSYSTEMS[package % len(ECOSYSTEMS)]
    name = f"part-{package}"
    distribution = "?distro=debian-12" if kind.startswith("deb") else ""
    return Component(
        ref=f"c{number}",
        name=name,
        version=version,
        purl=f"pkg:{kind}/{name}@{version}{distribution}" if ecosystem else "",
        cpe="" if ecosystem else f"cpe:2.3:a:maker{package % 900}:{name}:{version}:*:*:*:*:*:*:*",
        supplier="" if ecosystem else f"maker{package % 900}",
    )


def components_of(release: int, size: Size) -> list[int]:
    """The numbers of the components of a release, spread over all packages."""
    first = release * size.step
    return [_spread((first + place) % size.distinct, size.distinct) for place in range(size.release)]


def _spread(place: int, of: int) -> int:
    """A walk through all numbers that never comes twice to one before it has been everywhere."""
    return place * _STRIDE % of if of % _STRIDE else place


_STRIDE = 7_919


def advisories(size: Size) -> Iterator[Advisory]:
    """Every advisory, as the readers read it."""
    for first in range(0, size.advisories, 1_000):
        numbers = range(first, min(first + 1_000, size.advisories))
        yield from read_advisories(json.dumps([record(number, size) for number in numbers]).encode()).advisories


def record(number: int, size: Size, revision: int = 0) -> dict[str, Any]:
    """One advisory as a feed gives it; another `revision` ends its range elsewhere."""
    dice = random.Random(number)
    package = number * 31 % (size.advisories // ADVISORIES_OF_A_PACKAGE)
    # Packages in use have the first numbers.
    _, _, ecosystem = ECOSYSTEMS[package % len(ECOSYSTEMS)]
    low = dice.choice(("0", "0", "1.0.0", "1.1.0"))
    high = f"{dice.choice((1, 1, 2))}.{dice.randrange(4)}.{(package + revision) % 7}"
    if ecosystem:
        return _osv(number, f"part-{package}", ecosystem, low, high)
    return _cve(number, f"part-{package}", f"maker{package % 900}", low, high)


def _osv(number: int, name: str, ecosystem: str, low: str, high: str) -> dict[str, Any]:
    return {
        "id": f"OSV-{number}",
        "modified": "2026-06-01T00:00:00Z",
        "published": "2026-05-20T00:00:00Z",
        "aliases": [f"CVE-2025-{number + 1_000}"],
        "summary": f"A flaw in {name} lets a remote caller stop the service",
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": low}, {"fixed": high}]}],
            }
        ],
    }


def _cve(number: int, name: str, maker: str, low: str, high: str) -> dict[str, Any]:
    versions = [{"version": low, "lessThan": high, "status": "affected", "versionType": "custom"}]
    cpe = f"cpe:2.3:a:{maker}:{name}:*:*:*:*:*:*:*:*"
    product = {
        "vendor": maker,
        "product": name,
        "versions": versions,
        "defaultStatus": "unaffected",
        "cpes": [cpe],
    }
    words = [{"lang": "en", "value": f"A flaw in {name} lets a remote caller stop the service"}]
    return {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {
            "cveId": f"CVE-2024-{number + 1_000}",
            "assignerOrgId": "x",
            "state": "PUBLISHED",
            "datePublished": "2026-05-20T00:00:00Z",
        },
        "containers": {
            "cna": {
                "providerMetadata": {"orgId": "x"},
                "descriptions": words,
                "references": [],
                "affected": [product],
            }
        },
    }
