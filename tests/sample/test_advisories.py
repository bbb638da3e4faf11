"""The advisories: true shapes, well-formed ranges, vectors that give their score."""

import re

import pytest
from cvss import CVSS3, CVSS4
from packageurl import PackageURL

from tests.sample.portfolio import CVE5, KEV, OSV, containers, cve_ids, ranges, vectors

CVE_ID = re.compile(r"CVE-\d{4}-\d{4,19}")
OSV_ID = re.compile(r"(GHSA(-[0-9a-z]{4}){3}|PYSEC-\d{4}-\d+|BIT-[a-z0-9-]+-\d{4}-\d+)")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEV_KEYS = {
    *("cveID", "vendorProject", "product", "vulnerabilityName", "dateAdded", "shortDescription", "requiredAction"),
    *("dueDate", "knownRansomwareCampaignUse", "notes", "cwes"),
}


def test_there_are_at_least_thirty_real_records() -> None:
    assert len(cve_ids()) >= 30


@pytest.mark.parametrize("cve", CVE5)
def test_a_cve_record_has_the_parts_that_its_schema_requires(cve: str) -> None:
    record = CVE5[cve]
    assert CVE_ID.fullmatch(cve)
    assert record["dataType"] == "CVE_RECORD"
    assert record["dataVersion"].startswith("5.")
    assert record["cveMetadata"]["cveId"] == cve
    assert record["cveMetadata"]["state"] == "PUBLISHED"
    assert UUID.fullmatch(record["cveMetadata"]["assignerOrgId"])
    cna = record["containers"]["cna"]
    assert UUID.fullmatch(cna["providerMetadata"]["orgId"])
    assert {text["lang"] for text in cna["descriptions"]} == {"en", "ja"}
    assert all(part["versions"] or part["defaultStatus"] for part in cna["affected"])
    assert all(reference["url"].startswith("http") for reference in cna["references"])


@pytest.mark.parametrize("cve", CVE5)
def test_a_version_statement_has_one_upper_bound_at_most_and_never_ends_before_it_starts(cve: str) -> None:
    for status, version, less_than, at_most in ranges(CVE5[cve]):
        assert status in {"affected", "unaffected", "unknown"}
        assert version
        assert less_than is None or at_most is None
        assert less_than != version


@pytest.mark.parametrize("cve", CVE5)
def test_a_vector_gives_the_score_that_stands_beside_it(cve: str) -> None:
    for vector, score in vectors(CVE5[cve]):
        computed = CVSS4(vector).base_score if vector.startswith("CVSS:4") else CVSS3(vector).scores()[0]
        assert float(computed) == score


@pytest.mark.parametrize("cve", CVE5)
def test_a_cpe_of_a_record_has_eleven_fields(cve: str) -> None:
    for box in containers(CVE5[cve]):
        for part in box.get("affected", []):
            for cpe in part.get("cpes", []):
                assert cpe.startswith("cpe:2.3:")
                assert len(re.split(r"(?<!\\):", cpe)) == 13


@pytest.mark.parametrize("name", OSV)
def test_an_osv_record_has_an_identifier_an_alias_and_a_package_with_ranges(name: str) -> None:
    record = OSV[name]
    assert OSV_ID.fullmatch(name)
    assert record["id"] == name
    assert [alias for alias in record["aliases"] if CVE_ID.fullmatch(alias)]
    assert re.match(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z", record["modified"])
    for part in record["affected"]:
        PackageURL.from_string(part["package"]["purl"])
        events = [event for row in part["ranges"] for event in row["events"]]
        assert [len(event) for event in events] == [1] * len(events)
        assert [next(iter(row["events"][0])) for row in part["ranges"]] == ["introduced"] * len(part["ranges"])
        assert {next(iter(event)) for event in events} <= {"introduced", "fixed", "last_affected"}


@pytest.mark.parametrize("name", OSV)
def test_a_vector_of_an_osv_record_is_one_of_cvss_3(name: str) -> None:
    record = OSV[name]
    rows = record.get("severity", []) + [row for part in record["affected"] for row in part.get("severity", [])]
    for row in rows:
        assert row["type"] == "CVSS_V3"
        CVSS3(row["score"])


def test_the_extract_of_kev_has_the_shape_of_the_catalogue_and_speaks_only_of_our_records() -> None:
    assert KEV["count"] == len(KEV["vulnerabilities"])
    assert {row["cveID"] for row in KEV["vulnerabilities"]} <= cve_ids()
    for row in KEV["vulnerabilities"]:
        assert set(row) == KEV_KEYS
        assert [bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", row[day])) for day in ("dateAdded", "dueDate")] == [
            True,
            True,
        ]
        assert row["knownRansomwareCampaignUse"] in {"Known", "Unknown"}
