"""SPDX 2.x in the shape of its JSON, whatever it was written in: packages, relations and who made the list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.further import compared, source_in_words
from kizuki.core.sbom.shapes import Component, Details, Hash, Making, Relation
from kizuki.core.sbom.spdx2_faults import spdx2_faults
from kizuki.core.sbom.spdx2_table import spdx2_table
from kizuki.core.sbom.support import support
from kizuki.core.sbom.values import mapping, rows, text, texts

_SAYS_NOTHING = frozenset(("NOASSERTION", "NONE", "NOASSERTION ()"))
_PARTY = re.compile(r"(?:Person|Organization|Tool):\s*(.*?)\s*(?:\(([^()]*)\))?\s*\Z", re.DOTALL)
_DOCUMENT = "SPDXRef-DOCUMENT"
_TOOL_VERSION = re.compile(r"[- ]v?(\d[\w.+]*(?:-[\w.]+)*)\s*\Z")


def read_spdx2(value: dict[str, Any], name: str, lines: Mapping[str, str] | None = None) -> Draft:
    """What an SPDX 2.x document says. `lines` tells where objects stand (by JSON pointer) in formats that have lines.

    Faults are found by our own list of rules (`spdx2.toml`). What the document describes stays in `components`: it
    is a package like the others, and a document may describe the only one it has.
    """
    draft = Draft(name, text(value.get("spdxVersion")).removeprefix("SPDX-"))
    draft.errors += spdx2_faults(value, lines or {})
    draft.relations += _relations(value)
    ends = (end for row in draft.relations if row.kind != "other" for end in (row.source, row.target))
    draft.elsewhere = dict.fromkeys(end for end in ends if end.startswith("DocumentRef-") or "://" in end)
    parents = {row.target: row.source for row in draft.relations if row.kind == "contains"}
    packages = enumerate(rows(value.get("packages")))
    draft.take(_component(row, f"/packages/{index}", parents) for index, row in packages)
    described = _described(value)
    subjects = [row for row in draft.components if row.ref in described]
    draft.subject = subjects[0] if len(subjects) == 1 else None
    creation = mapping(value.get("creationInfo"))
    creators = texts(creation.get("creators"))
    tools = tuple(filter(None, (_party(said) for said in creators if said.startswith("Tool:"))))
    draft.alone |= _alone(value)
    draft.making = Making(
        authors=tuple(filter(None, (_party(said) for said in creators if not said.startswith("Tool:")))),
        tools=tools,
        made_at=text(creation.get("created")),
        identifier=text(value.get("documentNamespace")),
        tool_versions=tuple(map(version_of_tool, tools)),
    )
    return draft


def version_of_tool(name: str) -> str:
    """`0.40.1` of `trivy-0.40.1`, as SPDX writes a tool with its version; empty where it has none."""
    found = _TOOL_VERSION.search(name)
    return found[1] if found else ""


def _alone(value: dict[str, Any]) -> set[str]:
    """What a relationship to NONE or NOASSERTION is told of."""
    return {
        text(row.get("spdxElementId"))
        for row in rows(value.get("relationships"))
        if text(row.get("relatedSpdxElement")) in _SAYS_NOTHING
    }


def _unknown(row: dict[str, Any]) -> tuple[str, ...]:
    """What a package says in so many words it does not know."""
    told = {"supplier": ("supplier", "originator"), "version": ("versionInfo",)}
    told["license"] = ("licenseDeclared", "licenseConcluded")
    return tuple(name for name, keys in told.items() if any(text(row.get(key)) in _SAYS_NOTHING for key in keys))


def _component(row: dict[str, Any], place: str, parents: Mapping[str, str]) -> Component:
    ref = text(row.get("SPDXID")) or place
    found = [(_reference_kind(entry), text(entry.get("referenceLocator"))) for entry in rows(row.get("externalRefs"))]
    found = [(kind, locator) for kind, locator in found if kind and locator and locator not in _SAYS_NOTHING]
    purl = next((locator for kind, locator in found if kind == "purl"), "")
    # The formatted string of 2.3 goes before the older URI, wherever the two stand.
    cpe = next((locator for wanted in ("cpe23", "cpe22") for kind, locator in found if kind == wanted), "")
    supplier, supplier_from = _supplier(row)
    parent = parents.get(ref, "")
    details = Details(
        kind=text(row.get("primaryPackagePurpose")),
        parent="" if parent == _DOCUMENT else parent,
        supplier_from=supplier_from,
        identifiers=tuple(dict.fromkeys(pair for pair in found if pair[1] not in (purl, cpe))),
        support=support("", _said(row.get("validUntilDate"))),
        unknown=_unknown(row),
    )
    hashes = [
        Hash(text(said.get("algorithm")), text(said.get("checksumValue"))) for said in rows(row.get("checksums"))
    ]
    licenses = dict.fromkeys(_said(row.get(key)) for key in ("licenseDeclared", "licenseConcluded"))
    return Component(
        ref,
        _said(row.get("name")),
        _said(row.get("versionInfo")),
        purl,
        cpe,
        supplier,
        tuple(filter(None, licenses)),
        tuple(hashes),
        details,
        compared(details.identifiers, purl, cpe, ("source", source_in_words(text(row.get("sourceInfo"))))),
    )


def _said(value: Any) -> str:
    said = text(value)
    return "" if said in _SAYS_NOTHING else said


def _party(said: str) -> str:
    """The name of `Organization: Name (mail)`; the mail where there is no name; the text itself in another form."""
    found = _PARTY.match(said)
    return (found.group(1) or found.group(2) or "") if found else _said(said)


def _supplier(row: dict[str, Any]) -> tuple[str, str]:
    for key in ("supplier", "originator"):
        said = _said(row.get(key))
        if said and _party(said) not in _SAYS_NOTHING:
            return _party(said), key
    return "", ""


def _reference_kind(entry: dict[str, Any]) -> str:
    """`purl`, `cpe23`, `cpe22`, `swid` …: the type by its last word, as files write it bare or as an address."""
    said = text(entry.get("referenceType")).rpartition("/")[2].casefold()
    locator = text(entry.get("referenceLocator")).casefold()
    if locator.startswith("cpe:2.3:"):
        return "cpe23"
    if locator.startswith("cpe:/"):
        return "cpe22"
    return "purl" if locator.startswith("pkg:") else said.removesuffix("type")


def _relations(value: dict[str, Any]) -> list[Relation]:
    meanings = spdx2_table().relations
    found = []
    for row in rows(value.get("relationships")):
        source, target = text(row.get("spdxElementId")), text(row.get("relatedSpdxElement"))
        named = text(row.get("relationshipType")).upper()
        if not source or not target or target in _SAYS_NOTHING:
            continue
        meaning = meanings.get(named)
        if meaning and meaning.turned:
            source, target = target, source
        found.append(Relation(source, target, meaning.kind if meaning else "other", named))
    return found


def _described(value: dict[str, Any]) -> set[str]:
    found = set(texts(value.get("documentDescribes")))
    for row in rows(value.get("relationships")):
        source, target = text(row.get("spdxElementId")), text(row.get("relatedSpdxElement"))
        named = text(row.get("relationshipType")).upper()
        # DESCRIBE is what some tools write.
        if named in ("DESCRIBES", "DESCRIBE") and source == _DOCUMENT:
            found.add(target)
        elif named == "DESCRIBED_BY" and target == _DOCUMENT:
            found.add(source)
    return found
