"""From what a reader found to the finished list: what all formats have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from kizuki.core.documents.limits import MAX_COMPONENTS, MAX_FAULTS
from kizuki.core.refusal import Refused
from kizuki.core.sbom.matchable import unmatchable
from kizuki.core.sbom.shapes import Component, Fault, Making, Relation, Sbom, Unmatchable

NOT_KNOWN = "not a component list of a format that is known (CycloneDX, SPDX, SWID, CSV, Excel)"
"""Why a document that no reader takes is refused."""


@dataclass(slots=True)
class Draft:
    """What a reader found in one document, while it reads. `subject` may be one of `components`.

    `elsewhere`: what components depend on or contain, and another document describes. `alone`: as in `Sbom`.
    """

    format: str
    spec_version: str = ""
    errors: list[Fault] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    subject: Component | None = None
    making: Making = field(default_factory=Making)
    elsewhere: dict[str, None] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)

    def take(self, components: Iterable[Component]) -> None:
        """Add components; `Refused` where they are more than a list may have."""
        self.components += islice(components, MAX_COMPONENTS + 1 - len(self.components))
        if len(self.components) > MAX_COMPONENTS:
            raise Refused("", f"the list has more than {MAX_COMPONENTS:,} components")

    def fault(self, where: str, what: str) -> None:
        """List a recoverable fault."""
        self.errors.append(Fault(where, what))


def finished(draft: Draft, content: bytes) -> Sbom:
    """The component list of these bytes: with their SHA-256, references that stand twice, and what cannot be matched."""
    components = tuple(draft.components)
    listed = draft.subject is None or any(row is draft.subject for row in components)
    apart = [] if listed or draft.subject is None else [draft.subject]
    return Sbom(
        format=draft.format,
        spec_version=draft.spec_version,
        sha256=hashlib.sha256(content).hexdigest(),
        errors=_bounded([*draft.errors, *_repeated_refs([*apart, *components])]),
        components=components,
        unmatchable=(
            *(row for row in map(unmatchable, components) if row),
            *(Unmatchable(ref, "", "elsewhere", (("ref", ref),)) for ref in draft.elsewhere),
        ),
        dependencies=sum(row.kind == "depends_on" for row in draft.relations),
        subject=draft.subject,
        relations=tuple(draft.relations),
        making=draft.making,
        alone=frozenset(draft.alone),
    )


def _bounded(faults: list[Fault]) -> tuple[Fault, ...]:
    if len(faults) <= MAX_FAULTS:
        return tuple(faults)
    return (*faults[:MAX_FAULTS], Fault("", f"there are more faults than the {MAX_FAULTS:,} that are listed"))


def _repeated_refs(components: list[Component]) -> list[Fault]:
    if len({row.ref for row in components}) == len(components):
        return []
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for component in components:
        if component.ref in seen:
            repeated[component.ref] = None
        seen.add(component.ref)
    return [Fault("/components", f"the reference {ref!r} stands more than once") for ref in repeated]
