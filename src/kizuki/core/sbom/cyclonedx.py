"""CycloneDX: every component at any depth, whatever faults the document has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.further import of_cyclonedx
from kizuki.core.sbom.schema import JSON_VERSIONS, json_faults
from kizuki.core.sbom.shapes import NO_DETAILS, NOTHING_SAID, Component, Details, Hash, Making, Relation
from kizuki.core.sbom.support import support_of
from kizuki.core.sbom.values import items, mapping, rows, text, texts

_SUPPLIERS = ("supplier", "manufacturer", "publisher", "author", "authors", "group")
_OTHER_DOCUMENT = "urn:cdx:"
_IDENTIFIERS = {"omniborId": "omnibor", "swhid": "swhid", "swid": "swid"}


def read_cyclonedx(value: dict[str, Any]) -> Draft:
    """What a CycloneDX JSON document says. A value of the wrong type is a fault and reads as absent."""
    spec_version = text(value.get("specVersion"))
    draft = Draft("cyclonedx-json", spec_version)
    if spec_version in JSON_VERSIONS:
        draft.errors += json_faults(value, spec_version)
    else:
        known = f"{JSON_VERSIONS[0]} to {JSON_VERSIONS[-1]}"
        said = f"{spec_version or 'absent'}: no schema is held ({known}), so only the reading is sure"
        draft.fault("/specVersion", said)
    take_cyclonedx(value, draft)
    return draft


def take_cyclonedx(value: dict[str, Any], draft: Draft) -> None:
    """Fill the draft from a document in the shape of CycloneDX JSON, whatever it was written in."""
    metadata = mapping(value.get("metadata"))
    described = metadata.get("component")
    if isinstance(described, dict):
        draft.subject = _component(described, "/metadata/component", "")
        draft.take(_nested(described, "/metadata/component", draft.subject.ref))
    draft.take(_nested(value, "", ""))
    draft.relations += _relations(value.get("dependencies"))
    _list_dangling(value, draft)
    tools, phases = _tools(metadata.get("tools")), rows(metadata.get("lifecycles"))
    draft.making = Making(
        authors=tuple(_authors(metadata)),
        tools=tuple(name for name, _ in tools),
        made_at=text(metadata.get("timestamp")),
        identifier=text(value.get("serialNumber")),
        version=_number(value.get("version")),
        context=", ".join(filter(None, (text(row.get("phase")) or text(row.get("name")) for row in phases))),
        signed=isinstance(value.get("signature"), dict),
        tool_versions=tuple(version for _, version in tools),
    )
    draft.alone |= {text(row.get("ref")) for row in rows(value.get("dependencies")) if not row.get("dependsOn")}


def _list_dangling(value: dict[str, Any], draft: Draft) -> None:
    """What relations name and the document does not have: a part of another document, or nothing at all (a fault)."""
    known = {row.ref for row in draft.components} | ({draft.subject.ref} if draft.subject else set())
    ends = dict.fromkeys(end for row in draft.relations for end in (row.source, row.target) if end not in known)
    if ends:
        # Services, data and the like have references too.
        known = set(_references(value))
    for end in ends:
        if end.startswith(_OTHER_DOCUMENT):
            draft.elsewhere[end] = None
        elif end not in known:
            draft.fault("/dependencies", f"{end!r} is no reference of the document")


def _references(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict):
            yield text(inside.get("bom-ref"))
            waiting += inside.values()
        elif isinstance(inside, list):
            waiting += inside


def _nested(holder: dict[str, Any], place: str, parent: str) -> Iterator[Component]:
    for index, row in enumerate(items(holder.get("components"))):
        # Not an object: the schema has named the fault, and there is nothing in it to read.
        if isinstance(row, dict):
            here = f"{place}/components/{index}"
            component = _component(row, here, parent)
            yield component
            if "components" in row:
                yield from _nested(row, here, component.ref)


def _component(row: dict[str, Any], place: str, parent: str) -> Component:
    supplier, supplier_from = _supplier(row)
    details = _details(row, parent, supplier_from)
    told = details.properties or "evidence" in row or "pedigree" in row
    return Component(
        text(row.get("bom-ref")) or place,
        text(row.get("name")),
        text(row.get("version")),
        text(row["purl"]) if "purl" in row else "",
        text(row["cpe"]) if "cpe" in row else "",
        supplier,
        tuple([said for said in map(_license, items(row["licenses"])) if said]) if "licenses" in row else (),
        tuple([_hash(said) for said in items(row["hashes"])]) if "hashes" in row else (),
        details,
        of_cyclonedx(row, details.properties) if told else (),
    )


def _details(row: dict[str, Any], parent: str, supplier_from: str) -> Details:
    kind = text(row.get("type"))
    if not (kind or parent or supplier_from or len(row) > 2):
        return NO_DETAILS
    properties = _properties(row["properties"]) if "properties" in row else ()
    return Details(
        kind,
        text(row["group"]) if "group" in row else "",
        parent,
        supplier_from,
        () if _IDENTIFIERS.keys().isdisjoint(row) else tuple(_identifiers(row)),
        support_of(properties) if properties else NOTHING_SAID,
        properties,
    )


def _identifiers(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, kind in _IDENTIFIERS.items():
        said = row.get(key)
        for value in [text(said.get("tagId"))] if isinstance(said, dict) else texts(said):
            if value:
                yield kind, value


def _supplier(row: dict[str, Any]) -> tuple[str, str]:
    """Who supplies it: supplier, else manufacturer, publisher, author, and at last the group of its name."""
    for key in _SUPPLIERS:
        if key in row:
            said = row[key]
            if isinstance(said, list):
                said = next(iter(rows(said)), None)
            name = text(said.get("name") if isinstance(said, dict) else said)
            if name:
                return name, key
    return "", ""


def _license(choice: Any) -> str:
    row = mapping(choice)
    if "expression" in row:
        return text(row["expression"])
    named = mapping(row.get("license"))
    return text(named.get("id")) or text(named.get("name")) or text(named.get("url"))


def _hash(said: Any) -> Hash:
    row = mapping(said)
    return Hash(text(row.get("alg")), text(row.get("content")))


def _properties(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple([(text(row.get("name")), text(row.get("value"))) for row in rows(value)])


def _relations(value: Any) -> list[Relation]:
    found = []
    for row in rows(value):
        source = text(row.get("ref"))
        found += [Relation(source, target, "depends_on", "dependsOn") for target in texts(row.get("dependsOn"))]
        if "provides" in row:
            found += [Relation(source, target, "other", "provides") for target in texts(row["provides"])]
    return found


def _authors(metadata: dict[str, Any]) -> list[str]:
    """The persons and organisations that made the list: authors, else its manufacturer (once `manufacture`), supplier."""
    named = [text(row.get("name")) or text(row.get("email")) for row in rows(metadata.get("authors"))]
    if not any(named):
        parties = ("manufacturer", "manufacture", "supplier")
        named = [text(mapping(metadata.get(key)).get("name")) for key in parties]
    return [name for name in named if name]


def _number(value: Any) -> str:
    """The version of the list: a number in JSON, a text in XML."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)


def _tools(value: Any) -> list[tuple[str, str]]:
    """(name with version, version) of the tools, as a list (to 1.4) or as components and services (from 1.5)."""
    inner = mapping(value)
    listed = value if isinstance(value, list) else [*items(inner.get("components")), *items(inner.get("services"))]
    told = ((text(row.get("name")), text(row.get("version"))) for row in rows(listed))
    return [(f"{name} {version}".strip(), version) for name, version in told if name or version]
