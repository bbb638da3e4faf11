"""Writing VEX: OpenVEX 0.2.0 and CycloneDX 1.6, as drafts, and their release with the passage of the gate."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kizuki.core.csaf.writing import Hole, Release, Telling, bytes_of
from kizuki.core.disclosure.gate import Passage
from kizuki.core.refusal import Refused

_ANALYSIS = {
    "affected": "exploitable",
    "fixed": "resolved",
    "not_affected": "not_affected",
    "under_investigation": "in_triage",
}
_DRAFT = "DRAFT "
"""OpenVEX has no word for a draft: its author says it."""


def openvex_of(told: Telling) -> dict[str, Any]:
    """An OpenVEX document: one statement for each vulnerability and status."""
    at = told.revisions[-1][0].isoformat(timespec="seconds")
    return {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": f"{told.namespace.rstrip('/')}/vex/{told.id}",
        "author": f"{_DRAFT}{told.publisher}",
        "role": "Document Creator",
        "timestamp": at,
        "version": len(told.revisions),
        "statements": [statement for hole in told.holes for statement in _statements(told, hole)],
    }


def cyclonedx_of(told: Telling) -> dict[str, Any]:
    """A CycloneDX document of vulnerabilities with their analysis, about the versions of the device."""
    parts = [
        {
            "type": "device",
            "bom-ref": release.id,
            "name": told.brand,
            "version": release.version,
            "supplier": {"name": told.publisher},
        }
        for release in told.releases
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{told.namespace}/{told.id}')}",
        "version": len(told.revisions),
        "metadata": {
            "timestamp": told.revisions[-1][0].isoformat(timespec="seconds"),
            "supplier": {"name": told.publisher},
            "properties": [{"name": "kizuki:status", "value": "draft"}],
        },
        "components": parts,
        "vulnerabilities": [row for hole in told.holes for row in _analysed(told, hole)],
    }


def released_openvex(content: bytes, passage: Passage) -> bytes:
    """The public form. `Refused` where the passage is another document's."""
    document = _passed(content, passage)
    document["author"] = document["author"].removeprefix(_DRAFT)
    return bytes_of(document)


def released_cyclonedx(content: bytes, passage: Passage) -> bytes:
    """The public form. `Refused` where the passage is another document's."""
    document = _passed(content, passage)
    document["metadata"].pop("properties", None)
    return bytes_of(document)


def _passed(content: bytes, passage: Passage) -> dict[str, Any]:
    passage.require(hashlib.sha256(content).hexdigest())
    document: dict[str, Any] = json.loads(content)
    return document


def _by_status(told: Telling, hole: Hole) -> dict[str, list[Release]]:
    found: dict[str, list[Release]] = {}
    for release in told.releases:
        found.setdefault(hole.statuses.get(release.id, "under_investigation"), []).append(release)
    if "not_affected" in found and not told.words.why_not_affected.strip():
        raise Refused("why_not_affected", f"says why a release is not affected by {hole.name}")
    return found


def _statements(told: Telling, hole: Hole) -> list[dict[str, Any]]:
    found = []
    for status, releases in _by_status(told, hole).items():
        statement: dict[str, Any] = {
            "vulnerability": {"name": hole.name},
            "products": [{"@id": f"{told.namespace.rstrip('/')}/products/{release.id}"} for release in releases],
            "status": status,
        }
        if status == "affected":
            statement["action_statement"] = told.words.action
        if status == "not_affected":
            statement["impact_statement"] = told.words.why_not_affected
        found.append(statement)
    return found


def _analysed(told: Telling, hole: Hole) -> list[dict[str, Any]]:
    """One entry for each status: the format has one analysis for an entry."""
    found = []
    for status, releases in _by_status(told, hole).items():
        analysis: dict[str, Any] = {"state": _ANALYSIS[status]}
        if status == "not_affected":
            analysis["detail"] = told.words.why_not_affected
        row: dict[str, Any] = {
            "bom-ref": f"{hole.name}/{status}",
            "id": hole.name,
            "description": told.words.summary,
            "analysis": analysis,
            "affects": [{"ref": release.id} for release in releases],
        }
        if status == "affected":
            row["recommendation"] = told.words.action
        if hole.vector and hole.base is not None and status in ("affected", "fixed"):
            row["ratings"] = [{"method": "CVSSv31", "vector": hole.vector, "score": hole.base}]
        found.append(row)
    return found
