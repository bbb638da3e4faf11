"""What a list names and does not describe, and lists that stand inside another document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom

BOM: dict[str, Any] = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}
PART = {"type": "library", "bom-ref": "a", "name": "a", "version": "1"}
SPDX = "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\n"


def cyclonedx(*ends: str, **more: Any) -> bytes:
    return json.dumps(
        BOM | {"components": [PART], "dependencies": [{"ref": "a", "dependsOn": list(ends)}]} | more
    ).encode()


@pytest.mark.parametrize(
    ("content", "elsewhere"),
    [
        (
            cyclonedx("urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#b"),
            "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#b",
        ),
        ((SPDX + "Relationship: SPDXRef-a CONTAINS DocumentRef-x:SPDXRef-b\n").encode(), "DocumentRef-x:SPDXRef-b"),
        (
            b'<SoftwareIdentity name="a" tagId="a"><Link rel="requires" href="swid:b"/></SoftwareIdentity>',
            "b",
        ),
        (
            json.dumps(
                {
                    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
                    "@graph": [
                        {"type": "SpdxDocument", "spdxId": "d", "import": [{"externalSpdxId": "https://e.com/b"}]},
                        {"type": "software_Package", "spdxId": "a", "name": "a"},
                        {
                            "type": "Relationship",
                            "from": "a",
                            "relationshipType": "dependsOn",
                            "to": ["https://e.com/b"],
                        },
                    ],
                }
            ).encode(),
            "https://e.com/b",
        ),
    ],
)
def test_a_part_that_another_document_describes_cannot_be_matched(content: bytes, elsewhere: str) -> None:
    told = [row for row in read_sbom(content).unmatchable if row.why_code == "elsewhere"]
    assert [row.ref for row in told] == [elsewhere]
    assert elsewhere in told[0].why("ja")
    assert elsewhere in told[0].why("en")


def test_a_reference_to_nothing_is_a_fault() -> None:
    assert [fault.where for fault in read_sbom(cyclonedx("b")).errors] == ["/dependencies"]


def test_services_have_references_too() -> None:
    assert read_sbom(cyclonedx("s", services=[{"bom-ref": "s", "name": "service"}])).valid


@pytest.mark.parametrize("key", ["sbom", "predicate"])
def test_a_list_inside_an_answer_or_an_attestation_is_read_and_its_faults_placed(key: str) -> None:
    inner = {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": [{"name": "openssl"}]}
    sbom = read_sbom(json.dumps({"_type": "x", key: inner}).encode())
    assert [row.name for row in sbom.components] == ["openssl"]
    assert f"/{key}/packages/0" in {fault.where for fault in sbom.errors}


def test_a_key_that_stands_twice_in_yaml_is_refused_since_the_first_would_be_lost() -> None:
    twice = "packages:\n- name: openssl\npackages:\n- name: zlib\n"
    with pytest.raises(Refused, match=r"line 4.*'packages' stands twice"):
        read_sbom(f"spdxVersion: SPDX-2.3\n{twice}".encode())
    fine = "packages:\n- name: packages\n  comment: packages\n- name: packages\n"
    assert len(read_sbom(f"spdxVersion: SPDX-2.3\n{fine}".encode()).components) == 2


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (cyclonedx(), "application/json"),
        (SPDX.encode(), "text/plain"),
        (b"name,version\na,1\n", "text/csv"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>', "application/xml"),
        (b'{"@context": "https://spdx.org/x", "@graph": []}', "application/ld+json"),
    ],
)
def test_the_original_is_kept_as_what_it_is(content: bytes, media_type: str) -> None:
    assert read_sbom(content).media_type == media_type
