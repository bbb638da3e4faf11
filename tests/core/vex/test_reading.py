"""VEX documents read into statements."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.vex import VexFile, VexStatus, read_vex
from tests.shared import shared_data


def read(value: Any) -> VexFile:
    return read_vex(json.dumps(value).encode())


def openvex(*statements: dict[str, Any], version: str = "v0.2.0") -> dict[str, Any]:
    return {
        "@context": f"https://openvex.dev/ns/{version}",
        "@id": "vex-1",
        "author": "Acme",
        "timestamp": "2024-01-01T00:00:00Z",
        "statements": list(statements),
    }


def test_openvex_in_its_newer_and_older_dialect_reads_alike() -> None:
    newer = {
        "vulnerability": {"name": "CVE-2024-1", "aliases": ["GHSA-1"]},
        "products": [{"@id": "pkg:oci/image@1", "subcomponents": [{"@id": "pkg:npm/lib@1.0"}]}],
        "status": "not_affected",
        "justification": "vulnerable_code_not_present",
    }
    older = {
        "vulnerability": "CVE-2024-1",
        "products": ["pkg:oci/image@1"],
        "subcomponents": ["pkg:npm/lib@1.0"],
        "status": "not_affected",
    }
    (one,), (other,) = read(openvex(newer)).statements, read(openvex(older, version="v0.0.1")).statements
    assert one.names == ("CVE-2024-1", "GHSA-1")
    assert one.justification == "vulnerable_code_not_present"
    for told in (one, other):
        (product,) = told.products
        assert (product.purls, [part.purls for part in product.parts]) == (
            ("pkg:oci/image@1",),
            [("pkg:npm/lib@1.0",)],
        )
        assert (told.author, told.at, told.status) == ("Acme", "2024-01-01T00:00:00Z", VexStatus.NOT_AFFECTED)


def test_what_cannot_be_told_is_listed_by_place_and_never_dropped() -> None:
    file = read(openvex({"vulnerability": "CVE-1", "status": "fine"}, {"status": "fixed"}))
    assert file.statements == ()
    assert [row.where for row in file.unclear] == ["/statements/0/status", "/statements/1/vulnerability"]


def test_cyclonedx_states_versions_one_by_one_and_their_own_word_counts() -> None:
    affects = {
        "ref": "a",
        "versions": [
            {"version": "2.4", "status": "affected"},
            {"range": "vers:generic/>=2.9|<=4.1", "status": "unaffected"},
            {"version": "5", "status": "unknown"},
        ],
    }
    value = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "components": [{"type": "library", "bom-ref": "a", "name": "lib", "purl": "pkg:npm/lib@2.4"}],
        "vulnerabilities": [
            {"id": "CVE-2024-1", "analysis": {"state": "exploitable", "detail": "d"}, "affects": [affects]},
            {"id": "CVE-2024-2", "affects": [{"ref": "a"}]},
            {"id": "CVE-2024-3", "analysis": {"state": "resolved"}, "affects": [{"ref": "elsewhere"}]},
        ],
    }
    file = read(value)
    assert [(row.status, row.products[0].version, row.products[0].is_range) for row in file.statements] == [
        (VexStatus.AFFECTED, "2.4", False),
        (VexStatus.NOT_AFFECTED, "vers:generic/>=2.9|<=4.1", True),
        (VexStatus.UNDER_INVESTIGATION, "5", False),
        (VexStatus.FIXED, "", False),
    ]
    assert [row.where for row in file.unclear] == [
        "/vulnerabilities/1/analysis/state",
        "/vulnerabilities/2/affects/0/ref",
    ]


def test_other_documents_are_refused() -> None:
    with pytest.raises(Refused, match="neither OpenVEX nor CSAF nor CycloneDX"):
        read({"bomFormat": "CycloneDX", "components": []})


def test_every_example_of_cyclonedx_vex_is_read() -> None:
    files = sorted(shared_data("sboms").glob("bom-examples/VEX/*/*/vex*.json"))
    stated = {path: read_vex(path.read_bytes()) for path in files}
    assert len(files) > 20
    for path, file in stated.items():
        rows = json.loads(path.read_text())["vulnerabilities"]
        assert {name for row in file.statements for name in row.names} >= {
            row["id"] for row in rows if "analysis" in row
        }
        assert {row.status for row in file.statements} <= set(VexStatus)


def test_csaf_vex_examples_give_the_status_that_their_name_says() -> None:
    folder = shared_data("csaf") / "2.0" / "examples" / "csaf" / "csaf_vex"
    expected = {"01-na": "not_affected", "01-f": "fixed", "01-a": "affected", "01-ui": "under_investigation"}
    for name, status in expected.items():
        (told,) = read_vex((folder / f"2022-evd-uc-{name}-001.json").read_bytes()).statements
        assert (told.status, told.author, bool(told.products[0].name)) == (
            status,
            "Example Company ProductCERT",
            True,
        )
    (free,) = read_vex((folder / "2022-evd-uc-01-na-001.json").read_bytes()).statements
    assert free.justification or free.words


def test_every_openvex_example_is_read() -> None:
    files = sorted(shared_data("openvex").glob("go-vex/**/*.json"))
    read_ones = [read_vex(path.read_bytes()) for path in files if '"@context"' in path.read_text()]
    assert len(read_ones) > 5
    assert all(file.statements or file.unclear for file in read_ones)
