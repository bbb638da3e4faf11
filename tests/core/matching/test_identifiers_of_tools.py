"""Identifiers as tools write them: several, open ones, old ones; one component and one record are one finding."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.matching import finding_json, judge
from kizuki.core.sbom import Component, read_sbom
from tests.core.matching.cases import (
    AFFECTED,
    NOT_AFFECTED,
    UNDETERMINED,
    below,
    cve,
    only,
    osv,
    purl,
    read,
    verdict,
)


def nvd(criteria: str, status: str = "Analyzed", **bounds: str) -> Any:
    match = {"vulnerable": True, "criteria": criteria} | bounds
    row = {"id": "CVE-2026-1", "configurations": [{"nodes": [{"operator": "OR", "cpeMatch": [match]}]}]}
    return read({"cve": row | ({"vulnStatus": status} if status else {})})


def cpe(vendor: str, product: str, version: str = "*", part: str = "a") -> str:
    return f"cpe:2.3:{part}:{vendor}:{product}:{version}:*:*:*:*:*:*:*"


def component_of(part: dict[str, Any]) -> Component:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": [{"type": "library", "bom-ref": "c"} | part],
    }
    (component,) = read_sbom(json.dumps(document).encode()).components
    return component


def test_a_cpe_that_leaves_the_vendor_open_is_compared_by_product() -> None:
    component = Component("c", "kernel-4.19", "4.19.139", cpe=cpe("*", "linux_kernel", "4.19.139", "o"))
    advisory = nvd(cpe("linux", "linux_kernel", part="o"), versionEndIncluding="5.6.2")
    assert verdict(component, advisory) == (UNDETERMINED, ["vendor_open", "in_range"])


@pytest.mark.parametrize(
    ("recipe", "product", "vendor"), [("bluez5", "bluez", "bluez"), ("python3", "python", "python")]
)
def test_a_recipe_of_the_table_tells_the_vendor(recipe: str, product: str, vendor: str) -> None:
    component = Component("c", recipe, "3.8.0", cpe=f"cpe:2.3:*:*:{product}:3.8.0:*:*:*:*:*:*:*")
    assert verdict(component, nvd(cpe(vendor, product), versionEndExcluding="3.9"))[0] is AFFECTED


def test_further_cpes_of_syft_are_compared() -> None:
    guessed = [{"name": "syft:cpe23", "value": cpe(vendor, "Qt", "5.15.2")} for vendor in ("Qt5", "Qt")]
    component = component_of(
        {"name": "Qt5", "version": "5.15.2", "cpe": cpe("Qt5", "Qt5", "5.15.2"), "properties": guessed}
    )
    assert verdict(component, nvd(cpe("qt", "qt"), versionEndExcluding="5.15.14"))[0] is AFFECTED


@pytest.mark.parametrize(
    "identity",
    [
        [{"field": "purl", "confidence": 1, "concludedValue": "pkg:npm/lodash@4.17.20"}],
        {"field": "purl", "methods": [{"technique": "filename", "confidence": 1, "value": "pkg:npm/lodash@4.17.20"}]},
    ],
)
def test_what_the_evidence_concludes_is_compared(identity: Any) -> None:
    component = component_of({"name": "foo", "version": "4.17.20", "evidence": {"identity": identity}})
    assert verdict(component, osv("npm", "lodash", {"introduced": "0"}, {"fixed": "4.17.21"}))[0] is AFFECTED


def test_what_a_component_was_made_from_is_a_doubt_under_the_ancestor_s_version() -> None:
    ancestors = [{"type": "library", "name": "lodash", "version": "4.17.20", "purl": "pkg:npm/lodash@4.17.20"}]
    component = component_of({"name": "ours", "version": "1.0", "pedigree": {"ancestors": ancestors}})
    advisory = osv("npm", "lodash", {"introduced": "0"}, {"fixed": "4.17.21"})
    assert verdict(component, advisory) == (UNDETERMINED, ["ancestor", "in_range"])


def test_one_component_and_one_record_are_one_finding_with_every_identifier_that_met() -> None:
    component = Component(
        "c",
        "busybox",
        "1.34.1",
        cpe="cpe:2.3:*:*:busybox:1.34.1:*:*:*:*:*:*:*",
        identifiers=(("cpe", cpe("busybox", "busybox", "1.34.1")), ("purl", "pkg:generic/busybox@1.34.1")),
    )
    entry = {
        "vendor": "BusyBox",
        "product": "busybox",
        "packageURL": "pkg:generic/busybox",
        "cpes": [cpe("busybox", "busybox")],
        "versions": [below("1.35.0")],
    }
    shown = finding_json(only(component, cve(entry, entry | {"packageURL": None})), "en")
    assert shown["verdict"] == "affected"
    assert {row["identifier"] for row in shown["evidence"]["identifiers"]} == {"purl", "cpe"}


def test_affected_under_one_identifier_goes_before_not_affected_under_another() -> None:
    component = Component("c", "x", "1.0", "pkg:npm/x@1.0", identifiers=(("purl", "pkg:npm/y@1.0"),))
    affected = [
        {"package": {"ecosystem": "npm", "name": name}, "ranges": [{"type": "SEMVER", "events": events}]}
        for name, events in (
            ("x", [{"introduced": "2.0"}]),
            ("y", [{"introduced": "0"}, {"fixed": "1.5"}]),
        )
    ]
    advisory = read({"id": "X-1", "modified": "2024-01-01T00:00:00Z", "affected": affected})
    finding = only(component, advisory)
    assert finding.verdict is AFFECTED
    assert [row.verdict for row in finding.beside] == [NOT_AFFECTED]


def test_a_list_that_contradicts_itself_about_the_version_stays_undetermined() -> None:
    component = Component("c", "x", "1.0", cpe=cpe("a", "x", "1.0"), identifiers=(("cpe", cpe("b", "x", "3.0")),))
    assert verdict(component, nvd(cpe("a", "x"), versionEndExcluding="2.0")) == (UNDETERMINED, ["versions_disagree"])


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"last_affected": "2.10.0"}, AFFECTED),
        ({"fixed": "2.10.0"}, NOT_AFFECTED),
        ({"fixed": "2.10.0+cu130"}, AFFECTED),
        ({"fixed": "2.10.0+cu120"}, NOT_AFFECTED),
    ],
)
def test_a_local_build_of_python_stands_where_its_release_does(bound: dict[str, str], expected: object) -> None:
    component = purl("pkg:pypi/torch@2.10.0%2Bcu128", "2.10.0+cu128")
    assert verdict(component, osv("PyPI", "torch", {"introduced": "0"}, bound))[0] is expected


def test_the_packaging_library_says_the_same_of_local_builds() -> None:
    """The oracle is `packaging`."""
    specifiers = pytest.importorskip("packaging.specifiers")
    for text, bound in (("<=2.10.0", {"last_affected": "2.10.0"}), ("<2.10.0", {"fixed": "2.10.0"})):
        for version in ("2.10.0+cu128", "2.9.1+cpu", "2.10.1+cpu", "2.10.0"):
            inside = specifiers.SpecifierSet(text).contains(version, prereleases=True)
            component = purl(f"pkg:pypi/torch@{version.replace('+', '%2B')}", version)
            found = verdict(component, osv("PyPI", "torch", {"introduced": "0"}, bound))[0]
            assert (found is AFFECTED) is inside


def test_an_exact_version_is_compared_without_case() -> None:
    component = Component("c", "fw", "V1.2.3-B5", cpe=cpe("acme", "fw", "V1.2.3-B5", "o"))
    assert verdict(component, nvd(cpe("acme", "fw", "v1.2.3-b5", "o")))[0] is AFFECTED


def test_build_metadata_of_julia_counts() -> None:
    advisory = osv("Julia", "OpenSSL_jll", {"introduced": "0"}, {"fixed": "3.0.15+1"}, kind="SEMVER")
    for build, expected in (("0", AFFECTED), ("1", NOT_AFFECTED), ("2", NOT_AFFECTED)):
        assert verdict(purl(f"pkg:julia/OpenSSL_jll@3.0.15%2B{build}"), advisory)[0] is expected


@pytest.mark.parametrize("name", ["https://github.com/apple/swift-nio", "github.com/apple/swift-nio.git"])
def test_a_package_of_swift_is_its_repository_however_the_address_is_written(name: str) -> None:
    advisory = osv("SwiftURL", name, {"introduced": "0"}, {"fixed": "2.0.0"}, kind="SEMVER")
    assert verdict(purl("pkg:swift/github.com/apple/swift-nio@1.0.0"), advisory)[0] is AFFECTED


def test_an_ecosystem_with_the_address_of_a_registry_is_that_ecosystem() -> None:
    advisory = osv("Maven:https://maven.google.com", "androidx.core:core", {"introduced": "0"}, {"fixed": "1.1.0"})
    assert verdict(purl("pkg:maven/androidx.core/core@1.0.0"), advisory) == (AFFECTED, ["in_range"])


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Analyzed", (NOT_AFFECTED, ["outside"])),
        ("", (NOT_AFFECTED, ["outside"])),
        ("Modified", (UNDETERMINED, ["nvd_range_may_be_old", "outside"])),
        *(
            (status, (UNDETERMINED, ["default_unknown"]))
            for status in (
                "Received",
                "Awaiting Analysis",
                "Undergoing Analysis",
                "Not Scheduled",
                "Deferred",
                "New word",
            )
        ),
    ],
)
def test_what_a_range_of_nvd_leaves_out_is_not_affected_only_as_its_status_allows(
    status: str, expected: object
) -> None:
    component = Component("c", "lwip", "2.1.2", cpe=cpe("lwip_project", "lwip", "2.1.2"))
    assert verdict(component, nvd(cpe("lwip_project", "lwip"), status, versionEndExcluding="2.1.0")) == expected
    inside = Component("c", "lwip", "2.0", cpe=cpe("lwip_project", "lwip", "2.0"))
    assert verdict(inside, nvd(cpe("lwip_project", "lwip"), status, versionEndExcluding="2.1.0"))[0] is AFFECTED


def test_a_range_that_may_be_old_excludes_only_beside_a_cna_record_that_says_the_same() -> None:
    component = Component("c", "pump", "2.5", cpe=cpe("acme", "pump", "2.5"))
    old = nvd(cpe("acme", "pump"), "Modified", versionEndExcluding="2.0")
    entry = {"vendor": "Acme", "product": "Pump", "cpes": [cpe("acme", "pump")], "defaultStatus": "unaffected"}
    for high, expected, why in (
        ("2.0", NOT_AFFECTED, "cna_says_the_same"),
        ("3.0", UNDETERMINED, "nvd_range_may_be_old"),
    ):
        (finding,) = judge(component, old, cna=cve(entry | {"versions": [below(high)]}))
        assert (finding.verdict, finding.evidence.why[0].code) == (expected, why)
