"""Feeds read into the one shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kizuki.core.advisories import Advisory, Status, read_advisories
from kizuki.core.refusal import Refused
from tests.shared import shared_data


def osv(**more: Any) -> dict[str, Any]:
    return {"id": "GHSA-x", "modified": "2024-01-02T00:00:00Z", "affected": []} | more


def cve(
    affected: list[dict[str, Any]], *, adp: list[dict[str, Any]] | None = None, state: str = "PUBLISHED"
) -> dict[str, Any]:
    return {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {"cveId": "CVE-2024-1", "state": state, "datePublished": "2024-01-01T00:00:00Z"},
        "containers": {
            "cna": {"providerMetadata": {"shortName": "acme"}, "affected": affected},
            "adp": [{"providerMetadata": {"shortName": "CISA-ADP"}, "affected": adp}] if adp else [],
        },
    }


def one(value: Any) -> Advisory:
    file = read_advisories(json.dumps(value).encode())
    assert file.refused == ()
    (advisory,) = file.advisories
    return advisory


def package(name: str = "lodash", ecosystem: str = "npm", **more: Any) -> dict[str, Any]:
    return {"package": {"name": name, "ecosystem": ecosystem}} | more


def test_events_of_an_osv_range_become_the_ranges_they_bound() -> None:
    events = [
        {"introduced": "0"},
        {"fixed": "1.2"},
        {"introduced": "2.0"},
        {"last_affected": "2.5"},
        {"introduced": "3"},
    ]
    advisory = one(osv(affected=[package(ranges=[{"type": "SEMVER", "events": events}])]))
    (row,) = advisory.affected
    assert row.packages == ("npm/lodash",)
    assert [statement.text for statement in row.statements] == [">= 0, < 1.2", ">= 2.0, <= 2.5", ">= 3"]
    assert [(s.low, s.high, s.high_included) for s in row.statements] == [
        ("", "1.2", False),
        ("2.0", "2.5", True),
        ("3", "", False),
    ]
    assert row.default is Status.UNAFFECTED


def test_events_in_an_order_that_cannot_be_paired_are_unreadable_and_not_dropped() -> None:
    events = [{"introduced": "0"}, {"introduced": "5"}, {"fixed": "2"}, {"fixed": "6"}]
    (row,) = one(osv(affected=[package(ranges=[{"type": "SEMVER", "events": events}])])).affected
    assert [statement.unreadable for statement in row.statements] == ["", "range_unreadable"]


def test_an_osv_package_without_versions_leaves_them_unknown() -> None:
    (row,) = one(osv(affected=[package()])).affected
    assert row.default is Status.UNKNOWN


def test_a_distribution_keeps_its_release_and_an_unknown_ecosystem_its_name() -> None:
    rows = one(osv(affected=[package("openssl", "Debian:12"), package("thing", "Nobody")])).affected
    assert (rows[0].packages, rows[0].release) == (("deb/debian/openssl",), "12")
    assert (rows[1].packages, rows[1].product) == ((), "thing")


def test_commits_without_a_package_are_kept_by_their_repository() -> None:
    commits = {
        "type": "GIT",
        "repo": "https://github.com/wolfSSL/wolfssl.git",
        "events": [{"introduced": "0"}, {"fixed": "abc"}],
    }
    (row,) = one(osv(affected=[{"ranges": [commits]}])).affected
    assert row.repository == "github/wolfssl/wolfssl"
    assert row.speaks_of_commits_only


def test_an_osv_record_in_yaml_reads_as_in_json() -> None:
    text = (
        "id: X-1\nmodified: 2024-01-02T00:00:00Z\naliases: [CVE-2024-1]\n"
        "affected:\n- package: {name: a, ecosystem: PyPI}\n"
        "  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: '0'\n    - fixed: 1.10\n"
    )
    (advisory,) = read_advisories(text.encode()).advisories
    assert advisory.modified == "2024-01-02T00:00:00Z"
    assert advisory.cves == ("CVE-2024-1",)
    assert advisory.affected[0].statements[0].high == "1.10"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id: &a x\nmodified: *a\n", "aliases and anchors"),
        ("id: !!python/object:os.system x\n", "tags"),
        ("id: [\n", "not YAML"),
        ("id: " + "[" * 250 + "]" * 250 + "\n", "deeper"),
    ],
)
def test_yaml_that_could_expand_or_run_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_advisories(text.encode())


def test_a_cve_record_holds_what_every_container_says() -> None:
    cna = [
        {
            "vendor": "Acme",
            "product": "Pump",
            "versions": [{"version": "1.0", "status": "affected", "lessThan": "2.0", "versionType": "semver"}],
        }
    ]
    adp = [
        {
            "vendor": "acme",
            "product": "pump",
            "cpes": ["cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*"],
            "defaultStatus": "unaffected",
        }
    ]
    advisory = one(cve(cna, adp=adp))
    assert [(row.role, row.source, row.default) for row in advisory.affected] == [
        ("cna", "acme", Status.UNKNOWN),
        ("adp", "CISA-ADP", Status.UNAFFECTED),
    ]
    assert advisory.affected[0].statements[0].text == ">= 1.0, < 2.0"


def test_a_package_in_a_collection_and_a_repository_are_identifiers() -> None:
    rows = one(
        cve(
            [
                {
                    "collectionURL": "https://nuget.org/packages",
                    "packageName": "Newtonsoft.Json",
                    "defaultStatus": "unaffected",
                },
                {"vendor": "wolfSSL", "product": "wolfSSL", "repo": "https://github.com/wolfSSL/wolfssl"},
                {"packageURL": "pkg:npm/%40a/b", "product": "b"},
            ]
        )
    ).affected
    assert [row.packages for row in rows] == [("nuget/newtonsoft.json",), (), ("npm/@a/b",)]
    assert rows[1].repository == "github/wolfssl/wolfssl"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"version": "1.2.3"}, {"exact": "1.2.3"}),
        ({"version": "n/a"}, {"unreadable": "versions_not_named"}),
        ({"version": "See references"}, {"unreadable": "versions_not_named"}),
        ({"version": "*"}, {"exact": "", "low": "", "high": ""}),
        ({"version": "All versions"}, {"exact": "", "low": "", "high": ""}),
        ({"version": "All versions < V3.2"}, {"high": "v3.2", "high_included": False}),
        ({"version": ">= 1.0, < 2.0"}, {"low": "1.0", "low_included": True, "high": "2.0", "high_included": False}),
        ({"version": "> 1.0, <= 2.0"}, {"low": "1.0", "low_included": False, "high": "2.0", "high_included": True}),
        ({"version": "< 1.0, < 2.0"}, {"unreadable": "range_unreadable"}),
        ({"version": "= 4.1"}, {"exact": "4.1"}),
        ({"version": "1.4.3 and earlier"}, {"high": "1.4.3", "high_included": True}),
        ({"version": "prior to 5.0"}, {"high": "5.0", "high_included": False}),
        ({"version": "1.0 through 1.9"}, {"low": "1.0", "high": "1.9", "high_included": True}),
        ({"version": "2.0 and later"}, {"low": "2.0", "high": ""}),
        ({"version": "5.4.x"}, {"low": "5.4", "high": "5.4." + "9" * 18, "high_included": True}),
        ({"version": "6.9.3-10"}, {"exact": "6.9.3-10"}),
        ({"version": "10.5\\(1\\)"}, {"exact": "10.5(1)"}),
        ({"version": "0", "lessThan": "2"}, {"low": "", "high": "2", "high_included": False}),
        ({"version": "unspecified", "lessThan": "2"}, {"low": "", "high": "2", "unreadable": ""}),
        ({"version": "unspecified", "lessThan": "2", "status": "unaffected"}, {"unreadable": "versions_not_named"}),
        ({"version": "3", "lessThanOrEqual": "*"}, {"low": "3", "high": ""}),
        (
            {"version": "5.10", "lessThanOrEqual": "5.10.*"},
            {"low": "5.10", "high": "5.10." + "9" * 18, "high_included": True},
        ),
        ({"version": "7.3", "lessThanOrEqual": "7.3"}, {"low_doubtful": True}),
        ({"version": "1", "lessThan": "n/a"}, {"unreadable": "versions_not_named"}),
        ({"version": "1a2b", "lessThan": "3c4d", "versionType": "git"}, {"version_type": "git"}),
    ],
)
def test_a_version_entry_says_what_its_author_meant(entry: dict[str, str], expected: dict[str, Any]) -> None:
    (row,) = one(cve([{"product": "p", "versions": [{"status": "affected"} | entry]}])).affected
    (statement,) = row.statements
    assert {key: getattr(statement, key) for key in expected} == expected


def test_a_rejected_record_and_a_withdrawn_one_are_withdrawn() -> None:
    rejected = {
        "dataType": "CVE_RECORD",
        "cveMetadata": {"cveId": "CVE-2024-2", "state": "REJECTED", "dateRejected": "2024-02-02"},
    }
    assert one(rejected | {"containers": {"cna": {}}}).withdrawn == "2024-02-02"
    assert one(osv(withdrawn="2024-03-03T00:00:00Z")).withdrawn == "2024-03-03T00:00:00Z"


def test_scores_of_every_system_and_the_decision_points_of_ssvc_are_kept() -> None:
    record = cve([])
    record["containers"]["cna"]["metrics"] = [
        {"cvssV3_1": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N"}},
        {"cvssV4_0": {"version": "4.0", "vectorString": "CVSS:4.0/AV:N"}},
        {"other": {"type": "ssvc", "content": {"options": [{"Exploitation": "active"}, {"Automatable": "yes"}]}}},
        {"other": {"type": "kev", "content": {"dateAdded": "2024-01-05"}}},
    ]
    advisory = one(record)
    assert [(row.version, row.vector) for row in advisory.vectors] == [
        ("3.1", "CVSS:3.1/AV:N"),
        ("4.0", "CVSS:4.0/AV:N"),
        ("ssvc", "Exploitation:active/Automatable:yes"),
        ("kev", "2024-01-05"),
    ]
    assert advisory.known_exploited


def test_applicability_by_cpe_is_a_range_and_a_configuration_is_conditional() -> None:
    record = cve([])
    match = {
        "vulnerable": True,
        "criteria": "cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:*:*",
        "versionStartExcluding": "1",
        "versionEndExcluding": "2",
    }
    beside = {"vulnerable": False, "criteria": "cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*"}
    record["containers"]["cna"]["cpeApplicability"] = [
        {"operator": "AND", "nodes": [{"cpeMatch": [match]}, {"cpeMatch": [beside]}]}
    ]
    (row,) = one(record).affected
    assert row.conditional
    assert (row.statements[0].low, row.statements[0].low_included, row.statements[0].high) == ("1", False, "2")


def test_lines_are_read_one_by_one_and_a_bad_one_is_counted_with_its_line() -> None:
    lines = [json.dumps(osv()), "{", "", json.dumps({"advisory": {"id": "RUSTSEC-1"}}), json.dumps(osv(modified=5))]
    file = read_advisories("\n".join(lines).encode())
    assert len(file.advisories) == 1
    assert [row.line for row in file.refused] == [2, 4, 5]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"document": {"csaf_version": "2.0"}}, "CSAF: /document/tracking/id: the document has no number"),
        ({"document": {"csaf_version": "9"}}, "CSAF 9 is not read"),
        ({"cve": {"configurations": []}}, "NVD: a record without its number"),
        ({"format": "NVD_CVE", "vulnerabilities": [{"cve": {}}]}, "NVD: a record without its number"),
        ({"data_type": "CVE", "CVE_data_meta": {}}, "later release: CVE JSON 4"),
        ({"hello": 1}, "no known shape"),
        (5, "no known shape"),
    ],
)
def test_a_record_that_no_reader_takes_is_counted_with_the_reason(value: Any, why: str) -> None:
    file = read_advisories(json.dumps([value]).encode())
    assert file.advisories == ()
    assert [why in row.why for row in file.refused] == [True]


def test_the_catalogue_of_exploited_vulnerabilities_and_epss_are_signals() -> None:
    rows = [
        {
            "cveID": "CVE-2024-1",
            "dateAdded": "2024-01-05",
            "dueDate": "2024-01-26",
            "knownRansomwareCampaignUse": "Known",
        }
    ]
    kev = read_advisories(json.dumps({"catalogVersion": "1", "vulnerabilities": rows}).encode())
    assert [(row.cve, row.added_on, row.ransomware) for row in kev.kev] == [("CVE-2024-1", "2024-01-05", True)]
    epss = read_advisories(
        b"#model_version:v2025\ncve,epss,percentile\nCVE-2024-1,0.42,0.97\nCVE-2024-2,nan,0.5\nCVE-2024-3,2,0\n"
    )
    assert [(row.cve, row.score, row.percentile) for row in epss.epss] == [("CVE-2024-1", 0.42, 0.97)]
    assert [row.line for row in epss.refused] == [4, 5]


@pytest.mark.parametrize("content", [b"", b"  \n", b"{", b"[1,", b"\xff\xff"])
def test_a_document_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_advisories(content)


def test_the_published_conversions_are_read() -> None:
    files = sorted((shared_data("osv") / "ghsa-conversion").glob("*.osv.json"))
    assert files
    assert all(_sound(file) for file in files)
    assert (
        len(read_advisories((shared_data("kev") / "known_exploited_vulnerabilities.json").read_bytes()).kev) == 1404
    )


def _sound(file: Path) -> bool:
    read = read_advisories(file.read_bytes())
    return len(read.advisories) == 1 and not read.refused
