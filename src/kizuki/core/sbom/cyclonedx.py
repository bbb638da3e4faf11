"""CycloneDX JSON: every component at any depth, whatever faults the document has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kizuki.core.sbom.matchable import unmatchable
from kizuki.core.sbom.schema import SPEC_VERSIONS, faults
from kizuki.core.sbom.shapes import Component, Fault, Hash, Sbom

FORMAT = "cyclonedx-json"


def read_cyclonedx(value: dict[str, Any], sha256: str) -> Sbom:
    """The component list of a CycloneDX document. A value of the wrong type is a fault and reads as absent."""
    spec_version = _text(value.get("specVersion"))
    if spec_version in SPEC_VERSIONS:
        errors = faults(value, spec_version)
    else:
        known = f"{SPEC_VERSIONS[0]} to {SPEC_VERSIONS[-1]}"
        errors = [
            Fault(
                "/specVersion",
                f"{spec_version or 'absent'}: no schema is held ({known}), so only the reading is sure",
            )
        ]
    metadata = _object(value.get("metadata"))
    described = metadata.get("component")
    subject = _component(described, "/metadata/component") if isinstance(described, dict) else None
    found = [
        *_nested(_object(described), "/metadata/component"),
        *_nested(value, ""),
    ]
    components = tuple(_component(row, place) for row, place in found)
    errors += _repeated_refs([*([subject] if subject else []), *components])
    return Sbom(
        format=FORMAT,
        spec_version=spec_version,
        sha256=sha256,
        errors=tuple(errors),
        components=components,
        unmatchable=tuple(row for row in map(unmatchable, components) if row),
        dependencies=sum(len(_list(row.get("dependsOn"))) for row in map(_object, _list(value.get("dependencies")))),
        subject=subject,
    )


def _nested(holder: dict[str, Any], place: str) -> Iterator[tuple[dict[str, Any], str]]:
    for index, row in enumerate(_list(holder.get("components"))):
        # Not an object: the schema has named the fault, and there is nothing in it to read.
        if isinstance(row, dict):
            here = f"{place}/components/{index}"
            yield row, here
            if "components" in row:
                yield from _nested(row, here)


def _component(row: dict[str, Any], place: str) -> Component:
    return Component(
        ref=_text(row.get("bom-ref")) or place,
        name=_text(row.get("name")),
        version=_text(row.get("version")),
        purl=_text(row.get("purl")),
        cpe=_text(row.get("cpe")),
        supplier=_supplier(row),
        licenses=tuple(filter(None, map(_license, _list(row.get("licenses"))))) if "licenses" in row else (),
        hashes=tuple(map(_hash, _list(row.get("hashes")))) if "hashes" in row else (),
    )


def _supplier(row: dict[str, Any]) -> str:
    """Who supplies it: supplier, else manufacturer, publisher, author, and at last the group of its name."""
    for key in ("supplier", "manufacturer", "publisher", "author", "group"):
        if key in row:
            said = row[key]
            text = _text(said.get("name") if isinstance(said, dict) else said)
            if text:
                return text
    return ""


def _license(choice: Any) -> str:
    row = _object(choice)
    named = _object(row.get("license"))
    return _text(row.get("expression")) or _text(named.get("id")) or _text(named.get("name"))


def _hash(row: Any) -> Hash:
    return Hash(_text(_object(row).get("alg")), _text(_object(row).get("content")))


def _repeated_refs(components: list[Component]) -> list[Fault]:
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for component in components:
        if component.ref in seen:
            repeated[component.ref] = None
        seen.add(component.ref)
    return [Fault("/components", f"bom-ref {ref!r} stands more than once") for ref in repeated]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
