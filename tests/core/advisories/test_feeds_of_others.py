"""NVD, GitHub, JVN, RustSec, Node.js and endoflife.date read into the one shape."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.advisories import Advisory, Status, read_advisories
from kizuki.core.advisories.intervals import intervals_of, without
from kizuki.core.advisories.ranges_in_japanese import statement_in_japanese
from kizuki.core.matching import judge
from kizuki.core.matching.support import by_identifier, support_of
from kizuki.core.sbom import Component
from tests.shared import shared_data


def one(value: Any, name: str = "") -> Advisory:
    file = read_advisories(json.dumps(value).encode(), name)
    assert file.refused == ()
    (advisory,) = file.advisories
    return advisory


def configurations(**match: Any) -> list[dict[str, Any]]:
    criterion = {"vulnerable": True, "criteria": "cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*", **match}
    return [{"nodes": [{"operator": "OR", "negate": False, "cpeMatch": [criterion]}]}]


def nvd(**more: Any) -> dict[str, Any]:
    return {"cve": {"id": "CVE-2024-1", "vulnStatus": "Analyzed", "lastModified": "2024-01-02T00:00:00.000", **more}}


def pump(version: str) -> Component:
    return Component(ref="c", name="pump", version=version, cpe=f"cpe:2.3:a:acme:pump:{version}:*:*:*:*:*:*:*")


def verdict(component: Component, advisory: Advisory) -> str:
    (finding,) = judge(component, advisory)
    return str(finding.verdict)


def test_an_answer_of_nvd_holds_its_records_and_how_many_there_are() -> None:
    score = {
        "source": "nvd@nist.gov",
        "cvssData": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N", "baseScore": 9.8},
    }
    record = nvd(configurations=configurations(versionEndExcluding="2.0"), metrics={"cvssMetricV31": [score]})
    answer = {"resultsPerPage": 1, "startIndex": 0, "totalResults": 319971, "vulnerabilities": [record]}
    file = read_advisories(json.dumps(answer).encode())
    (advisory,) = file.advisories
    assert file.announced == 319971
    assert [(v.source, v.score) for v in advisory.vectors] == [("nvd@nist.gov", 9.8)]
    assert (verdict(pump("1.9"), advisory), verdict(pump("2.0"), advisory)) == ("affected", "not_affected")


def test_what_nvd_has_not_analysed_is_open_and_what_it_rejected_affects_nothing() -> None:
    waiting = one(nvd(vulnStatus="Undergoing Analysis", configurations=configurations(versionEndExcluding="2.0")))
    assert verdict(pump("2.0"), waiting) == "undetermined"
    assert one(nvd(vulnStatus="Rejected")).withdrawn
    assert one(nvd(cisaExploitAdd="2024-01-01")).known_exploited


def test_an_override_stands_beside_the_record_that_it_corrects() -> None:
    value = {"_annotation": {"cve_id": "CVE-2024-1"}, "cve": {"configurations": configurations()}}
    assert (one(value).id, one(value).cves) == ("NVD-override:CVE-2024-1", ("CVE-2024-1",))


def test_a_bare_configuration_without_a_number_is_named_by_its_place() -> None:
    advisory = one({"cve": {"configurations": configurations()}}, "/some/where.json")
    assert (advisory.id, verdict(pump("1"), advisory)) == ("where.json:1", "affected")


def test_github_gives_severity_ranges_and_withdrawal() -> None:
    value = {
        "ghsa_id": "GHSA-1",
        "cve_id": "CVE-2024-1",
        "summary": "s",
        "severity": "high",
        "withdrawn_at": "2024-02-01T00:00:00Z",
        "vulnerabilities": [
            {"package": {"ecosystem": "pip", "name": "Zope"}, "vulnerable_version_range": ">= 4.0, < 4.6.3"},
            {"package": {"ecosystem": "pip", "name": "Zope"}, "vulnerable_version_range": ">= 5.0, < 5.3"},
        ],
    }
    advisory = one(value)
    (row,) = advisory.affected
    assert (row.packages, [s.text for s in row.statements]) == (("pypi/zope",), [">= 4.0, < 4.6.3", ">= 5.0, < 5.3"])
    assert (advisory.severity, advisory.withdrawn, advisory.cves) == ("HIGH", "2024-02-01T00:00:00Z", ("CVE-2024-1",))


def test_osv_keeps_the_word_for_severity_and_related_records_apart_from_aliases() -> None:
    told = {"id": "GHSA-1", "modified": "2024-01-01T00:00:00Z", "affected": [], "related": ["CVE-2024-9"]}
    advisory = one(told | {"database_specific": {"severity": "CRITICAL"}})
    assert (advisory.publisher, advisory.severity, advisory.related, advisory.cves) == (
        "GitHub",
        "CRITICAL",
        ("CVE-2024-9",),
        (),
    )


def test_githubs_own_shape_reads_like_its_conversion_to_osv() -> None:
    pairs = [
        (path, path.with_name(path.name.replace(".osv.json", ".json")))
        for path in sorted(shared_data("osv").glob("ghsa-conversion/*.osv.json"))
    ]
    assert pairs
    for converted, own in pairs:
        theirs, ours = (read_advisories(path.read_bytes()).advisories[0] for path in (converted, own))
        assert (ours.id, ours.withdrawn) == (theirs.id, theirs.withdrawn)
        package = Component(ref="c", name="x", purl=f"pkg:{ours.affected[0].packages[0]}")
        for version in ("0.0.1", "1.0.0", "1.1.5", "1.1.6", "2.0.0", "9.9.9"):
            told = [judge(_at(package, version), advisory)[0].verdict for advisory in (theirs, ours)]
            assert told[0] == told[1] or "undetermined" in told, (own.name, version, told)


def _at(package: Component, version: str) -> Component:
    return Component(ref="c", name="x", version=version, purl=f"{package.purl}@{version}")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("^1.2.3", ["1.2.3", "1.9.0"], ["1.2.2", "2.0.0"]),
        ("^0.2.3", ["0.2.3", "0.2.9"], ["0.3.0", "0.2.2"]),
        ("~0.2.2 || >=0.3.2", ["0.2.2", "0.2.9", "0.3.2", "7.0.0"], ["0.3.0", "0.2.1"]),
        ("8.x || 7.x", ["8.9.9", "7.0.0"], ["9.0.0", "6.9.9"]),
        (">= 0.9.7, <0.10.0", ["0.9.7", "0.9.99"], ["0.10.0", "0.9.6"]),
        ("<=1.0", ["1.0.5", "0.1.0"], ["1.1.0"]),
        ("1.0.0 - 2.0.0", ["1.0.0", "2.0.0"], ["2.0.1"]),
        ("*", ["0.0.1"], []),
    ],
)
def test_requirements_of_package_managers_are_intervals(text: str, inside: list[str], outside: list[str]) -> None:
    advisory = one(npm(text))
    assert [verdict(library(version), advisory) for version in inside] == ["affected"] * len(inside)
    assert [verdict(library(version), advisory) for version in outside] == ["not_affected"] * len(outside)


def npm(vulnerable: str, patched: str = "<0.0.0") -> dict[str, Any]:
    return {"id": 5, "module_name": "lib", "vulnerable_versions": vulnerable, "patched_versions": patched, "cves": []}


def library(version: str, purl_type: str = "npm") -> Component:
    return Component(ref="c", name="lib", version=version, purl=f"pkg:{purl_type}/lib@{version}")


def test_patched_versions_are_taken_out_of_vulnerable_ones() -> None:
    advisory = one(npm("8.x || 7.x", "^8.1.4 || ^7.10.1"))
    assert [verdict(library(version), advisory) for version in ("8.1.3", "8.1.4", "7.10.0", "7.11.0")] == [
        "affected",
        "not_affected",
        "affected",
        "not_affected",
    ]


@pytest.mark.parametrize(("vulnerable", "patched"), [("soon", "<0.0.0"), (">=1 <2", "tomorrow"), (">=1 <2", ">=0")])
def test_versions_that_cannot_be_read_or_contradict_are_undetermined(vulnerable: str, patched: str) -> None:
    assert verdict(library("1.5.0"), one(npm(vulnerable, patched))) == "undetermined"


RUST = """```toml
[advisory]
id = "RUSTSEC-2020-0001"
package = "lib"
date = 2020-01-02
aliases = ["CVE-2020-1"]

[versions]
patched = [">= 0.9.1, < 0.10.0", ">= 0.10.2"]
unaffected = ["< 0.3.0"]
```

# A title of its own

Words.
"""


def test_a_rustsec_file_names_what_is_free_of_the_fault() -> None:
    (advisory,) = read_advisories(RUST.encode()).advisories
    assert (advisory.id, advisory.summary, advisory.published) == (
        "RUSTSEC-2020-0001",
        "A title of its own",
        "2020-01-02",
    )
    assert [s.text for s in advisory.affected[0].statements] == [">= 0.3.0, < 0.9.1", ">= 0.10.0, < 0.10.2"]
    versions = ("0.2.9", "0.3.0", "0.9.0", "0.9.1", "0.10.1", "0.10.2")
    found = [verdict(library(version, "cargo"), advisory) for version in versions]
    assert found == ["not_affected", "affected", "affected", "not_affected", "affected", "not_affected"]


def test_taking_away_needs_an_order() -> None:
    assert intervals_of(">= soon") is None
    whole, hole = intervals_of(">=1.0"), intervals_of("~1.5")
    assert whole is not None
    assert hole is not None
    assert [(row.low.version, row.high.version) for row in without(whole, hole) or ()] == [
        ("1.0", "1.5"),
        ("1.6", ""),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high", "included", "unreadable"),
    [
        ("バージョン 1.0.6未満", "", "1.0.6", False, ""),
        ("２．１ 以上 ３．０ 未満", "2.1", "3.0", False, ""),
        ("3.1 およびそれ以前", "", "3.1", True, ""),
        ("3.1 以前のバージョン", "", "3.1", True, ""),
        ("5.0 から 5.6 まで", "5.0", "5.6", True, ""),
        ("4.2 以降", "4.2", "", False, ""),
        ("すべてのバージョン", "", "", False, ""),
        ("for Windows 5.8 (Build 1575) 未満", "", "", False, "range_unreadable"),
        ("ファームウェア 1.2 未満", "", "", False, "range_unreadable"),
        ("", "", "", False, "versions_not_named"),
    ],
)
def test_ranges_in_japanese(text: str, low: str, high: str, included: bool, unreadable: str) -> None:
    statement = statement_in_japanese(Status.AFFECTED, text)
    assert (statement.low, statement.high, statement.high_included, statement.unreadable) == (
        low,
        high,
        included,
        unreadable,
    )


VULDEF = """<?xml version="1.0" encoding="UTF-8"?>
<VULDEF-Document version="3.2" xmlns="http://jvn.jp/vuldef/" xmlns:status="http://jvndb.jvn.jp/myjvn/Status">
 <Vulinfo><VulinfoID>JVNDB-2024-000001</VulinfoID><VulinfoData><Title>ポンプの脆弱性</Title>
  <Affected><AffectedItem><Name>Acme</Name><ProductName>Pump</ProductName>
   <Cpe version="2.2">cpe:/a:acme:pump</Cpe><VersionNumber>2.0 未満</VersionNumber></AffectedItem></Affected>
  <Impact><Cvss version="3.0"><Base>9.8</Base><Vector>CVSS:3.0/AV:N</Vector></Cvss></Impact>
  <Related><RelatedItem type="advisory"><VulinfoID>CVE-2024-1000</VulinfoID><URL>https://x</URL></RelatedItem></Related>
 </VulinfoData></Vulinfo>
 <status:Status retCd="0" totalRes="77"/>
</VULDEF-Document>"""


def test_a_record_of_jvn_in_xml() -> None:
    file = read_advisories(VULDEF.encode())
    (advisory,) = file.advisories
    assert (advisory.id, advisory.cves, file.announced) == ("JVNDB-2024-000001", ("CVE-2024-1000",), 77)
    assert [(v.version, v.score) for v in advisory.vectors] == [("3.0", 9.8)]
    assert verdict(pump("1.9"), advisory) == "affected"
    assert verdict(pump("2.0"), advisory) == "undetermined"


def test_an_answer_of_jvn_that_reports_an_error_is_no_empty_feed() -> None:
    text = VULDEF.replace('retCd="0"', 'retCd="1" errCd="MYJVN-0001" errMsg="bad"')
    with pytest.raises(Exception, match="MYJVN-0001"):
        read_advisories(text.encode())


def test_both_forms_of_a_jvn_record_have_one_number_and_the_same_versions() -> None:
    folder = shared_data("jvn") / "examples"
    for number in ("JVNDB-2021-002774", "JVNDB-2017-009608"):
        xml = folder / "hnd" / f"getVulnDetailInfo_hnd_{number}.xml"
        value = folder / "oka" / f"getVulnDetailInfo_oka_{number}.json"
        one_form, other = (read_advisories(path.read_bytes()).advisories[0] for path in (xml, value))
        assert (one_form.id, one_form.cves) == (other.id, other.cves)
        assert [{s.text for s in row.statements if s.text.isascii() is False} for row in one_form.affected] == [
            {s.text for s in row.statements if s.text.isascii() is False} for row in other.affected
        ]


def test_a_page_of_endoflife_gives_the_cycle_of_a_component() -> None:
    text = (
        "---\npermalink: /lib\nidentifiers:\n  - purl: pkg:npm/lib\nreleases:\n"
        '  - releaseCycle: "2.1"\n    eol: false\n  - releaseCycle: "2"\n    eol: 2023-02-20\n---\n\n> words\n'
    )
    known = by_identifier(read_advisories(text.encode()).support)
    found = {version: support_of(library(version), known)[0].as_json() for version in ("2.1.0", "2.10.0", "3.0")}
    assert [(row["cycle"], row["eol_on"], row["ended"]) for row in found.values()] == [
        ("2.1", None, False),
        ("2", "2023-02-20", None),
        (None, None, None),
    ]


def test_every_product_of_endoflife_is_read() -> None:
    files = sorted(shared_data("endoflife").glob("products/*.md"))
    read = [read_advisories(path.read_bytes()) for path in files]
    assert all(row.support and not row.refused for row in read)


def test_the_catalogues_say_their_edition() -> None:
    kev = {"catalogVersion": "2025.08.25", "dateReleased": "2025-08-25T17:04:19Z", "count": 0, "vulnerabilities": []}
    file = read_advisories(json.dumps(kev).encode())
    assert (file.kev_version, file.announced) == ("2025.08.25", 0)
    text = "#model_version:v2025.03.14,score_date:2025-08-25T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,0.4,0.9\n"
    file = read_advisories(text.encode())
    assert (file.epss_model, file.epss_on) == ("v2025.03.14", "2025-08-25")


def test_decisions_of_vulnrichment_are_kept_with_their_day() -> None:
    options = [{"Exploitation": "active"}, {"Automatable": "no"}]
    content = {
        "role": "CISA Coordinator",
        "version": "2.0.3",
        "timestamp": "2024-08-01T18:51:01Z",
        "options": options,
    }
    container = {
        "providerMetadata": {"shortName": "CISA-ADP"},
        "metrics": [{"other": {"type": "ssvc", "content": content}}],
    }
    record = {
        "dataType": "CVE_RECORD",
        "cveMetadata": {"cveId": "CVE-2024-1", "state": "PUBLISHED"},
        "containers": {"cna": {"affected": []}, "adp": [container]},
    }
    (told,) = one(record).ssvc
    assert (told.source, told.at, dict(told.points)["Exploitation"]) == ("CISA-ADP", "2024-08-01T18:51:01Z", "active")
