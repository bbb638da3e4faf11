"""6.1.27 and 6.1.31 of CSAF 2.0, held against the examples that the standard itself prints beside each test."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.csaf.profiles import profile_faults
from kizuki.gateways.csaf.validating import faults_of
from tests.shared import shared_data

NOTE = [{"category": "description", "text": "x"}]


def document(category: str, vulnerability: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A document of a profile that passes, with what is told of it changed."""
    told: dict[str, Any] = {
        "document": {"category": category, "notes": NOTE, "references": [{"category": "external", "url": "x"}]}
    }
    if category in ("csaf_security_advisory", "csaf_vex"):
        hole = {"cve": "CVE-2026-0001", "notes": NOTE, "product_status": {"fixed": ["A"]}}
        told |= {"product_tree": {}, "vulnerabilities": [hole | (vulnerability or {})]}
    for name, value in more.items():
        told[name] = value
        if value is None:
            del told[name]
    return told


def said(value: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.test, fault.where) for fault in profile_faults(value)]


PRODUCTS = ["CSAFPID-9080700", "CSAFPID-9080701", "CSAFPID-9080702"]
GROUPED = {"product_groups": [{"group_id": "CSAFGID-0001", "product_ids": PRODUCTS[:2]}]}
BY_GROUP = [{"category": "impact", "details": "x", "group_ids": ["CSAFGID-0001"]}]
NO_FIX = [{"category": "no_fix_planned", "details": "x", "group_ids": ["CSAFGID-0001"]}]
DISCLAIMER = {"notes": [{"category": "legal_disclaimer", "text": "x"}], "references": [{"category": "external"}]}
OWN_ADDRESS = {"notes": NOTE, "references": [{"category": "self"}]}


@pytest.mark.parametrize("category", ["csaf_informational_advisory", "csaf_security_incident_response"])
def test_informational_profiles_have_a_telling_note_and_an_external_reference(category: str) -> None:
    assert said(document(category)) == []
    assert said(document(category, document=DISCLAIMER | {"category": category})) == [("6.1.27", "/document/notes")]
    assert said(document(category, document=OWN_ADDRESS | {"category": category})) == [
        ("6.1.27", "/document/references")
    ]
    by_default = {"category": category, "notes": NOTE, "references": [{"url": "x"}]}
    assert said(document(category, document=by_default)) == []


def test_an_informational_advisory_has_no_vulnerabilities() -> None:
    told = document("csaf_informational_advisory", vulnerabilities=[{"title": "x"}])
    assert said(told) == [("6.1.27", "/vulnerabilities")]


@pytest.mark.parametrize("category", ["csaf_security_advisory", "csaf_vex"])
def test_what_speaks_of_vulnerabilities_has_products_vulnerabilities_and_their_notes(category: str) -> None:
    assert said(document(category)) == []
    assert said(document(category, product_tree=None)) == [("6.1.27", "/product_tree")]
    assert said(document(category, vulnerabilities=None)) == [("6.1.27", "/vulnerabilities")]
    assert said(document(category, {"notes": []})) == [("6.1.27", "/vulnerabilities/0/notes")]


def test_a_vex_has_at_least_one_of_the_four_statuses_and_may_have_others_beside() -> None:
    none = {"product_status": {"first_fixed": ["A"], "recommended": ["A"]}}
    assert said(document("csaf_vex", none)) == [("6.1.27", "/vulnerabilities/0/product_status")]
    assert said(document("csaf_vex", {"product_status": {}})) == [("6.1.27", "/vulnerabilities/0/product_status")]
    assert said(document("csaf_vex", {"product_status": {"fixed": ["A"], "recommended": ["A"]}})) == []
    assert said(document("csaf_security_advisory", none)) == []
    assert said(document("csaf_security_advisory", {"product_status": {}})) == [
        ("6.1.27", "/vulnerabilities/0/product_status")
    ]


def test_each_vulnerability_of_a_vex_has_a_cve_or_ids() -> None:
    named = document("csaf_vex")["vulnerabilities"][0]
    nameless = {key: value for key, value in named.items() if key != "cve"}
    assert said(document("csaf_vex", vulnerabilities=[named, nameless])) == [("6.1.27", "/vulnerabilities/1")]


def test_a_product_that_is_not_affected_has_its_impact_statement_by_itself_or_by_its_group() -> None:
    told = {"product_status": {"known_not_affected": PRODUCTS}, "threats": BY_GROUP}
    found = said(document("csaf_vex", told, product_tree=GROUPED))
    assert found == [("6.1.27", "/vulnerabilities/0/product_status/known_not_affected/2")]
    flagged = told | {"flags": [{"label": "component_not_present", "product_ids": PRODUCTS[2:]}]}
    assert said(document("csaf_vex", flagged, product_tree=GROUPED)) == []


def test_a_product_that_is_affected_has_its_action_statement() -> None:
    told = {"product_status": {"known_affected": PRODUCTS}, "remediations": NO_FIX}
    found = said(document("csaf_vex", told, product_tree=GROUPED))
    assert found == [("6.1.27", "/vulnerabilities/0/product_status/known_affected/2")]


def test_a_remediation_of_an_advisory_may_name_a_product_without_a_status() -> None:
    told = {"product_status": {"known_affected": ["A"]}, "remediations": [{"product_ids": ["A", "B"]}]}
    assert said(document("csaf_security_advisory", told)) == []


@pytest.mark.parametrize(
    ("name", "ranged"),
    [
        ("prior to 4.2", True),
        ("<= 3", True),
        ("All versions", True),
        ("after 3", True),
        ("14.1.x", False),
        ("2.0-install", False),
        ("4.2", False),
    ],
)
def test_a_version_is_no_range(name: str, ranged: bool) -> None:
    tree = {"branches": [{"category": "vendor", "branches": [{"category": "product_version", "name": name}]}]}
    where = "/product_tree/branches/0/branches/0/name"
    found = said(document("csaf_security_advisory", product_tree=tree))
    assert found == ([("6.1.31", where)] if ranged else [])


def test_every_medical_advisory_and_every_vex_example_is_valid_as_the_reference_has_it() -> None:
    files = [*sorted(shared_data("icsma").glob("*.json"))]
    files += sorted((shared_data("csaf") / "2.0" / "examples" / "csaf" / "csaf_vex").glob("2022-*.json"))
    assert len(files) >= 124
    wrong = {file.name: faults for file in files if (faults := faults_of(json.loads(file.read_text()), "2.0"))}
    assert wrong == {}
