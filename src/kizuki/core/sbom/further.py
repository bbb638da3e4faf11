"""By what else a component is compared: further identifiers, its source package, and what it was derived from.

Rows of `Component.identifiers`, as (kind, text): `purl` and `cpe` mean the component itself, `source` is `name@version`
of the source package that it was built from, `ancestor_purl` and `ancestor_cpe` are what it was made from (pedigree).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kizuki.core.sbom.purl import Purl
from kizuki.core.sbom.values import mapping, rows, text

Identifiers = tuple[tuple[str, str], ...]

_CPES = ("cpe", "cpe22", "cpe23")
_CPE_PROPERTIES = ("syft:cpe23", "syft:cpe", "cpe23", "cpe22")
_SOURCE_NAME = {
    "aquasecurity:trivy:SrcName": "name",
    "aquasecurity:trivy:SrcVersion": "version",
    "aquasecurity:trivy:SrcRelease": "release",
    "aquasecurity:trivy:SrcEpoch": "epoch",
    "syft:metadata:source": "name",
    "syft:metadata:sourceVersion": "version",
    "syft:metadata:originPackage": "name",
    "syft:metadata:sourceRpm": "file",
}
"""Properties in which tools tell the source package: Trivy's and Syft's own names."""
_BUILT_FROM = re.compile(r"built package from:\s*(\S+)(?:\s+(\S+))?\s*")
_RPM_FILE = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)-(?P<release>[^-]+?)(?:\.(?:no)?src)?\.rpm")


def compared(found: Iterable[tuple[str, str]], purl: str, cpe: str, *more: tuple[str, str]) -> Identifiers:
    """The rows of a component that has this package URL and CPE: what names nothing new is left out."""
    kinds = dict.fromkeys(_CPES, "cpe")
    named = ((kinds.get(kind, kind), value) for kind, value in found if kind == "purl" or kind in kinds)
    return tuple(dict.fromkeys(row for row in (*named, *more) if row[1] and row[1] not in (purl, cpe)))


def of_cyclonedx(row: dict[str, Any], properties: Iterable[tuple[str, str]]) -> Identifiers:
    """What a component of CycloneDX says in properties, `evidence.identity` and `pedigree`."""
    found = [("cpe", value) for name, value in properties if name in _CPE_PROPERTIES]
    source = source_in_properties(properties)
    found += [("source", source)] if source else []
    if "evidence" in row:
        found += _of_evidence(mapping(row["evidence"]).get("identity"))
    if "pedigree" in row:
        for ancestor in rows(mapping(row["pedigree"]).get("ancestors")):
            found += [(f"ancestor_{kind}", text(ancestor.get(kind))) for kind in ("purl", "cpe")]
    return compared((), text(row.get("purl")), text(row.get("cpe")), *found) if found else ()


def _of_evidence(said: Any) -> Iterator[tuple[str, str]]:
    """`identity` is one object (1.5) or a list (1.6); the value is concluded, or that of a method."""
    for identity in rows(said if isinstance(said, list) else [said]):
        values = [identity.get("concludedValue"), *(row.get("value") for row in rows(identity.get("methods")))]
        for value in map(text, values):
            if value.startswith("pkg:"):
                yield "purl", value
            elif value.startswith("cpe:"):
                yield "cpe", value


def source_in_properties(properties: Iterable[tuple[str, str]]) -> str:
    """`name@version` of the source package that properties tell; empty where they tell none."""
    told = {_SOURCE_NAME[name]: value for name, value in properties if value and name in _SOURCE_NAME}
    if not told:
        return ""
    if "file" in told and "name" not in told:
        return source_of_file(told["file"])
    version = told.get("version", "")
    version += f"-{told['release']}" if version and told.get("release") else ""
    version = f"{told['epoch']}:{version}" if version and told.get("epoch", "0") != "0" else version
    return _joined(told.get("name", ""), version)


def source_in_words(said: str) -> str:
    """`openssl@1.1.1n-0` of SPDX `sourceInfo` as Trivy writes it (`built package from: openssl 1.1.1n-0`)."""
    found = _BUILT_FROM.fullmatch(said)
    return _joined(found[1], found[2] or "") if found else ""


def source_of_file(name: str) -> str:
    """`bash@4.4-19.6.1` of the file of a source package (`bash-4.4-19.6.1.src.rpm`); such a name carries no epoch."""
    found = _RPM_FILE.fullmatch(name)
    return _joined(found["name"], f"{found['version']}-{found['release']}") if found else ""


def source_of_purl(purl: Purl) -> str:
    """`name@version` of the qualifier `upstream`. Where it has no version: Debian leaves it out where the source has
    that of the binary (Debian Policy 5.6.1), and packages of Alpine always have their origin's."""
    said = purl.qualifier("upstream") if purl.qualifiers else ""
    if not said:
        return ""
    if purl.type == "rpm":
        return source_of_file(said) or said
    name, _, version = said.partition("@")
    same = purl.version if purl.type in ("deb", "apk") else ""
    return _joined(name, version or same)


def source_of(identifiers: Identifiers, purl: Purl | None) -> tuple[str, str]:
    """(name, version) of the source package of a component; empty texts where it is not told."""
    told = next((value for kind, value in identifiers if kind == "source"), "")
    told = told or (source_of_purl(purl) if purl else "")
    name, _, version = told.partition("@")
    return name, version


def _joined(name: str, version: str) -> str:
    return f"{name}@{version}" if name and version else name
