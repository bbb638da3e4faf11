"""How fast versions become keys, and how fast a pair is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kizuki.core.advisories import (
    Advisory,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Status,
    affected_of_configurations,
)
from kizuki.core.matching import component_lookups, device_parts, judge
from kizuki.core.sbom import Component
from kizuki.core.versions import SCHEMES

_FORMS = {
    "semver": "{0}.{1}.{2}-rc.{1}",
    "pub": "{0}.{1}.{2}+{1}",
    "go": "v0.0.0-2019{0:02}{1:02}021931-daa7c04131f{2}",
    "deb": "1:{0}.{1}.{2}+dfsg-{1}~deb12u{2}",
    "rpm": "{0}.{1}.{2}-{1}.el8_{2}",
    "apk": "{0}.{1}.{2}_p{1}-r{2}",
    "pypi": "{0}.{1}.{2}rc{1}.post{2}",
    "maven": "{0}.{1}.{2}-beta-{1}",
    "gem": "{0}.{1}.{2}.rc{1}",
    "nuget": "{0}.{1}.{2}.{1}-beta.{2}",
    "composer": "v{0}.{1}.{2}-beta{1}",
    "bitnami": "{0}.{1}.{2}-{1}",
    "cran": "{0}.{1}-{2}",
    "hackage": "{0}.{1}.{2}.{1}",
    "conan": "{0}.{1}.{2}",
    "openssl": "1.0.{2}a",
    "intdot": "{0}.{1}.{2}",
    "datetime": "2024-{0:02}-{1:02}T00:00:0{2}Z",
    "lexicographic": "{0}.{1}.{2}",
    "generic": "{0}.{1}.{2}k",
}
"""A version of each scheme as real ones are written, from three numbers."""

PUMP = "cpe:2.3:a:acme:pump:{}:*:*:*:*:*:*:*"


def making_keys(scheme: str) -> Callable[[], Callable[[], int]]:
    """The keys of 1,000 distinct versions of one scheme, past the memory of keys already made."""

    def prepare() -> Callable[[], int]:
        versions = list(_versions(_FORMS[scheme]))
        key = SCHEMES[scheme]
        assert None not in map(key, versions), scheme

        def work() -> int:
            for version in versions:
                key(version)
            return len(versions)

        return work

    return prepare


def _versions(form: str) -> Iterator[str]:
    for number in range(1000):
        yield form.format(number // 100 + 1, number // 10 % 10 + 1, number % 10)


def judging() -> Callable[[], int]:
    """500 components against a record with a range, and against one that must run on another product of the device."""
    parts = [Component(f"c{at}", name="Pump", version=f"1.{at}", cpe=PUMP.format(f"1.{at}")) for at in range(500)]
    system = Component("s", name="System", version="7.1", cpe="cpe:2.3:o:acme:system:7.1:*:*:*:*:*:*:*")
    vulnerable = ConfigurationNode((CpeMatch(PUMP.format("*"), end_excluding="1.250"),))
    platform = ConfigurationNode((CpeMatch("cpe:2.3:o:acme:system:*:*:*:*:*:*:*:*", False, end_excluding="8"),))
    alone, beside = Configuration((vulnerable,)), Configuration((vulnerable, platform), all_of=True)
    records = [
        Advisory(
            "CVE-2024-1",
            "nvd",
            affected=affected_of_configurations((row,), "nvd", "NVD", Status.UNAFFECTED),
            configurations=(row,),
        )
        for row in (alone, beside)
    ]
    device = device_parts([system])

    def work() -> int:
        for record in records:
            for part in parts:
                judge(part, record, parts=device)
        return len(parts) * len(records)

    return work


def looking_up() -> Callable[[], int]:
    """The lookups of 500 components with a package URL and a CPE."""
    parts = [
        Component(
            f"c{at}", name="Pump", version=f"1.{at}.0", purl=f"pkg:npm/pump@1.{at}.0", cpe=PUMP.format(f"1.{at}")
        )
        for at in range(500)
    ]

    def work() -> int:
        for part in parts:
            component_lookups(part)
        return len(parts)

    return work


VERSION_WORKS: tuple[tuple[str, str, Callable[[], Callable[[], int]]], ...] = (
    *((f"keys {scheme}", "1,000 distinct versions", making_keys(scheme)) for scheme in _FORMS),
    ("judge", "500 components x 2 records, one with a platform", judging),
    ("lookups", "500 components, package URL and CPE", looking_up),
)
