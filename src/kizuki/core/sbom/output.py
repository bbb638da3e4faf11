"""A component list in the shape of contracts.md."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.sbom.minimum_2026 import minimum_json, minimum_of
from kizuki.core.sbom.quality import quality_json, quality_of
from kizuki.core.sbom.shapes import Component, Sbom


def component_json(component: Component) -> dict[str, Any]:
    """The component in the shape of contracts.md; what the document does not say is null."""
    details = component.details
    return {
        "ref": component.ref,
        "name": component.name or None,
        "version": component.version or None,
        "purl": component.purl or None,
        "cpe": component.cpe or None,
        "supplier": component.supplier or None,
        "licenses": list(component.licenses),
        "hashes": [{"algorithm": row.algorithm, "content": row.content} for row in component.hashes],
        "identifiers": [{"kind": kind, "value": value} for kind, value in component.identifiers],
        "details": {
            "kind": details.kind or None,
            "group": details.group or None,
            "parent": details.parent or None,
            "supplier_from": details.supplier_from or None,
            "identifiers": [{"kind": kind, "value": value} for kind, value in details.identifiers],
            "support": {
                "level": details.support.level or None,
                "until": details.support.until or None,
                "until_on": details.support.until_on,
            },
            "unknown": list(details.unknown),
            "properties": [{"name": name, "value": value} for name, value in details.properties],
        },
    }


def sbom_json(sbom: Sbom, lang: Lang) -> dict[str, Any]:
    """The component list in the shape of contracts.md, without the name of its file."""
    kinds = Counter(row.kind for row in sbom.relations)
    making = sbom.making
    return {
        "format": sbom.format,
        "spec_version": sbom.spec_version,
        "sha256": sbom.sha256,
        "encoding": making.encoding,
        "columns": [{"property": name, "heading": heading} for name, heading in making.columns],
        **({"rows": dict(making.rows)} if making.rows else {}),
        "valid": sbom.valid,
        "errors": [{"where": fault.where, "what": fault.what} for fault in sbom.errors],
        "authors": list(making.authors),
        "tools": list(making.tools),
        "made_at": making.made_at or None,
        "identifier": making.identifier or None,
        "subject": component_json(sbom.subject) if sbom.subject else None,
        "components": [component_json(component) for component in sbom.components],
        "unmatchable": [
            {"ref": row.ref, "name": row.name or None, "why": row.why(lang), "why_code": row.why_code}
            for row in sbom.unmatchable
        ],
        "dependencies": sbom.dependencies,
        "relations": {kind: kinds[kind] for kind in ("depends_on", "contains", "other")},
        "quality": quality_json(quality_of(sbom), lang) | {"cisa_2026": minimum_json(minimum_of(sbom), lang)},
    }
