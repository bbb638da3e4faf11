"""The one shape that every format of component list is read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kizuki.core.glossary import Lang, say


@dataclass(frozen=True, slots=True)
class Hash:
    """A digest of the component's file: algorithm as the document names it, content in hexadecimal."""

    algorithm: str
    content: str


@dataclass(frozen=True, slots=True)
class Component:
    """One component. An empty text is "the document does not say"; `ref` is its identifier inside the document."""

    ref: str
    name: str = ""
    version: str = ""
    purl: str = ""
    cpe: str = ""
    supplier: str = ""
    licenses: tuple[str, ...] = ()
    hashes: tuple[Hash, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A recoverable fault: JSON pointer into the document, and what is wrong there."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Unmatchable:
    """A component that cannot be compared with advisories to the full, and why (a word of `sbom.why`)."""

    ref: str
    name: str
    why_code: str
    values: tuple[tuple[str, str], ...] = field(default=())

    def why(self, lang: Lang) -> str:
        """The reason as a sentence."""
        return say(f"sbom.why.{self.why_code}", lang, **dict(self.values))


@dataclass(frozen=True, slots=True)
class Sbom:
    """A component list as read.

    `subject` is what the list describes (CycloneDX metadata.component), None where it does not say; it is not one of
    `components`. `dependencies` counts the relations "depends on". `valid`: no fault was found.
    """

    format: str
    spec_version: str
    sha256: str
    errors: tuple[Fault, ...]
    components: tuple[Component, ...]
    unmatchable: tuple[Unmatchable, ...]
    dependencies: int
    subject: Component | None = None

    @property
    def valid(self) -> bool:
        """Whether the document follows the schema of its format."""
        return not self.errors


def component_json(component: Component) -> dict[str, Any]:
    """The component in the shape of contracts.md; what the document does not say is null."""
    return {
        "ref": component.ref,
        "name": component.name or None,
        "version": component.version or None,
        "purl": component.purl or None,
        "cpe": component.cpe or None,
        "supplier": component.supplier or None,
        "licenses": list(component.licenses),
        "hashes": [{"algorithm": row.algorithm, "content": row.content} for row in component.hashes],
    }


def sbom_json(sbom: Sbom, lang: Lang) -> dict[str, Any]:
    """The component list in the shape of contracts.md, without the name of its file."""
    return {
        "format": sbom.format,
        "spec_version": sbom.spec_version,
        "sha256": sbom.sha256,
        "valid": sbom.valid,
        "errors": [{"where": fault.where, "what": fault.what} for fault in sbom.errors],
        "subject": component_json(sbom.subject) if sbom.subject else None,
        "components": [component_json(component) for component in sbom.components],
        "unmatchable": [
            {"ref": row.ref, "name": row.name or None, "why": row.why(lang), "why_code": row.why_code}
            for row in sbom.unmatchable
        ],
        "dependencies": sbom.dependencies,
    }
