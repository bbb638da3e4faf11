"""The facts of the advisories, against the real records: identifiers, ranges, vectors, days, KEV."""

import json
import lzma
import re
from pathlib import Path
from typing import Any

import pytest

from tests.sample.portfolio import CVE5, KEV, OSV, containers, cve_ids, ranges, vectors
from tests.shared import shared_data

ELSEWHERE = {
    "CVE-2022-48174": "the record's product and version are n/a; 1.35 stands in its text",
    "CVE-2023-38545": "the record states an empty range; curl.se names 7.69.0 to 8.3.0",
    "CVE-2023-38546": "the record states an empty range; curl.se names 7.9.1 to 8.3.0",
    "CVE-2023-45199": "the assigner writes n/a; 3.2 to before 3.5 stands in its text",
    "CVE-2023-44487": "the record names a protocol; the range is that of .NET in the enrichment",
}
"""Records whose own version statement cannot be used as it stands, and what was used."""


def lines(path: Path) -> list[bytes]:
    with lzma.open(path) as file:
        return file.read().splitlines()


@pytest.fixture(scope="module")
def cve_list() -> dict[str, dict[str, Any]]:
    file = shared_data("vulns") / "cve5" / "vulnrichment.ndjson.xz"
    named = re.compile(rb'"cveId":"(CVE-[0-9-]+)"')
    found = {}
    for line in lines(file):
        match = named.search(line)
        if match and match.group(1).decode() in cve_ids():
            found[match.group(1).decode()] = json.loads(line)
    return found


@pytest.fixture(scope="module")
def enrichment() -> dict[str, dict[str, Any]]:
    records = [json.loads(line) for line in lines(shared_data("vulns") / "nvd" / "anchore-overrides.ndjson.xz")]
    return {record["_annotation"]["cve_id"]: record for record in records}


@pytest.fixture(scope="module")
def osv_records() -> dict[str, dict[str, Any]]:
    folder = shared_data("vulns") / "osv"
    names = ("bitnami.ndjson.xz", "pypa.ndjson.xz")
    records = [json.loads(line) for name in names for line in lines(folder / name)]
    return {record["id"]: record for record in records}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, Any]]:
    whole = json.loads((shared_data("kev") / "known_exploited_vulnerabilities.json").read_text(encoding="utf-8"))
    return {row["cveID"]: row for row in whole["vulnerabilities"]}


def test_more_than_thirty_records_can_be_held_against_the_cve_list(cve_list: dict[str, Any]) -> None:
    assert len(set(CVE5) & set(cve_list)) >= 30


def test_every_vector_is_one_of_the_real_record(cve_list: dict[str, Any]) -> None:
    for cve in set(CVE5) & set(cve_list):
        assert {vector for vector, _ in vectors(CVE5[cve])} <= {vector for vector, _ in vectors(cve_list[cve])}, cve


def test_every_version_statement_is_one_of_the_real_record(cve_list: dict[str, Any]) -> None:
    for cve in set(CVE5) & set(cve_list) - set(ELSEWHERE):
        assert ranges(CVE5[cve]), cve
        assert set(ranges(CVE5[cve])) <= set(ranges(cve_list[cve])), cve


def test_assigner_and_days_are_those_of_the_real_record(cve_list: dict[str, Any]) -> None:
    for cve in set(CVE5) & set(cve_list):
        ours, real = CVE5[cve]["cveMetadata"], cve_list[cve]["cveMetadata"]
        assert ours["assignerOrgId"] == real["assignerOrgId"], cve
        assert ours["datePublished"][:10] == real["datePublished"][:10], cve


def test_names_that_cisa_added_are_kept_as_they_are_written(cve_list: dict[str, Any]) -> None:
    for cve in set(CVE5) & set(cve_list):
        for part in cisa_parts(CVE5[cve]):
            assert part in cisa_parts(cve_list[cve]), cve


def cisa_parts(record: dict[str, Any]) -> list[dict[str, Any]]:
    boxes = [box for box in containers(record)[1:] if "CISA" in box.get("title", "")]
    return [part for box in boxes for part in box.get("affected", [])]


def test_what_the_cve_list_does_not_hold_has_the_ranges_of_the_enrichment(
    cve_list: dict[str, Any], enrichment: dict[str, Any]
) -> None:
    checked = ({*CVE5} - {*cve_list} | {"CVE-2023-44487"}) & {*enrichment}
    assert len(checked) >= 8
    for cve in checked:
        (part,) = CVE5[cve]["containers"]["cna"]["affected"]
        product = part["cpes"][0].split(":")[3:5]
        matches = [
            match
            for row in enrichment[cve]["cve"]["configurations"]
            for node in row["nodes"]
            for match in node["cpeMatch"]
            if match["criteria"].split(":")[3:5] == product
        ]
        real = {
            (
                "affected",
                match.get("versionStartIncluding", "0"),
                match.get("versionEndExcluding"),
                match.get("versionEndIncluding"),
            )
            for match in matches
        }
        assert set(ranges(CVE5[cve])) == real, cve


def test_the_osv_records_of_bitnami_and_pypa_have_the_ranges_aliases_and_vectors_of_the_real_ones(
    osv_records: dict[str, Any],
) -> None:
    ours = {name: record for name, record in OSV.items() if not name.startswith("GHSA-")}
    assert set(ours) <= set(osv_records)
    for name, record in ours.items():
        real = osv_records[name]
        assert record["aliases"] == real["aliases"]
        assert record["modified"] == real["modified"]
        (part,), (real_part,) = record["affected"], real["affected"]
        assert part["package"] == real_part["package"]
        assert part.get("severity") == real_part.get("severity")
        assert part["ranges"] == [row for row in real_part["ranges"] if row["type"] != "GIT"]


def test_the_range_and_vector_of_newtonsoft_json_are_those_of_the_cve_list(cve_list: dict[str, Any]) -> None:
    record, real = OSV["GHSA-5crp-9r3c-p9vr"], cve_list["CVE-2024-21907"]
    assert record["affected"][0]["ranges"][0]["events"] == [{"introduced": "0"}, {"fixed": "13.0.1"}]
    assert ("affected", "0", "13.0.1", None) in ranges(real)
    assert record["severity"][0]["score"] in {vector for vector, _ in vectors(real)}


def test_vectors_taken_from_medical_advisories_are_in_them() -> None:
    folder = shared_data("icsma")
    known: dict[str, set[str]] = {}
    for path in sorted(folder.glob("icsma-*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")).get("vulnerabilities", []):
            scores = [score["cvss_v3"]["vectorString"] for score in row.get("scores", []) if "cvss_v3" in score]
            known.setdefault(row.get("cve", ""), set()).update(scores)
    for cve in ("CVE-2017-0144", "CVE-2019-0708", "CVE-2022-2119", "CVE-2022-2120"):
        assert {vector for vector, _ in vectors(CVE5[cve])} <= known[cve], cve


def test_exactly_the_records_that_kev_lists_are_marked_with_its_days(catalogue: dict[str, Any]) -> None:
    ours = {row["cveID"]: row for row in KEV["vulnerabilities"]}
    assert set(ours) == cve_ids() & set(catalogue)
    for cve, row in ours.items():
        for key in ("dateAdded", "dueDate", "knownRansomwareCampaignUse", "cwes"):
            assert row[key] == catalogue[cve][key], (cve, key)
        for key in ("vendorProject", "product", "vulnerabilityName"):
            assert row[key] == catalogue[cve][key].strip(), (cve, key)
        assert row["shortDescription"] != catalogue[cve]["shortDescription"]


def test_the_range_of_sqlite_is_that_of_bitnami(osv_records: dict[str, Any]) -> None:
    (part,) = osv_records["BIT-sqlite-2022-35737"]["affected"]
    events = {name: value for event in part["ranges"][0]["events"] for name, value in event.items()}
    assert ranges(CVE5["CVE-2022-35737"]) == [("affected", events["introduced"], events["fixed"], None)]
    assert [vector for vector, _ in vectors(CVE5["CVE-2022-35737"])] == [part["severity"][0]["score"]]
