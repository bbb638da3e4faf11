"""CISA's minimum elements of 2026: an explicit unknown fulfils one, silence does not."""

from __future__ import annotations

import json
from typing import Any

from kizuki.core.sbom import read_sbom
from kizuki.core.sbom.minimum_2026 import OF_COMPONENTS, OF_DOCUMENT, Minimum, minimum_of
from kizuki.core.sbom.output import sbom_json

WHOLE: dict[str, Any] = {
    "type": "library",
    "bom-ref": "a",
    "name": "openssl",
    "version": "3.0.1",
    "purl": "pkg:generic/openssl@3.0.1",
    "supplier": {"name": "OpenSSL"},
    "licenses": [{"license": {"id": "Apache-2.0"}}],
    "hashes": [{"alg": "SHA-256", "content": "ab" * 32}],
    "properties": [
        {"name": "End-of-Support", "value": "2030-03-31"},
        {"name": "Level of Support", "value": "maintained"},
    ],
}
DOCUMENT: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "signature": {"algorithm": "ES256", "value": "x"},
    "metadata": {
        "timestamp": "2026-08-01T00:00:00Z",
        "authors": [{"name": "Acme Medical"}],
        "lifecycles": [{"phase": "build"}],
        "tools": {"components": [{"type": "application", "name": "syft", "version": "1.2"}]},
    },
    "components": [WHOLE],
    "dependencies": [{"ref": "a"}],
}


def minimum(value: dict[str, Any]) -> Minimum:
    return minimum_of(read_sbom(json.dumps(value).encode()))


def missing(value: dict[str, Any]) -> set[str]:
    return {row.code for row in minimum(value).elements if row.met < row.count}


def test_a_list_with_all_seventeen_has_a_hundred() -> None:
    found = minimum(DOCUMENT)
    assert (found.score, len(found.elements)) == (100.0, 17)
    assert (found.level, found.until, found.count) == (1, 1, 1)
    shown = sbom_json(read_sbom(json.dumps(DOCUMENT).encode()), "en")["quality"]
    assert shown["cisa_2026"]["score"] == 100.0
    assert len(shown["elements"]) == 7


def test_what_is_absent_is_not_met() -> None:
    bare = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "x"}]}
    assert missing(bare) == {*OF_DOCUMENT, *OF_COMPONENTS} - {"format_name", "format_version", "name"}


def test_a_tool_without_version_and_a_list_without_signature_are_named() -> None:
    metadata = DOCUMENT["metadata"] | {"tools": {"components": [{"type": "application", "name": "syft"}]}}
    changed = {key: value for key, value in DOCUMENT.items() if key != "signature"} | {"metadata": metadata}
    assert missing(changed) == {"tool_version", "author_signature"}


def spdx(package: dict[str, Any], relationships: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "x",
        "documentNamespace": "https://example.com/x",
        "creationInfo": {"created": "2026-08-01T00:00:00Z", "creators": ["Organization: Acme", "Tool: trivy-0.40.1"]},
        "packages": [{"SPDXID": "SPDXRef-1", "name": "openssl"} | package],
        "relationships": relationships,
    }


def test_an_explicit_unknown_fulfils_and_silence_does_not() -> None:
    said = {"supplier": "NOASSERTION", "versionInfo": "NOASSERTION", "licenseDeclared": "NOASSERTION"}
    alone = {
        "spdxElementId": "SPDXRef-1",
        "relationshipType": "DEPENDS_ON",
        "relatedSpdxElement": "NOASSERTION",
    }
    of_document = {"author_signature", "generation_context"}
    assert missing(spdx(said, [alone])) - of_document == {"identifier", "hash_value", "hash_algorithm"}
    silent = {"producer", "relationship", "version", "license", "identifier", "hash_value", "hash_algorithm"}
    assert missing(spdx({}, [])) - of_document == silent


def test_spdx_2_has_no_place_for_the_generation_context() -> None:
    row = next(row for row in minimum(spdx({}, [])).elements if row.code == "generation_context")
    assert (row.met, row.because) == (0, "no_place")
