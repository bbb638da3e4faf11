"""SPDX in RDF/XML: nodes nested at will and named by address, brought into the shape of SPDX JSON."""

from __future__ import annotations

import re
from typing import Any

from kizuki.core.documents.xml import Element, line_of, local, text_in
from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.spdx2 import read_spdx2

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LICENSES = "http://spdx.org/licenses/"
_JOINED = {"ConjunctiveLicenseSet": " AND ", "DisjunctiveLicenseSet": " OR "}
_PLURAL = {
    "checksum": "checksums",
    "externalRef": "externalRefs",
    "creator": "creators",
    "licenseInfoFromFiles": "licenseInfoFromFiles",
    "licenseInfoInFile": "licenseInfoInFiles",
}
_RENAMED = {"specVersion": "spdxVersion"}
_LICENSE_KEYS = frozenset(("licenseConcluded", "licenseDeclared", "licenseInfoFromFiles", "licenseInfoInFile"))
_ELEMENTS = {"Package": "packages", "File": "files", "Snippet": "snippets"}
_EXTRACTED = "ExtractedLicensingInfo"


def read_spdx_rdf(root: Element) -> Draft:
    """What an SPDX 2.x RDF/XML document says. A node may stand anywhere, and be described in several places."""
    graph = _Graph(root)
    return read_spdx2(graph.document(), "spdx-rdf", graph.lines)


class _Graph:
    """The nodes of the document: each element that names a type, and what the parts of one node say together."""

    def __init__(self, root: Element) -> None:
        self.lines: dict[str, str] = {}
        self.parts: dict[str, list[Element]] = {}
        self.order: list[tuple[str, str]] = []
        self.namespace = ""
        self._find(root)

    def _find(self, root: Element) -> None:
        # A node stands at every second level: the root holds nodes, a node properties, a property nodes.
        level = list(root)
        while level:
            properties = []
            for node in level:
                name = _name(node)
                if name not in self.parts:
                    self.order.append((local(node), name))
                self.parts.setdefault(name, []).append(node)
                properties += list(node)
            level = [node for row in properties for node in row]
        self.order.sort(key=lambda row: self.parts[row[1]][0].sourceline)

    def document(self) -> dict[str, Any]:
        """The SPDX document as one value in the shape of SPDX JSON."""
        value: dict[str, Any] = {}
        related: list[dict[str, Any]] = []
        for kind, name in self.order:
            if kind == "SpdxDocument":
                self.lines[""] = line_of(self.parts[name][0])
                self.namespace = name.rpartition("#")[0]
                value |= self._row(name, related) | {"documentNamespace": self.namespace}
            elif kind in _ELEMENTS:
                rows = value.setdefault(_ELEMENTS[kind], [])
                self.lines[f"/{_ELEMENTS[kind]}/{len(rows)}"] = line_of(self.parts[name][0])
                rows.append(self._row(name, related))
            elif kind == _EXTRACTED:
                rows = value.setdefault("hasExtractedLicensingInfos", [])
                self.lines[f"/hasExtractedLicensingInfos/{len(rows)}"] = line_of(self.parts[name][0])
                rows.append({"licenseId": _fragment(name)} | self._row(name, related))
        for row in _distinct(related):
            index = len(value.setdefault("relationships", []))
            self.lines[f"/relationships/{index}"] = row.pop("line")
            value["relationships"].append(row)
        return value

    def _row(self, name: str, related: list[dict[str, Any]]) -> dict[str, Any]:
        identifier = _fragment(name)
        row: dict[str, Any] = {"SPDXID": identifier} if identifier else {}
        for child in (child for node in self.parts[name] for child in node):
            key = local(child)
            if key == "relationship":
                related += [self._relationship(identifier, node) for node in child]
            elif key in ("describesPackage", "hasFile"):
                named = "DESCRIBES" if key == "describesPackage" else "CONTAINS"
                related.append(_related(identifier, named, self._target(child), child))
            elif key in _LICENSE_KEYS or key == "dataLicense":
                self._put(row, key, self._license(child))
            elif key not in ("annotation", "reviewed", "range"):
                self._put(row, key, self._value(child))
        return row

    def _put(self, row: dict[str, Any], key: str, said: Any) -> None:
        if key in _PLURAL:
            row.setdefault(_PLURAL[key], []).append(said)
        else:
            row[_RENAMED.get(key, key)] = said

    def _value(self, element: Element) -> Any:
        """A literal; the last word of an address; of an inner node that is no element, its own properties."""
        inner = next(iter(element), None)
        if inner is None:
            resource = element.get(_RDF + "resource")
            return _word(resource) if resource else text_in(element)
        if local(inner) in _ELEMENTS or local(inner) == _EXTRACTED:
            return _fragment(_name(inner))
        row: dict[str, Any] = {}
        for child in inner:
            self._put(row, local(child), text_in(child) if not _resource(child) else _word(_resource(child)))
        return row

    def _relationship(self, source: str, node: Element) -> dict[str, Any]:
        children = {local(child): child for child in node}
        named = _word(_resource(children["relationshipType"])) if "relationshipType" in children else ""
        element = children.get("relatedSpdxElement")
        return _related(source, _camel_to_upper(named), "" if element is None else self._target(element), node)

    def _target(self, element: Element) -> str:
        """The end of a relation: the identifier of an element here, the whole address of one in another document."""
        inner = next(iter(element), None)
        address = _name(inner) if inner is not None else _resource(element)
        outside = "#SPDXRef-" in address and self.namespace and not address.startswith(self.namespace + "#")
        return address if outside else _fragment(address)

    def _license(self, element: Element) -> str:
        inner = next(iter(element), None)
        if inner is None:
            return _license_word(_resource(element) or text_in(element))
        if local(inner) in _JOINED:
            members = [self._license(member) for member in inner]
            return "(" + _JOINED[local(inner)].join(members) + ")"
        if local(inner) == "WithExceptionOperator":
            return " WITH ".join(self._license(member) for member in inner)
        return _license_word(_name(inner))


def _name(node: Element) -> str:
    """The address of a node; one without an address is a node of its own, named by its line."""
    named: str = node.get(_RDF + "about") or node.get(_RDF + "nodeID") or ""
    return named or f"_:{id(node)}"


def _resource(element: Element) -> str:
    return str(element.get(_RDF + "resource") or element.get(_RDF + "nodeID") or "")


def _distinct(related: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each relation once: `describesPackage` says what a relationship beside it may say again."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in related:
        found.setdefault(tuple(said for key, said in row.items() if key != "line"), row)
    return list(found.values())


def _related(source: str, named: str, target: str, element: Element) -> dict[str, Any]:
    ends = {"spdxElementId": source, "relationshipType": named, "relatedSpdxElement": target}
    return {key: said for key, said in ends.items() if said} | {"line": line_of(element)}


def _fragment(name: str) -> str:
    """What stands behind `#`; empty for a node without an address; `noassertion` and `none` as JSON says them."""
    if name.startswith("_:"):
        return ""
    fragment = name.rpartition("#")[2]
    if name.startswith("http://spdx.org/rdf/terms#"):
        return fragment.upper()
    return fragment


def _word(address: str) -> str:
    """The value that an address stands for: `…#checksumAlgorithm_sha1` is `SHA1`, `…#noassertion` is `NOASSERTION`."""
    fragment = address.rpartition("#")[2].rpartition("/")[2]
    kind, _, said = fragment.partition("_")
    if kind == "checksumAlgorithm":
        return re.sub(r"(SHA3|BLAKE2B)[_-]?(?=\d)", r"\1-", said.upper()).replace("BLAKE2B", "BLAKE2b")
    if kind == "referenceCategory":
        return _camel_to_upper(said)
    if kind == "relationshipType":
        return said
    if kind == "purpose":
        return said.upper()
    if "spdx.org/rdf/references/" in address or address.startswith(_LICENSES):
        return fragment
    return fragment.upper() if address.startswith("http://spdx.org/rdf/terms#") else address


def _license_word(address: str) -> str:
    if address.startswith("http://spdx.org/rdf/terms#"):
        return address.rpartition("#")[2].upper()
    return address.removeprefix(_LICENSES).rpartition("#")[2]


def _camel_to_upper(said: str) -> str:
    return "".join(f"_{sign}" if sign.isupper() else sign for sign in said).upper().lstrip("_")
