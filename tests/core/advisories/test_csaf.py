"""CSAF documents as advisories."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.advisories import Advisory, Status, read_advisories
from kizuki.core.matching import judge
from kizuki.core.sbom import Component
from tests.shared import shared_data

RANGE = {
    "category": "product_version_range",
    "name": "< 8.2.2",
    "product": {"product_id": "P1", "name": "Pump <8.2.2"},
}
FIXED = {
    "category": "product_version",
    "name": "8.2.2",
    "product": {
        "product_id": "P2",
        "name": "Pump 8.2.2",
        "product_identification_helper": {"cpe": "cpe:2.3:a:acme:pump:8.2.2:*:*:*:*:*:*:*"},
    },
}


def document(vulnerabilities: list[dict[str, Any]], branches: list[dict[str, Any]], **tree: Any) -> bytes:
    held = {"category": "product_name", "name": "Pump", "branches": branches}
    value = {
        "document": {
            "csaf_version": "2.0",
            "category": "csaf_security_advisory",
            "title": "T",
            "publisher": {"name": "Acme PSIRT", "namespace": "https://acme.example"},
            "tracking": {"id": "ACME-1", "current_release_date": "2024-02-01T00:00:00Z", "version": "2"},
            "distribution": {"tlp": {"label": "AMBER"}},
        },
        "product_tree": {"branches": [{"category": "vendor", "name": "Acme", "branches": [held]}], **tree},
        "vulnerabilities": vulnerabilities,
    }
    return json.dumps(value).encode()


def read(content: bytes) -> tuple[Advisory, ...]:
    file = read_advisories(content)
    assert file.refused == ()
    return file.advisories


def pump(version: str) -> Component:
    return Component(ref="c", name="Pump", version=version, cpe=f"cpe:2.3:a:acme:pump:{version}:*:*:*:*:*:*:*")


def test_each_vulnerability_of_a_document_is_a_record_with_the_documents_number() -> None:
    rows = [
        {"cve": "CVE-2024-1", "product_status": {"known_affected": ["P1"], "fixed": ["P2"]}},
        {"cve": "CVE-2024-2", "product_status": {"under_investigation": ["P2"]}},
    ]
    one, other = read(document(rows, [RANGE, FIXED]))
    assert (one.id, one.document, one.aliases, one.tlp) == ("ACME-1#CVE-2024-1", "ACME-1", ("CVE-2024-1",), "AMBER")
    assert other.aliases == ("CVE-2024-2",)
    assert [s.status for row in other.affected for s in row.statements] == [Status.UNKNOWN]


@pytest.mark.parametrize(
    ("version", "verdict"), [("8.2.1", "affected"), ("8.2.2", "not_affected"), ("9.0", "undetermined")]
)
def test_a_version_that_no_status_names_is_undetermined(version: str, verdict: str) -> None:
    # The range carries no CPE; the other version of the same branch does.
    rows = [{"cve": "CVE-2024-1", "product_status": {"known_affected": ["P1"], "fixed": ["P2"]}}]
    (advisory,) = read(document(rows, [RANGE, FIXED]))
    (finding,) = judge(pump(version), advisory)
    assert finding.verdict == verdict


def test_a_range_with_a_cpe_makes_affected() -> None:
    helped = {**RANGE, "product": {**RANGE["product"], "product_identification_helper": {"cpe": "cpe:/a:acme:pump"}}}
    rows = [{"cve": "CVE-2024-1", "product_status": {"known_affected": ["P1"]}}]
    (advisory,) = read(document(rows, [helped]))
    (finding,) = judge(pump("8.2.1"), advisory)
    assert finding.verdict == "affected"
    assert finding.fixed_in == ("8.2.2",)


def test_a_product_without_versions_is_never_free_of_the_fault() -> None:
    bare = {"product_id": "P", "name": "Pump", "product_identification_helper": {"cpe": "cpe:/a:acme:pump"}}
    rows = [{"cve": "CVE-2024-1", "product_status": {"known_not_affected": ["P"]}}]
    (advisory,) = read(document(rows, [], full_product_names=[bare]))
    (finding,) = judge(pump("1.0"), advisory)
    assert (finding.verdict, finding.evidence.why[0].code) == ("undetermined", "versions_not_named")


def test_a_component_that_is_free_of_the_fault_inside_one_product_is_open_elsewhere() -> None:
    relation = {
        "category": "default_component_of",
        "product_reference": "P2",
        "relates_to_product_reference": "P1",
        "full_product_name": {"product_id": "P2:P1", "name": "Pump 8.2.2 in another"},
    }
    rows = [{"cve": "CVE-2024-1", "product_status": {"known_not_affected": ["P2:P1"]}}]
    (advisory,) = read(document(rows, [RANGE, FIXED], relationships=[relation]))
    (finding,) = judge(pump("8.2.2"), advisory)
    assert finding.verdict == "undetermined"


def test_a_product_that_is_not_in_the_tree_is_kept_by_its_id() -> None:
    (advisory,) = read(document([{"cve": "CVE-2024-1", "product_status": {"known_affected": ["P9"]}}], []))
    assert [row.product for row in advisory.affected] == ["P9"]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("vers:generic/>=2.9|<=4.1", [("2.9", "4.1", "")]),
        ("vers:npm/1.2.3|>=2.0|<3.0|>=4", [("", "", ""), ("2.0", "3.0", ""), ("4", "", "")]),
        (">= 1.0.0 | <= 1.1.1", [("1.0.0", "1.1.1", "")]),
        ("<= U61 |<= L81", [("", "", "range_unreadable")]),
        ("vers:all/*", [("", "", "")]),
        ("9.x (with modules >= 22D19 | <= v22D28)", [("", "", "range_unreadable")]),
    ],
)
def test_ranges_are_paired_and_what_cannot_be_paired_is_unreadable(
    text: str, bounds: list[tuple[str, str, str]]
) -> None:
    branch = {**RANGE, "name": text}
    (advisory,) = read(document([{"cve": "CVE-2024-1", "product_status": {"known_affected": ["P1"]}}], [branch]))
    (row,) = advisory.affected
    assert [(s.low, s.high, s.unreadable) for s in row.statements] == bounds


def test_a_document_without_vulnerabilities_is_one_record_without_products() -> None:
    (advisory,) = read(document([], [RANGE]))
    assert (advisory.id, advisory.names_a_product) == ("ACME-1", False)


def test_every_medical_advisory_of_cisa_is_read_with_all_its_vulnerabilities() -> None:
    files = sorted(shared_data("icsma").glob("*.json"))
    told = {row["cve"] for file in files for row in json.loads(file.read_text()).get("vulnerabilities", ())}
    found = [advisory for file in files for advisory in read(file.read_bytes())]
    assert {cve for advisory in found for cve in advisory.cves} == told
    assert all(advisory.names_a_product for advisory in found)
