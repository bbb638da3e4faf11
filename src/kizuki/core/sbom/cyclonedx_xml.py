"""CycloneDX XML, brought into the shape of CycloneDX JSON and read by the same reader."""

from __future__ import annotations

from typing import Any

from kizuki.core.documents.xml import Element, XmlDocument, local, namespace, text_in
from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.cyclonedx import take_cyclonedx
from kizuki.core.sbom.schema_xml import XML_VERSIONS, xml_faults

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_TEXTS = frozenset(("name", "version", "group", "description", "publisher", "author", "purl", "cpe", "copyright"))
_PARTIES = frozenset(("supplier", "manufacturer", "manufacture"))
_LISTED_TEXTS = frozenset(("omniborId", "swhid"))


def read_cyclonedx_xml(document: XmlDocument) -> Draft:
    """What a CycloneDX XML document says, its faults against the official schema by line."""
    root = document.root
    spec_version = namespace(root).removeprefix(_NAMESPACE)
    draft = Draft("cyclonedx-xml", spec_version)
    if spec_version in XML_VERSIONS:
        draft.errors += xml_faults(document, spec_version)
    else:
        known = f"{XML_VERSIONS[0]} to {XML_VERSIONS[-1]}"
        said = f"{namespace(root) or 'no namespace'}: no schema is held ({known}), so only the reading is sure"
        draft.fault("line 1", said)
    take_cyclonedx(_document(root), draft)
    return draft


def _document(root: Element) -> dict[str, Any]:
    value: dict[str, Any] = {"serialNumber": root.get("serialNumber", ""), "dependencies": []}
    # Services, data and the like are not read, but relations may name them.
    value["others"] = [{"bom-ref": row.get("bom-ref")} for row in root.iter() if row.get("bom-ref")]
    for child in root:
        match local(child):
            case "metadata":
                value["metadata"] = _metadata(child)
            case "components":
                value["components"] = _components(child)
            case "dependencies":
                value["dependencies"] += [_dependency(row) for row in child]
    return value


def _metadata(element: Element) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for child in element:
        name = local(child)
        if name == "timestamp":
            value[name] = text_in(child)
        elif name == "component":
            value[name] = _component(child)
        elif name == "authors":
            value[name] = [_named(row) for row in child]
        elif name in _PARTIES:
            value[name] = _named(child)
        elif name == "tools":
            value[name] = [_named(row) for row in child.iter() if local(row) in ("tool", "component", "service")]
    return value


def _components(element: Element) -> list[dict[str, Any]]:
    return [_component(row) for row in element if local(row) == "component"]


def _component(element: Element) -> dict[str, Any]:
    row: dict[str, Any] = {key: element.get(key) for key in ("type", "bom-ref") if element.get(key)}
    for child in element:
        name = local(child)
        if name in _TEXTS:
            row[name] = text_in(child)
        elif name in _PARTIES:
            row[name] = _named(child)
        elif name in _LISTED_TEXTS:
            row.setdefault(name, []).append(text_in(child))
        elif name in _MANY:
            row[name] = _MANY[name](child)
        elif name == "swid":
            row[name] = {"tagId": child.get("tagId", "")}
    return row


def _named(element: Element) -> dict[str, str]:
    return {local(child): text_in(child) for child in element if local(child) in ("name", "version", "email")}


def _licenses(element: Element) -> list[dict[str, Any]]:
    return [
        {"expression": text_in(row)}
        if local(row) == "expression"
        else {"license": {local(child): text_in(child) for child in row if local(child) in ("id", "name", "url")}}
        for row in element
    ]


def _hashes(element: Element) -> list[dict[str, Any]]:
    return [{"alg": row.get("alg", ""), "content": text_in(row)} for row in element]


def _properties(element: Element) -> list[dict[str, Any]]:
    return [{"name": row.get("name", ""), "value": text_in(row)} for row in element]


def _authors(element: Element) -> list[dict[str, Any]]:
    return [_named(row) for row in element]


def _dependency(element: Element) -> dict[str, Any]:
    dependencies = [row.get("ref", "") for row in element if local(row) == "dependency"]
    provided = [row.get("ref", "") for row in element if local(row) == "provides"]
    return {"ref": element.get("ref", ""), "dependsOn": dependencies, "provides": provided}


_MANY = {
    "licenses": _licenses,
    "hashes": _hashes,
    "properties": _properties,
    "authors": _authors,
    "components": _components,
}
