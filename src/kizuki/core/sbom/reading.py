"""From the bytes of a component list to its one shape: which format it is, and which reader takes it."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from kizuki.core.documents import json_value, text_of
from kizuki.core.refusal import Refused
from kizuki.core.sbom.cyclonedx import read_cyclonedx
from kizuki.core.sbom.shapes import Sbom

LATER = "read in a later release"

_TEXT_LOOKS = (
    ("cyclonedx-xml", re.compile(r"<(?:\w+:)?bom\b[^>]*cyclonedx\.org", re.IGNORECASE)),
    ("swid", re.compile(r"<(?:\w+:)?SoftwareIdentity\b")),
    ("spdx-rdf", re.compile(r"<rdf:RDF\b")),
    ("spdx-xml", re.compile(r"<(?:Document|spdxVersion|SpdxDocument)\b")),
    ("spdx-tag-value", re.compile(r"^\s*SPDXVersion:\s*SPDX-", re.MULTILINE)),
    ("spdx-yaml", re.compile(r"^[\"']?spdxVersion[\"']?:\s*[\"']?SPDX-", re.MULTILINE)),
    ("csv", re.compile(r"\A[^\n{}<>]*[,;\t][^\n{}<>]*\n", re.MULTILINE)),
)
_LOOKED_AT = 65_536


def read_sbom(content: bytes) -> Sbom:
    """A component list from the bytes of its file.

    Read now: CycloneDX JSON 1.2 to 1.7. A file with recoverable faults is read, and `errors` has them by place.
    Raises `Refused` for a file that cannot be read, and for a format that is recognised and read in a later release.
    """
    text = text_of(content)
    if not text.lstrip().startswith(("{", "[")):
        raise _no_reader(_format_of_text(text[:_LOOKED_AT]))
    value = json_value(content)
    if not isinstance(value, dict):
        raise Refused("", "not a component list: the document is not an object")
    if not _is_cyclonedx(value):
        raise _no_reader(_format_of_value(value))
    return read_cyclonedx(value, hashlib.sha256(content).hexdigest())


def _is_cyclonedx(value: dict[str, Any]) -> bool:
    if "bomFormat" in value or "cyclonedx.org" in str(value.get("$schema", "")):
        return True
    return "specVersion" in value and any(key in value for key in ("components", "metadata", "dependencies"))


def _format_of_value(value: dict[str, Any]) -> str:
    if "spdxVersion" in value or "SPDXID" in value:
        return "spdx-json"
    if "spdx.org" in str(value.get("@context", "")):
        return "spdx3-jsonld"
    return ""


def _format_of_text(text: str) -> str:
    return next((name for name, look in _TEXT_LOOKS if look.search(text)), "")


def _no_reader(name: str) -> Refused:
    if name:
        return Refused("", f"{LATER}: {name}; this release reads cyclonedx-json")
    return Refused("", "not a component list of a format that is known (this release reads cyclonedx-json)")
