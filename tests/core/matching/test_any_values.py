"""Whatever a value of a list or a record is turned into, the answer is a refusal or a verdict, never a fault."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from kizuki.core.advisories import read_advisories
from kizuki.core.matching import advisory_rows, component_lookups, finding_json, judge
from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from kizuki.core.sbom.output import sbom_json

CPE = "cpe:2.3:a:acme:pump:1.0:*:*:*:*:*:*:*"
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "signature": {"algorithm": "ES256", "value": "x"},
    "metadata": {"lifecycles": [{"phase": "build"}], "tools": {"components": [{"name": "syft", "version": "1"}]}},
    "components": [
        {
            "type": "library",
            "bom-ref": "c",
            "name": "pump",
            "version": "1.0",
            "purl": "pkg:rpm/sles/libpump@1.0-1?upstream=pump-1.0-1.src.rpm&distro=sles-15.3&epoch=1&rpmmod=pump:1",
            "cpe": CPE,
            "evidence": {"identity": [{"field": "purl", "methods": [{"value": "pkg:npm/pump@1.0"}]}]},
            "pedigree": {"ancestors": [{"purl": "pkg:npm/pump@1.0", "cpe": CPE}]},
            "properties": [
                {"name": "syft:cpe23", "value": "cpe:2.3:*:*:pump:1.0:*:*:*:*:*:*:*"},
                {"name": "aquasecurity:trivy:SrcName", "value": "pump"},
                {"name": "aquasecurity:trivy:SrcVersion", "value": "1.0"},
            ],
        }
    ],
    "dependencies": [{"ref": "c", "dependsOn": []}],
}
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: trivy-0.40"]},
    "packages": [
        {
            "SPDXID": "SPDXRef-1",
            "name": "pump",
            "versionInfo": "1.0",
            "supplier": "NOASSERTION",
            "sourceInfo": "built package from: pump 1.0-1",
            "externalRefs": [
                {"referenceType": "purl", "referenceLocator": "pkg:deb/debian/libpump@1.0-1?distro=bookworm"},
                {"referenceType": "cpe23Type", "referenceLocator": CPE},
            ],
        }
    ],
    "relationships": [{"spdxElementId": "SPDXRef-1", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "NONE"}],
}
NVD = {
    "cve": {
        "id": "CVE-2026-1",
        "vulnStatus": "Modified",
        "descriptions": [{"lang": "en", "value": "A flaw in pump."}],
        "configurations": [{"nodes": [{"operator": "OR", "cpeMatch": [{"vulnerable": True, "criteria": CPE}]}]}],
    }
}
RECORD = {
    "dataType": "CVE_RECORD",
    "cveMetadata": {"cveId": "CVE-2026-1", "state": "PUBLISHED"},
    "containers": {
        "cna": {
            "title": "Pump",
            "descriptions": [{"lang": "en", "value": "A flaw in pump."}],
            "affected": [{"vendor": "n/a", "product": "n/a", "versions": [{"version": "n/a", "status": "affected"}]}],
        }
    },
}
OSV = {
    "id": "X-1",
    "modified": "2026-01-01T00:00:00Z",
    "summary": "pump",
    "affected": [
        {
            "package": {"ecosystem": "SUSE:Linux Enterprise Server 15 SP3", "name": "pump"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1:1.0-2.module_el8+1"}]}],
        }
    ],
}
BAD: tuple[Any, ...] = (
    None, 0, -1, 1.5, True, "", [], {}, "\x00", "a" * 5000, [None], {"a": None}, ["x"], "pkg:", "cpe:2.3:", "pkg:rpm/@",
    "cpe:2.3:*:*:*:*", "::::", "pkg:deb/x@%zz?upstream=@&distro=-", "🦊", 10**30, "n/a", "1:", "-",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copied = copy.deepcopy(value)
    inside = copied
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = new
    return copied


def variants(value: Any) -> Iterator[bytes]:
    """Every value turned into every bad one, and some in pairs."""
    draw = random.Random(7)
    every = list(places(value))
    for path in every:
        for bad in BAD:
            once = changed(value, path, bad)
            yield json.dumps(once).encode()
            other = draw.choice(list(places(once)))
            yield json.dumps(changed(once, other, draw.choice(BAD))).encode()


@pytest.mark.prove
@pytest.mark.parametrize("document", [CYCLONEDX, SPDX], ids=["cyclonedx", "spdx"])
def test_any_list_is_refused_or_judged(document: Any) -> None:
    records = [row for value in (NVD, RECORD, OSV) for row in read_advisories(json.dumps(value).encode()).advisories]
    for content in variants(document):
        try:
            sbom = read_sbom(content)
        except Refused:
            continue
        sbom_json(sbom, "en")
        for component in sbom.everything:
            component_lookups(component)
            for record in records:
                for finding in judge(component, record):
                    finding_json(finding, "ja")


@pytest.mark.prove
@pytest.mark.parametrize("document", [NVD, RECORD, OSV], ids=["nvd", "cve5", "osv"])
def test_any_record_is_refused_or_judged(document: Any) -> None:
    parts = [row for value in (CYCLONEDX, SPDX) for row in read_sbom(json.dumps(value).encode()).everything]
    for content in variants(document):
        try:
            read = read_advisories(content).advisories
        except Refused:
            continue
        for record in read:
            advisory_rows(record)
            for component in parts:
                for finding in judge(component, record):
                    finding_json(finding, "ja")
