"""One name for each distribution, whatever tools call it, and the release that is meant."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kizuki.core.advisories.ecosystems import package_of_ecosystem
from kizuki.core.sbom.distributions import distribution, distributions, release_of
from kizuki.core.sbom.purl import read_purl
from tests.core.matching.cases import AFFECTED, UNDETERMINED, osv, purl, verdict
from tests.shared import shared_data


@pytest.mark.parametrize(
    ("ecosystem", "text"),
    [
        ("Rocky Linux:8", "pkg:rpm/rocky/bash"),
        ("Rocky Linux:8", "pkg:rpm/rocky-linux/bash"),
        ("SUSE:Linux Enterprise Server 15 SP3", "pkg:rpm/sles/bash"),
        ("SUSE:Linux Enterprise Server 15 SP3", "pkg:rpm/suse/bash"),
        ("openSUSE:Leap 15.4", "pkg:rpm/opensuse-leap/bash"),
        ("openSUSE:Leap 15.4", "pkg:rpm/opensuse/bash"),
        ("Red Hat:enterprise_linux:8::baseos", "pkg:rpm/rhel/bash"),
        ("Red Hat:enterprise_linux:8::baseos", "pkg:rpm/redhat/bash"),
        ("AlmaLinux:8", "pkg:rpm/alma/bash"),
        ("Azure Linux:3", "pkg:rpm/mariner/bash"),
    ],
)
def test_a_namespace_is_the_distribution_that_the_record_names(ecosystem: str, text: str) -> None:
    read = read_purl(text)
    assert read is not None
    assert read.key == package_of_ecosystem(ecosystem, "bash")[0]


@pytest.mark.parametrize(
    ("kind", "namespace", "text", "release"),
    [
        ("deb", "debian", "debian-12.4", ("12",)),
        ("deb", "debian", "bookworm", ("12",)),
        ("deb", "debian", "debian-bookworm", ("12",)),
        ("deb", "debian", "sid", ("sid",)),
        ("deb", "ubuntu", "ubuntu-22.04", ("22", "4")),
        ("deb", "ubuntu", "jammy", ("22", "4")),
        ("deb", "ubuntu", "Pro:18.04:LTS", ("18", "4")),
        ("apk", "alpine", "3.16.2", ("3", "16")),
        ("apk", "alpine", "v3.16", ("3", "16")),
        ("apk", "alpine", "alpine-edge", ("edge",)),
        ("rpm", "suse", "sles-15.3", ("15", "3")),
        ("rpm", "suse", "Linux Enterprise Server 15 SP3", ("15", "3")),
        ("rpm", "suse", "Linux Enterprise Module for Basesystem 15 SP4", ("15", "4")),
        ("rpm", "redhat", "rhel-8.3", ("8",)),
        ("rpm", "redhat", "rhel_eus:8.6::baseos", ("8",)),
        ("rpm", "redhat", "openshift:4.12::el8", ("8",)),
        ("rpm", "rocky-linux", "rocky-8.8", ("8",)),
        ("rpm", "fedora", "fc39", ("39",)),
        ("rpm", "opensuse", "opensuse-tumbleweed", ("tumbleweed",)),
        ("rpm", "almalinux", "", ()),
    ],
)
def test_a_release_is_the_numbers_that_tell_it_from_others(
    kind: str, namespace: str, text: str, release: tuple[str, ...]
) -> None:
    assert release_of(kind, namespace, text) == release


def test_codenames_are_those_of_the_distributions_own_list() -> None:
    """The oracle is distro-info-data, where the machine has it."""
    folder = Path("/usr/share/distro-info")
    if not folder.is_dir():
        pytest.skip("no distro-info-data on this machine")
    for name in ("debian", "ubuntu"):
        known = distribution("deb", name)
        assert known is not None
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            published = {row["series"]: row["version"].removesuffix(" LTS") for row in csv.DictReader(file)}
        for codename, release in known.codenames.items():
            if published.get(codename):
                assert release == published[codename]


def test_every_distribution_of_osv_is_in_the_table_or_named_here() -> None:
    """The oracle is the OSV schema's list of ecosystems."""
    listed = json.loads((shared_data("osv") / "ecosystems.json").read_text(encoding="utf-8"))
    with_packages = {
        name for name in listed if package_of_ecosystem(name, "x")[0].startswith(("deb/", "rpm/", "apk/"))
    }
    assert {package_of_ecosystem(name, "x")[0].split("/")[1] for name in with_packages} <= {
        row.name for row in distributions()
    }
    not_held = {
        "Alpaquita",
        "BellSoft Hardened Containers",
        "CleanStart",
        "Docker Hardened Images",
        "Echo",
        "MinimOS",
    }
    about_linux = {name for name, said in listed.items() if "Linux package ecosystem" in said or "RPM" in said}
    assert about_linux - with_packages - not_held == set()


def test_a_package_of_no_named_distribution_is_held_against_all_of_its_kind_and_stays_open() -> None:
    advisory = osv("AlmaLinux:8", "bind", {"introduced": "0"}, {"fixed": "32:9.11.36-16.el8_10.7"})
    bare = purl("pkg:rpm/bind@9.11.36-16.el8_10.6?epoch=32", "9.11.36-16.el8_10.6")
    assert verdict(bare, advisory) == (UNDETERMINED, ["distribution_unknown", "in_range"])
    told = purl("pkg:rpm/bind@9.11.36-16.el8_10.6?epoch=32&distro=almalinux-8.10", "9.11.36-16.el8_10.6")
    assert verdict(told, advisory)[0] is AFFECTED
    fedora = purl("pkg:rpm/bind@9.11.36-16.fc39?epoch=32", "9.11.36-16.fc39")
    assert verdict(fedora, advisory)[0] is None


def test_another_service_pack_is_another_release() -> None:
    advisory = osv("SUSE:Linux Enterprise Server 15 SP4", "bash", {"introduced": "0"}, {"fixed": "4.4-9"})
    assert verdict(purl("pkg:rpm/sles/bash@4.4-1?distro=sles-15.3", "4.4-1"), advisory)[0] is None
    assert verdict(purl("pkg:rpm/sles/bash@4.4-1?distro=sles-15.4", "4.4-1"), advisory)[0] is AFFECTED


@pytest.mark.parametrize(
    ("version", "stream", "fixed", "expected"),
    [
        ("1:18.20.2-1.module_el8.9.0+1+a", "nodejs:18", "1:20.12.2-2.module_el8.9.0+2+b", "module_stream"),
        ("1:18.20.2-1.module_el8.9.0+1+a", "nodejs:18", "1:18.20.4-1.module_el8.10.0+3+c", "in_range"),
        ("1:18.20.2-1.module_el8.9.0+1+a", "", "1:20.12.2-2.module_el8.9.0+2+b", "module_stream"),
        ("1:18.20.2-1.module_el8.9.0+1+a", "", "1:18.20.4-1.module_el8.10.0+3+c", "in_range"),
        ("1:18.20.2-1.el8", "", "1:20.12.2-2.module_el8.9.0+2+b", "module_stream"),
    ],
)
def test_a_fix_of_another_module_stream_decides_nothing(version: str, stream: str, fixed: str, expected: str) -> None:
    advisory = osv("AlmaLinux:8", "nodejs", {"introduced": "0"}, {"fixed": fixed})
    written = version.partition(":")[2].replace("+", "%2B")
    text = f"pkg:rpm/almalinux/nodejs@{written}?epoch=1&distro=almalinux-8.9" + (
        f"&rpmmod={stream}" if stream else ""
    )
    found, why = verdict(purl(text, version), advisory)
    assert (found is AFFECTED, why) == (expected == "in_range", [expected])
