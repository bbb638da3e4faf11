"""SPDX 3.0 in JSON-LD: elements of a graph that name each other, read by what each says."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from kizuki.core.beside import text_beside
from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.further import compared, source_in_words
from kizuki.core.sbom.shapes import Component, Details, Hash, Making, Relation, RelationKind
from kizuki.core.sbom.spdx2 import version_of_tool
from kizuki.core.sbom.support import support
from kizuki.core.sbom.values import items, mapping, rows, text

_LICENSED_BY = ("hasDeclaredLicense", "hasConcludedLicense")
_LICENSE_TEXTS = ("simplelicensing_licenseExpression", "name")
_SAYS_NOTHING = re.compile(
    r"(?:^|[/_:#])(?:NoAssertion|None|NoneElement|NoAssertionElement|NoneLicense|NoAssertionLicense)$"
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read_spdx3(value: dict[str, Any]) -> Draft:
    """What an SPDX 3 document says; faults by our own list (`spdx3.toml`): required properties, forms, references."""
    graph = _Graph(value)
    draft = Draft("spdx3-jsonld", graph.spec_version())
    graph.list_faults(draft)
    draft.relations += graph.relations()
    targets = {row.target for row in draft.relations if row.kind != "other"}
    draft.elsewhere = dict.fromkeys(end for end in graph.imported if end in targets)
    parents = {row.target: row.source for row in draft.relations if row.kind == "contains"}
    licenses = graph.licenses()
    draft.take(_component(graph, row, place, parents, licenses) for place, row in graph.packages())
    roots = graph.roots()
    subjects = [row for row in draft.components if row.ref in roots]
    draft.subject = subjects[0] if len(subjects) == 1 else None
    draft.making = graph.making()
    draft.alone |= graph.alone()
    return draft


class _Graph:
    """The elements with their places, each by the name that others use, and the names taken from other documents."""

    def __init__(self, value: dict[str, Any]) -> None:
        listed = value.get("@graph")
        self.whole = value
        self.places = (
            [(f"/@graph/{index}", row) for index, row in enumerate(items(listed))]
            if "@graph" in value
            else [("", value)]
        )
        self.elements = [(place, row) for place, row in self.places if isinstance(row, dict)]
        self.named = {_identifier(row): row for _, row in self.elements if _identifier(row)}
        documents = self.of_type("SpdxDocument")
        imports = [text(said.get("externalSpdxId")) for row in documents for said in rows(row.get("import"))]
        self.imported = dict.fromkeys(imports)

    def of_type(self, *kinds: str) -> list[dict[str, Any]]:
        return [row for _, row in self.elements if _kind(row) in kinds]

    def packages(self) -> list[tuple[str, dict[str, Any]]]:
        return [(place, row) for place, row in self.elements if _kind(row) in _table()["packages"]]

    def reached(self, said: Any) -> dict[str, Any]:
        """The element that is named, or that stands in the place of its name."""
        return said if isinstance(said, dict) else self.named.get(text(said), {})

    def spec_version(self) -> str:
        infos = [*self.of_type("CreationInfo"), *(mapping(row.get("creationInfo")) for _, row in self.elements)]
        said = next((text(row.get("specVersion")) for row in infos if row.get("specVersion")), "")
        found = re.search(r"/rdf/(3\.\d+(?:\.\d+)?)/", str(self.whole.get("@context", "")))
        return said or (found.group(1) if found else "")

    def relations(self) -> list[Relation]:
        kinds: dict[str, RelationKind] = {
            name: kind for kind in ("depends_on", "contains") for name in _table()["relations"][kind]
        }
        found = []
        for row in self._relationships():
            named = text(row.get("relationshipType"))
            source = _reference(row.get("from"))
            for target in _many(row.get("to")):
                if source and _reference(target) and not _SAYS_NOTHING.search(_reference(target)):
                    found.append(Relation(source, _reference(target), kinds.get(named, "other"), named))
        return found

    def alone(self) -> set[str]:
        """What a relationship to nothing, or to nobody knows what, is told of."""
        return {
            _reference(row.get("from"))
            for row in self._relationships()
            if any(_SAYS_NOTHING.search(_reference(target)) for target in _many(row.get("to")))
            or text(row.get("completeness")) == "noAssertion"
        }

    def licenses(self) -> dict[str, list[str]]:
        """The licences of each element, declared ones first."""
        found: dict[str, list[str]] = {}
        for wanted in _LICENSED_BY:
            for row in self._relationships():
                if text(row.get("relationshipType")) == wanted:
                    said = [self._license(target) for target in _many(row.get("to"))]
                    found.setdefault(_reference(row.get("from")), []).extend(filter(None, said))
        return found

    def roots(self) -> set[str]:
        """What the document is about: its root elements, and those of the list that is its root."""
        found = {_reference(said) for row in self.of_type("SpdxDocument") for said in _many(row.get("rootElement"))}
        for row in self.of_type("software_Sbom", "Bom"):
            found |= {_reference(said) for said in _many(row.get("rootElement"))}
        return found

    def making(self) -> Making:
        documents = self.of_type("SpdxDocument") or self.of_type("software_Sbom", "Bom")
        infos = [self.reached(row.get("creationInfo")) for row in documents] or self.of_type("CreationInfo")
        info = infos[0] if infos else {}
        made_by = [self.reached(said) for said in _many(info.get("createdBy"))]
        tools = [self.reached(said) for said in _many(info.get("createdUsing"))]
        automatic = ("SoftwareAgent", "Tool")
        told = [*tools, *(row for row in made_by if _kind(row) in automatic)]
        names = tuple(text(row.get("name")) for row in told if text(row.get("name")))
        contexts = [
            text(said) for row in self.of_type("software_Sbom") for said in _many(row.get("software_sbomType"))
        ]
        return Making(
            authors=tuple(
                text(row.get("name")) for row in made_by if text(row.get("name")) and _kind(row) not in automatic
            ),
            tools=names,
            made_at=text(info.get("created")),
            identifier=_identifier(documents[0]) if documents else "",
            context=", ".join(filter(None, contexts)),
            tool_versions=tuple(map(version_of_tool, names)),
        )

    def list_faults(self, draft: Draft) -> None:
        """What is missing, of the wrong type, or names nothing."""
        for place, row in self.places:
            if not isinstance(row, dict):
                draft.fault(place, "not an object")
                continue
            kind = _kind(row)
            plain = kind in _table()["plain"]
            if not kind:
                draft.fault(place, "type is missing")
            if not plain and not _identifier(row):
                draft.fault(place, "spdxId is missing")
            if not plain and not self.reached(row.get("creationInfo")):
                draft.fault(place, "creationInfo is missing or names nothing")
            must = _table()["plain"][kind] if plain else _table()["must"].get(kind, [])
            for key in must:
                if row.get(key) in (None, "", []):
                    draft.fault(place, f"{key} is missing")
            for info, inner in ((row, ""), (mapping(row.get("creationInfo")), "/creationInfo")):
                if "created" in info and not _INSTANT.fullmatch(text(info["created"])):
                    draft.fault(f"{place}{inner}/created", "not an instant in UTC (2026-05-01T00:00:00Z)")
            if kind.endswith("Relationship"):
                self._list_dangling(place, row, draft)
        if not self.of_type("SpdxDocument"):
            draft.fault("", "there is no SpdxDocument")

    def _list_dangling(self, place: str, row: dict[str, Any], draft: Draft) -> None:
        for key in ("from", "to"):
            for said in _many(row.get(key)):
                end = _reference(said)
                known = (
                    end in self.named
                    or end in self.imported
                    or _SAYS_NOTHING.search(end)
                    or "spdx.org/licenses/" in end
                )
                if not known and not isinstance(said, dict):
                    draft.fault(f"{place}/{key}", f"{end or said!r} is no element of the document")

    def _license(self, said: Any) -> str:
        row = self.reached(said)
        found = next((text(row.get(key)) for key in _LICENSE_TEXTS if text(row.get(key))), "")
        if found or row:
            return found
        name = _reference(said)
        return "" if _SAYS_NOTHING.search(name) else name.rpartition("/")[2]

    def _relationships(self) -> list[dict[str, Any]]:
        return [row for _, row in self.elements if _kind(row).endswith("Relationship")]


def _component(
    graph: _Graph, row: dict[str, Any], place: str, parents: dict[str, str], licenses: dict[str, list[str]]
) -> Component:
    ref = _identifier(row) or place
    found = [
        (text(said.get("externalIdentifierType")), text(said.get("identifier")))
        for said in rows(row.get("externalIdentifier"))
    ]
    packages = [text(row.get("software_packageUrl")), *(said for kind, said in found if kind == "packageUrl")]
    cpes = [said for wanted in ("cpe23", "cpe22") for kind, said in found if kind == wanted]
    purl = next(filter(None, packages), "")
    cpe = cpes[0] if cpes else ""
    supplier, supplier_from = _supplier(graph, row)
    identifiers = [("purl" if kind == "packageUrl" else kind, said) for kind, said in found]
    levels = ", ".join(filter(None, map(text, _many(row.get("supportLevel")))))
    details = Details(
        kind=text(row.get("software_primaryPurpose")),
        parent=parents.get(ref, ""),
        supplier_from=supplier_from,
        identifiers=tuple(pair for pair in identifiers if pair[1] and pair[1] not in (purl, cpe)),
        support=support("" if levels == "noAssertion" else levels, text(row.get("validUntilTime"))),
    )
    hashes = [
        Hash(text(said.get("algorithm")), text(said.get("hashValue"))) for said in rows(row.get("verifiedUsing"))
    ]
    return Component(
        ref,
        text(row.get("name")),
        text(row.get("software_packageVersion")),
        purl,
        cpe,
        supplier,
        tuple(dict.fromkeys(licenses.get(ref, ()))),
        tuple(said for said in hashes if said.content),
        details,
        compared(details.identifiers, purl, cpe, ("source", source_in_words(text(row.get("software_sourceInfo"))))),
    )


def _supplier(graph: _Graph, row: dict[str, Any]) -> tuple[str, str]:
    for key in ("suppliedBy", "originatedBy"):
        for said in _many(row.get(key)):
            name = text(graph.reached(said).get("name"))
            if name:
                return name, key
    return "", ""


def _kind(row: dict[str, Any]) -> str:
    """The type as the compact form writes it: `…/terms/Software/Package` is `software_Package`."""
    said = text(row.get("type") or row.get("@type"))
    found = re.search(r"/terms/(\w+)/(\w+)$", said)
    if not found:
        return said
    profile = found.group(1).lower()
    return found.group(2) if profile == "core" else f"{profile}_{found.group(2)}"


def _identifier(row: dict[str, Any]) -> str:
    return text(row.get("spdxId")) or text(row.get("@id"))


def _reference(said: Any) -> str:
    return _identifier(said) if isinstance(said, dict) else text(said)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(text_beside(__file__, "spdx3.toml"))
