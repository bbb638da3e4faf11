"""A binary package is seen through its source package, under the source's own version."""

from __future__ import annotations

import json
import tarfile

import pytest

from kizuki.core.matching import judge
from kizuki.core.sbom import Component, read_sbom
from kizuki.core.sbom.further import source_of
from kizuki.core.sbom.purl import read_purl
from tests.core.matching.cases import AFFECTED, NOT_AFFECTED, UNDETERMINED, osv, verdict
from tests.shared import shared_data


def cyclonedx(properties: dict[str, str], **more: object) -> Component:
    rows = [{"name": name, "value": value} for name, value in properties.items()]
    part = {"type": "library", "bom-ref": "c", "properties": rows} | more
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [part]}
    (component,) = read_sbom(json.dumps(document).encode()).components
    return component


TRIVY = "aquasecurity:trivy:Src"
BINARY = {"name": "libssl3", "version": "3.0.11-1", "purl": "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12"}


@pytest.mark.parametrize(
    ("properties", "source"),
    [
        ({f"{TRIVY}Name": "openssl", f"{TRIVY}Version": "3.0.11", f"{TRIVY}Release": "1"}, ("openssl", "3.0.11-1")),
        (
            {f"{TRIVY}Name": "openssl", f"{TRIVY}Version": "3.0.11", f"{TRIVY}Release": "1", f"{TRIVY}Epoch": "2"},
            ("openssl", "2:3.0.11-1"),
        ),
        ({"syft:metadata:source": "openssl", "syft:metadata:sourceVersion": "3.0.9-1"}, ("openssl", "3.0.9-1")),
        (
            {"syft:metadata:sourceRpm": "openssl-1_1-1.1.1l-150400.7.60.2.src.rpm"},
            ("openssl-1_1", "1.1.1l-150400.7.60.2"),
        ),
    ],
)
def test_tools_tell_the_source_package_in_properties(properties: dict[str, str], source: tuple[str, str]) -> None:
    component = cyclonedx(properties, **BINARY)
    assert source_of(component.identifiers, read_purl(component.purl)) == source


@pytest.mark.parametrize(
    ("purl", "source"),
    [
        ("pkg:deb/debian/libgcc-s1@12.2.0-14?upstream=gcc-12%4012.2.0", ("gcc-12", "12.2.0")),
        # Debian leaves the version out where the source has the binary's (Policy 5.6.1).
        ("pkg:deb/debian/libssl3@3.0.8-1?upstream=openssl", ("openssl", "3.0.8-1")),
        ("pkg:apk/alpine/libcrypto3@3.1.0-r0?upstream=openssl", ("openssl", "3.1.0-r0")),
        ("pkg:rpm/suse/libz1@1.2.11-1?upstream=zlib-1.2.11-150.1.src.rpm", ("zlib", "1.2.11-150.1")),
        ("pkg:rpm/suse/libz1@1.2.11-1?upstream=zlib", ("zlib", "")),
    ],
)
def test_the_qualifier_upstream_names_the_source_with_its_own_version(purl: str, source: tuple[str, str]) -> None:
    assert source_of((), read_purl(purl)) == source


def test_the_binary_s_version_is_never_held_against_the_source_s_range() -> None:
    advisory = osv("Debian:11", "util-linux", {"introduced": "0"}, {"fixed": "2.36.1-8+deb11u2"})
    text = "pkg:deb/debian/bsdutils@1:2.36.1-8%2Bdeb11u1?upstream=util-linux%402.36.1-8%2Bdeb11u{}&distro=debian-11"
    for number, expected in (("1", AFFECTED), ("2", NOT_AFFECTED)):
        component = Component("c", "bsdutils", "1:2.36.1-8+deb11u1", text.format(number))
        assert verdict(component, advisory)[0] is expected


def test_a_source_whose_version_is_not_told_is_undetermined() -> None:
    advisory = osv("SUSE:Linux Enterprise Server 15 SP3", "zlib", {"introduced": "0"}, {"fixed": "1.2.12-1"})
    component = Component("c", "libz1", "9.9-1", "pkg:rpm/suse/libz1@9.9-1?upstream=zlib&distro=sles-15.3")
    assert verdict(component, advisory) == (UNDETERMINED, ["no_version"])


def test_a_record_about_the_binary_and_one_about_its_source_each_take_their_own_version() -> None:
    component = Component("c", "libx", "5.0-1", "pkg:deb/debian/libx@5.0-1?upstream=xsource%401.0-1&distro=debian-12")
    assert verdict(component, osv("Debian:12", "libx", {"introduced": "0"}, {"fixed": "6.0-1"}))[0] is AFFECTED
    assert verdict(component, osv("Debian:12", "xsource", {"introduced": "0"}, {"fixed": "2.0-1"}))[0] is AFFECTED
    assert verdict(component, osv("Debian:12", "xsource", {"introduced": "0"}, {"fixed": "0.9-1"}))[0] is NOT_AFFECTED


def test_what_spdx_calls_built_from_is_the_source() -> None:
    package = {
        "SPDXID": "SPDXRef-1",
        "name": "libssl1.1",
        "versionInfo": "1.1.1n-0+deb11u3",
        "sourceInfo": "built package from: openssl 1.1.1n-0+deb11u3",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:deb/debian/libssl1.1@1.1.1n-0%2Bdeb11u3?distro=debian-11.6",
            }
        ],
    }
    document = {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": [package]}
    (component,) = read_sbom(json.dumps(document).encode()).components
    advisory = osv("Debian:11", "openssl", {"introduced": "0"}, {"fixed": "1.1.1n-0+deb11u4"})
    (finding,) = judge(component, advisory)
    assert (finding.verdict, finding.evidence.searched) == (AFFECTED, "pkg:deb/debian/openssl")


def test_two_tools_tell_the_same_source_for_the_packages_of_one_image() -> None:
    """The oracle is the other tool: Syft's `upstream` against Trivy's `sourceInfo` for Debian packages."""
    told: dict[str, dict[tuple[str, str, str], tuple[str, str]]] = {}
    with tarfile.open(shared_data("sboms") / "containers-multi-tool.tar.xz") as archive:
        for member in archive:
            tool = member.name.rpartition("/")[2].split("-")[1]
            image = member.name.partition(f"-{tool}-")[2]
            file = archive.extractfile(member) if tool in ("syft", "trivy") and "nginx" in image else None
            for row in read_sbom(file.read()).components if file else ():
                if row.purl.startswith("pkg:deb/") and (source := source_of(row.identifiers, read_purl(row.purl)))[0]:
                    told.setdefault(tool, {})[image, row.name, row.version] = source
    both = told["syft"].keys() & told["trivy"].keys()
    assert len(both) > 20
    assert [key for key in both if told["syft"][key] != told["trivy"][key]] == []
