"""`kizuki csaf` as a stranger runs it, and against the labelled documents of the OASIS committee."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.main import main
from kizuki.gateways.csaf.validating import faults_of
from tests.core.advisories.test_csaf import FIXED, RANGE, document
from tests.shared import shared_data

Out = pytest.CaptureFixture[bytes]

ROWS: list[dict[str, Any]] = [
    {
        "cve": "CVE-2024-1000",
        "product_status": {"known_affected": ["P1", "P9"], "fixed": ["P2"]},
        "scores": [
            {
                "cvss_v3": {
                    "version": "3.1",
                    "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                    "baseScore": 9.8,
                    "baseSeverity": "CRITICAL",
                },
                "products": ["P1"],
            }
        ],
        "remediations": [{"category": "vendor_fix", "details": "Update.", "product_ids": ["P1"]}],
    }
]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "advisory.json"
    value = json.loads(document(ROWS, [RANGE, FIXED]))
    day = "2024-02-01T00:00:00Z"
    value["document"]["category"] = "csaf_base"
    value["document"]["publisher"]["category"] = "vendor"
    value["document"]["tracking"] |= {
        "status": "final",
        "initial_release_date": day,
        "revision_history": [{"date": day, "number": number, "summary": "s"} for number in ("1", "2")],
    }
    path.write_text(json.dumps(value))
    return str(path)


def answer(out: Out, *words: str) -> list[dict[str, Any]]:
    assert main(["csaf", *words, "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(out.readouterr().out)
    return rows


def test_a_document_is_told_with_products_statuses_scores_and_what_it_leaves_open(
    file: str, capfdbinary: Out
) -> None:
    (told,) = answer(capfdbinary, "read", file)
    assert (told["csaf_version"], told["tracking_id"], told["cves"]) == ("2.0", "ACME-1", ["CVE-2024-1000"])
    assert [(row["id"], row["path"], row["version"], row["cpe"]) for row in told["products"]] == [
        ("P1", ["Acme", "Pump", "< 8.2.2"], "< 8.2.2", None),
        ("P2", ["Acme", "Pump", "8.2.2"], "8.2.2", "cpe:2.3:a:acme:pump:8.2.2:*:*:*:*:*:*:*"),
    ]
    assert {row["status"]: row["product_ids"] for row in told["statuses"]} == {
        "known_affected": ["P1", "P9"],
        "fixed": ["P2"],
    }
    assert (told["scores"][0]["base"], told["remediations"][0]["details"]) == (9.8, "Update.")
    assert any("P9 is not in the tree" in row["why"] for row in told["undetermined"])


def test_a_document_that_breaks_a_mandatory_test_is_answered_not_refused(file: str, capfdbinary: Out) -> None:
    (told,) = answer(capfdbinary, "validate", file)
    assert told["valid"] is False
    assert {"test", "where", "what"} == set(told["errors"][0])
    assert {row["test"] for row in told["errors"]} == {"6.1.1"}


def test_a_document_that_breaks_none_is_valid(file: str, capfdbinary: Out) -> None:
    path = Path(file)
    path.write_text(path.read_text().replace('"P9"', '"P1"').replace('["P1", "P1"]', '["P1"]'))
    assert answer(capfdbinary, "validate", file)[0]["valid"] is True


def test_a_document_that_breaks_the_schema_says_where(file: str, capfdbinary: Out) -> None:
    path = Path(file)
    path.write_text(path.read_text().replace('"vendor", "name": "Acme PSIRT"', '"x"').replace('"final"', '"x"'))
    (told,) = answer(capfdbinary, "validate", file)
    assert ("schema", "/document/tracking/status") in {(row["test"], row["where"]) for row in told["errors"]}


def test_the_pages_can_be_read(file: str, capfdbinary: Out) -> None:
    for action, word in (("read", "P9 is not in the tree"), ("validate", "invalid")):
        assert main(["csaf", action, file, "--lang", "en"]) == 0
        assert word in capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize("action", ["read", "validate"])
@pytest.mark.parametrize("content", [b"{", b"[]", b'{"document": {"csaf_version": "9"}}', b'{"document": 5}'])
def test_what_is_no_csaf_is_refused_with_its_file(
    action: str, content: bytes, tmp_path: Path, capfdbinary: Out
) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    assert main(["csaf", action, str(path), "--json"]) == 2
    told = capfdbinary.readouterr()
    assert told.out == b""
    assert b"odd.json" in told.err


def test_the_draft_standard_is_not_written(capfdbinary: Out) -> None:
    assert main(["csaf", "write", "X-1", "--version", "2.1"]) == 2
    assert b"CSAF 2.1 is a draft" in capfdbinary.readouterr().err


def test_the_labelled_documents_of_the_committee_are_judged_as_labelled() -> None:
    folder = shared_data("csaf") / "2.0" / "validator"
    tests = json.loads((folder / "testcases.json").read_text())["tests"]
    judged = 0
    for test in tests:
        if test["group"] != "mandatory":
            continue
        for kind in ("failures", "valid"):
            for row in test.get(kind, ()):
                path = folder / row["name"]
                if path.exists():
                    faults = faults_of(json.loads(path.read_text()), "2.0")
                    assert (not faults) == row["valid"], (row["name"], faults[:3])
                    if not row["valid"]:
                        # 6.1.8 asks for nothing but that the scores pass their schemas.
                        named = {test["id"], "schema"} if test["id"] == "6.1.8" else {test["id"]}
                        assert any(name.startswith(fault.test) for fault in faults for name in named), (
                            row["name"],
                            faults,
                        )
                    judged += 1
    assert judged == 62


def test_every_medical_advisory_of_cisa_is_told() -> None:
    files = [str(path) for path in sorted(shared_data("icsma").glob("*.json"))]
    assert main(["csaf", "read", *files, "--json"]) == 0
