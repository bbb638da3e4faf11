"""SWID tags (ISO/IEC 19770-2:2015): a single one, or a collection in one document."""

from __future__ import annotations

from kizuki.core.documents.xml import Element, line_of, local, text_in
from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.shapes import Component, Details, Hash, Making, Relation, RelationKind
from kizuki.core.sbom.support import support_of

TAG = "SoftwareIdentity"
_SCHEMA = "http://standards.iso.org/iso/19770/-2/2015"
_SUPPLIERS = ("softwareCreator", "licensor", "distributor", "aggregator", "tagCreator")
_RELATIONS: dict[str, RelationKind] = {"requires": "depends_on", "component": "contains"}
_ALGORITHMS = {
    "xmlenc#sha256": "SHA-256",
    "xmlenc#sha512": "SHA-512",
    "xmldsig-more#sha384": "SHA-384",
    "xmldsig#sha1": "SHA-1",
}


def read_swid(root: Element) -> Draft:
    """What one tag says, or every tag of a collection. A tag is one component; its links are relations.

    Faults by our own list: what the standard requires of a tag (name, tagId, an entity that made the tag).
    """
    tags = [row for row in root.iter() if local(row) == TAG]
    draft = Draft("swid", "2015" if any(row.tag.startswith("{" + _SCHEMA) for row in tags) else "")
    makers: dict[str, None] = {}
    for index, tag in enumerate(tags):
        component = _component(tag, f"/{index}")
        draft.components.append(component)
        _list_faults(tag, draft)
        makers |= dict.fromkeys(_entities(tag).get("tagCreator", []))
        for link in (row for row in tag if local(row) == "Link"):
            target = link.get("href", "").removeprefix("swid:")
            named = link.get("rel", "")
            if target and named == "parent":
                draft.relations.append(Relation(target, component.ref, "contains", named))
            elif target:
                draft.relations.append(Relation(component.ref, target, _RELATIONS.get(named, "other"), named))
    draft.making = Making(authors=tuple(makers), identifier=root.get("tagId", "") if local(root) == TAG else "")
    return draft


def _component(tag: Element, place: str) -> Component:
    entities = _entities(tag)
    supplier_from = next((role for role in _SUPPLIERS if entities.get(role)), "")
    properties = [
        (name.rpartition("}")[2], value) for row in tag if local(row) == "Meta" for name, value in row.attrib.items()
    ]
    kinds = [kind for kind in ("corpus", "patch", "supplemental") if tag.get(kind) == "true"]
    identifier = tag.get("tagId", "").strip()
    purls = [said for _, said in properties if said.startswith("pkg:")]
    cpes = [said for _, said in properties if said.startswith(("cpe:/", "cpe:2.3:"))]
    return Component(
        ref=identifier or place,
        name=tag.get("name", "").strip(),
        version=tag.get("version", "").strip(),
        purl=purls[0] if purls else "",
        cpe=cpes[0] if cpes else "",
        supplier=entities[supplier_from][0] if supplier_from else "",
        hashes=_hashes(tag),
        details=Details(
            kind=" ".join(kinds),
            parent=_parent(tag),
            supplier_from=supplier_from,
            identifiers=(("swid", identifier),) if identifier else (),
            support=support_of(properties),
            properties=tuple(properties),
        ),
    )


def _parent(tag: Element) -> str:
    links = (row.get("href", "") for row in tag if local(row) == "Link" and row.get("rel") == "parent")
    return next(links, "").removeprefix("swid:")


def _entities(tag: Element) -> dict[str, list[str]]:
    """Names of the entities by role; an entity may have several roles."""
    found: dict[str, list[str]] = {}
    for row in tag:
        if local(row) == "Entity":
            name = row.get("name", "").strip() or row.get("regid", "").strip()
            for role in row.get("role", "").split():
                found.setdefault(role, []).extend([name] if name else [])
    return found


def _hashes(tag: Element) -> tuple[Hash, ...]:
    """The digests of the file, where the tag names exactly one: those of many files are none of the component."""
    files = [row for row in tag.iter() if local(row) == "File"]
    if len(files) != 1:
        return ()
    attributes = [(name, value) for name, value in files[0].attrib.items() if name.endswith("}hash")]
    known = [
        (_ALGORITHMS.get(name[1:].partition("}")[0].rpartition("/")[2], ""), value) for name, value in attributes
    ]
    return tuple(Hash(algorithm, value) for algorithm, value in known if algorithm)


def _list_faults(tag: Element, draft: Draft) -> None:
    place = line_of(tag)
    for key in ("name", "tagId"):
        if not tag.get(key, "").strip():
            draft.fault(place, f"{TAG} has no {key}")
    entities = [row for row in tag if local(row) == "Entity"]
    if not any("tagCreator" in row.get("role", "").split() for row in entities):
        draft.fault(place, f"{TAG} names no entity that made the tag (role tagCreator)")
    for row in entities:
        for key in ("name", "role"):
            if not row.get(key, "").strip():
                draft.fault(line_of(row), f"Entity has no {key}")
    for row in tag:
        if local(row) == "Link" and not (row.get("href") and row.get("rel")):
            draft.fault(line_of(row), "Link needs href and rel")
        if text_in(row) and local(row) in ("Entity", "Link"):
            draft.fault(line_of(row), f"{local(row)} holds a text, which is not read")
