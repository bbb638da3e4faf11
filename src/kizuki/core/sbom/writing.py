"""Writing a component list as CycloneDX 1.6, from what the record keeps of a release; never the bytes that came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kizuki.core.sbom.shapes import Component

SPEC = "1.6"


@dataclass(frozen=True, slots=True)
class Described:
    """The release that a list is of: its maker, brand and version, the days of its life in support, and the ref by which
    the document names it."""

    publisher: str
    brand: str
    version: str
    ref: str
    milestones: Mapping[str, date | None]


def cyclonedx_sbom(of: Described, components: Sequence[tuple[int, Component]], at: datetime) -> dict[str, Any]:
    """The document. Its components are what identifies each of them; what the list that came in said beyond that (files,
    vulnerabilities, who depends on whom) is not in it, and `compositions` says that it is not known."""
    refs = [f"KZC-{number}" for number, _ in components]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'kizuki/{of.publisher}/{of.ref}/{at.isoformat()}')}",
        "version": 1,
        "metadata": {
            "timestamp": at.isoformat(timespec="seconds"),
            "supplier": {"name": of.publisher},
            "component": device_component(of),
        },
        "components": [_component(ref, row) for ref, (_, row) in zip(refs, components, strict=True)],
        "compositions": [{"aggregate": "unknown", "dependencies": [of.ref]}],
    }


def device_component(of: Described) -> dict[str, Any]:
    """The device as a component, with its days of support where they were told."""
    told = [
        {"name": f"kizuki:{name}_on", "value": day.isoformat()} for name, day in sorted(_days(of.milestones)) if day
    ]
    return {
        "type": "device",
        "bom-ref": of.ref,
        "name": of.brand,
        "version": of.version,
        "supplier": {"name": of.publisher},
        **({"properties": told} if told else {}),
    }


def _days(milestones: Mapping[str, date | None]) -> Iterable[tuple[str, date | None]]:
    return ((name, day) for name, day in milestones.items() if name != "sale")


def _component(ref: str, row: Component) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "library", "bom-ref": ref, "name": row.name or row.purl or row.cpe or ref}
    if row.version:
        told["version"] = row.version
    if row.supplier:
        told["supplier"] = {"name": row.supplier}
    if row.purl:
        told["purl"] = row.purl
    if row.cpe:
        told["cpe"] = row.cpe
    return told
