"""What one hospital takes out: the state of each vulnerability on the releases that run there (CycloneDX VEX)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kizuki.core.sbom.writing import SPEC, Described, device_component

ANALYSIS = {
    "affected": "exploitable",
    "fixed": "resolved",
    "not_affected": "not_affected",
    "under_investigation": "in_triage",
}
"""Our states as CycloneDX calls them; what is not judged yet is in triage."""


@dataclass(frozen=True, slots=True)
class State:
    """A vulnerability on one release (by its ref): its state, the components with it, the release that closes it."""

    name: str
    ref: str
    state: str
    components: tuple[str, ...] = ()
    fixed_by: str = ""


def cyclonedx_vex(
    publisher: str, releases: Sequence[Described], states: Iterable[State], at: datetime, *, cut: bool = False
) -> dict[str, Any]:
    """The document. One entry for each vulnerability and state: the format has one analysis for an entry. `cut`: there
    are more than these, which the document says of itself."""
    together: dict[tuple[str, str], list[State]] = {}
    for one in states:
        together.setdefault((one.name, one.state), []).append(one)
    told = "/".join(release.ref for release in releases)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'kizuki/{publisher}/vex/{told}/{at.isoformat()}')}",
        "version": 1,
        "metadata": {
            "timestamp": at.isoformat(timespec="seconds"),
            "supplier": {"name": publisher},
            **({"properties": [{"name": "kizuki:incomplete", "value": "true"}]} if cut else {}),
        },
        "components": [device_component(release) for release in releases],
        "vulnerabilities": [_entry(name, state, rows) for (name, state), rows in together.items()],
    }


def _entry(name: str, state: str, rows: Sequence[State]) -> dict[str, Any]:
    brought = sorted({component for row in rows for component in row.components})
    closing = sorted({row.fixed_by for row in rows if row.fixed_by})
    entry: dict[str, Any] = {
        "bom-ref": f"{name}/{state}",
        "id": name,
        "analysis": {"state": ANALYSIS[state], **({"detail": ", ".join(brought)} if brought else {})},
        "affects": [{"ref": ref} for ref in dict.fromkeys(row.ref for row in rows)],
    }
    if closing and state != "fixed":
        entry["recommendation"] = f"Update to {', '.join(closing)}"
    return entry
