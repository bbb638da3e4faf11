"""Components, records and aliases of every kind, drawn at random."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from kizuki.core.advisories import (
    Advisory,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Status,
    affected_of_configurations,
    read_advisories,
)
from kizuki.core.matching import NO_ALIASES, Alias, alias_table
from kizuki.core.sbom import Component

version = st.sampled_from(
    ["", "0", "1", "1.0", "1.0.0", "1.2", "1.10", "2.0", "2.0-rc1", "1.1.1k", "v3", "10.0", "build 9", "20240101",
     "n/a", "*", "1.x", "foo", "1.0-1", "1:1.0-1", "<= 1.5", "2.05", "abc123", "5.4.*", "QCA9563", "Patch 3",
     ">= 1.0, < 2.0", "1.5 and earlier", "1.0.Final", "1.0-SNAPSHOT", "1.0.rc1", "1.2-r1", "v1.0.0+incompatible",
     "1.0-beta1", "2.0a", "1.0?", "-", "1.0p1", "v1.0-rc1", "1.0.0-patch2", "1.0-1.el8", "2:1.0-1.el8", "1.0+cu128",
     "1:1.0-1.module_el8+1+a", "1.0-2.module_el8+2+b", "1.0+1", "1.0-A", "1.0-a"]
)  # fmt: skip
status = st.sampled_from(["affected", "unaffected", "unknown"])
name = st.sampled_from(["pump", "Pump", "Acme Pump", "pump_firmware", "QCA9563", "Snapdragon", "core", ""])
maker = st.sampled_from(["Acme", "acme inc", "Beta", "n/a", "Qualcomm", ""])
cpe = st.builds(
    lambda part, vendor, product, version, target: (
        f"cpe:2.3:{part}:{vendor}:{product}:{version}:*:*:*:*:{target}:*:*"
    ),
    st.sampled_from("aoh"),
    st.sampled_from(["acme", "beta", "*", "ac*"]),
    st.sampled_from(["pump", "pump_firmware", "core", "*", "pu?p", "-"]),
    st.sampled_from(["*", "-", "1.0", "2.0", "1.*", "1.0?"]),
    st.sampled_from(["*", "node.js", "drupal"]),
)
purl = st.sampled_from(
    ["pkg:npm/pump", "pkg:npm/pump@1.0.0", "pkg:generic/pump@1.2", "pkg:github/acme/pump",
     "pkg:deb/debian/pump@1.0-1?distro=debian-12", "pkg:rpm/redhat/pump@1:1.0-1",
     "pkg:maven/a/pump@1.0", "pkg:nuget/Pump@2.0", "pkg:maven/a/pump@1.0-SNAPSHOT", "pkg:gem/pump@1.0.rc1",
     "pkg:apk/alpine/pump@1.2-r1?distro=alpine-3.19", "pkg:composer/a/pump@1.0-beta1", "pkg:opam/pump@1.0",
     "pkg:golang/a/pump@v1.0.0%2Bincompatible", "pkg:bitnami/pump@1.0-1", "pkg:cran/pump@1.0-1",
     "pkg:rpm/pump@1.0-1", "pkg:rpm/pump@1.0-1.el8?epoch=2", "pkg:rpm/rocky/libpump@1.0-1?upstream=pump-1.0-1.src.rpm",
     "pkg:rpm/almalinux/pump@1.0-1.module_el8%2B1%2Ba?rpmmod=pump:1&distro=almalinux-8", "pkg:pypi/pump@1.0%2Bcu128",
     "pkg:deb/debian/libpump@9.0-1?upstream=pump%401.0-1&distro=bookworm", "pkg:julia/pump@1.0%2B1",
     "pkg:swift/github.com/acme/pump@1.0.0"]
)  # fmt: skip
further = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["purl", "ancestor_purl"]), purl),
        st.tuples(st.sampled_from(["cpe", "ancestor_cpe"]), cpe),
        st.tuples(st.just("source"), st.sampled_from(["pump@1.0-1", "pump@2.0", "pump"])),
    ),
    max_size=2,
).map(tuple)
components = st.builds(
    Component,
    ref=st.just("c"),
    name=name,
    version=version,
    purl=st.one_of(st.just(""), purl),
    cpe=st.one_of(st.just(""), cpe),
    supplier=maker,
    identifiers=further,
)


@st.composite
def version_entries(draw: st.DrawFn) -> dict[str, Any]:
    entry: dict[str, Any] = {"version": draw(version), "status": draw(status)}
    bound = draw(st.sampled_from(["", "lessThan", "lessThanOrEqual"]))
    if bound:
        entry[bound] = entry["version"] if draw(st.booleans()) else draw(version)
        entry["versionType"] = draw(st.sampled_from(["custom", "semver", "git", "rpm", "maven", "python"]))
        entry["changes"] = draw(st.lists(st.fixed_dictionaries({"at": version, "status": status}), max_size=2))
    return entry


cve_products = st.fixed_dictionaries(
    {
        "vendor": maker,
        "product": name,
        "versions": st.lists(version_entries(), max_size=4),
        "cpes": st.lists(cpe, max_size=2),
    },
    optional={
        "defaultStatus": status,
        "packageURL": purl,
        "repo": st.just("https://github.com/acme/pump"),
        "platforms": st.just(["Windows"]),
    },
)
events = st.lists(
    st.dictionaries(st.sampled_from(["introduced", "fixed", "last_affected"]), version, min_size=1, max_size=1),
    max_size=4,
)
osv_rows = st.fixed_dictionaries(
    {
        "package": st.fixed_dictionaries(
            {
                "ecosystem": st.sampled_from(
                    [
                        "npm",
                        "Debian:12",
                        "Maven",
                        "NuGet",
                        "Nobody",
                        "RubyGems",
                        "Alpine:v3.19",
                        "Packagist",
                        "Go",
                        "Bitnami",
                        "CRAN",
                        "opam",
                        "AlmaLinux:8",
                        "Rocky Linux:8",
                        "PyPI",
                        "Julia",
                        "SwiftURL",
                        "Maven:https://example.com",
                    ]
                ),
                "name": st.sampled_from(["pump", "a:pump", "a/pump", "https://github.com/acme/pump"]),
            }
        ),
        "ranges": st.lists(
            st.fixed_dictionaries({"type": st.sampled_from(["ECOSYSTEM", "GIT"]), "events": events}), max_size=2
        ),
        "versions": st.one_of(st.lists(version, max_size=3), st.just([f"1.{n}.0" for n in range(30)])),
    }
)


def read(value: dict[str, Any]) -> Advisory:
    (advisory,) = read_advisories(json.dumps(value).encode()).advisories
    return advisory


cve_records = st.builds(
    lambda cna, adp: read(
        {
            "dataType": "CVE_RECORD",
            "cveMetadata": {"cveId": "CVE-2024-1", "state": "PUBLISHED"},
            "containers": {"cna": {"affected": cna}, "adp": [{"affected": adp}]},
        }
    ),
    st.lists(cve_products, min_size=1, max_size=2),
    st.lists(cve_products, max_size=1),
)
osv_records = st.builds(
    lambda rows: read({"id": "X", "modified": "2024-01-01T00:00:00Z", "affected": rows}),
    st.lists(osv_rows, min_size=1, max_size=2),
)


bound = st.sampled_from(["", "", "1.0", "1.5", "2.0", "build 9", "foo"])
criteria = st.builds(CpeMatch, cpe, st.booleans(), bound, bound, bound, bound)
nodes = st.builds(
    ConfigurationNode, st.lists(criteria, min_size=1, max_size=2).map(tuple), st.booleans(), st.booleans()
)
configurations = st.builds(
    Configuration, st.lists(nodes, min_size=1, max_size=2).map(tuple), st.booleans(), st.booleans()
)
nvd_records = st.builds(
    lambda rows, default, old: Advisory(
        "CVE-2024-1",
        "nvd",
        affected=tuple(
            replace(row, may_be_old=old) for row in affected_of_configurations(tuple(rows), "nvd", "NVD", default)
        ),
        configurations=tuple(rows),
    ),
    st.lists(configurations, min_size=1, max_size=2),
    st.sampled_from([Status.UNAFFECTED, Status.UNKNOWN]),
    st.booleans(),
)
worded_records = st.builds(
    lambda words, kept: Advisory("CVE-2024-1", "cve5", **{kept: " ".join(words)}),
    st.lists(st.sampled_from(["Acme", "pump", "QCA9563", "core", "Snapdragon", "in", "a", "firmware"]), min_size=1),
    st.sampled_from(["words", "summary"]),
)
aliases = st.sampled_from(
    [
        NO_ALIASES,
        alias_table(
            [
                Alias("pump", "", "", "cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*", "a", "2026-01-01"),
                Alias("Acme Pump", "Acme", "pkg:npm/pump", "", "a", "2026-01-01"),
                Alias("QCA9563", "", "pkg:maven/a/pump", "cpe:2.3:h:beta:core:*:*:*:*:*:*:*:*", "a", "2026-01-01"),
            ]
        ),
    ]
)
