"""The one shape that every format of component list is read into."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct, field

from kizuki.core.glossary import Lang, say


class Hash(Struct, frozen=True):
    """A digest of the component's file: algorithm as the document names it, content in hexadecimal."""

    algorithm: str
    content: str


class Support(Struct, frozen=True):
    """What the list says of support: `level` and `until` as written, `until_on` where `until` begins with a date."""

    level: str = ""
    until: str = ""
    until_on: date | None = None


NOTHING_SAID = Support()


class Details(Struct, frozen=True):
    """What a list says of a component beyond what identifies it.

    `kind`: its type as the format names it. `parent`: the ref of the component that holds it. `supplier_from`: the
    property that `supplier` was taken from. `identifiers`: further ones of every kind, as (`cpe23` | `swid` | …, value).
    `properties`: (name, value) as written, support included. `unknown`: what the list says in so many words it does not
    know (`supplier`, `version`, `license`, `hash`).
    """

    kind: str = ""
    group: str = ""
    parent: str = ""
    supplier_from: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    support: Support = NOTHING_SAID
    properties: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


NO_DETAILS = Details()


class Component(Struct, frozen=True):
    """One component. An empty text is "the document does not say"; `ref` is its identifier inside the document.

    `identifiers`: by what else it is compared with advisories (`core/sbom/further.py`).
    """

    ref: str
    name: str = ""
    version: str = ""
    purl: str = ""
    cpe: str = ""
    supplier: str = ""
    licenses: tuple[str, ...] = ()
    hashes: tuple[Hash, ...] = ()
    details: Details = NO_DETAILS
    identifiers: tuple[tuple[str, str], ...] = ()


def identified(component: Component) -> Component:
    """The component without what differs from list to list: its place, licences, digests and details."""
    # `replace` costs three times as much, and this is done for every component of every list.
    return Component(
        ref="",
        name=component.name,
        version=component.version,
        purl=component.purl,
        cpe=component.cpe,
        supplier=component.supplier,
        identifiers=component.identifiers,
    )


RelationKind = Literal["depends_on", "contains", "other"]


class Relation(Struct, frozen=True):
    """`source` depends on, or contains, `target` (refs of the document); `named` is the word of the format."""

    source: str
    target: str
    kind: RelationKind
    named: str


class Making(Struct, frozen=True):
    """How the list itself came about: who made it, with which tools, when (as written).

    `made_at` is the text of the document; `identifier` its serial number or namespace; `encoding` what its bytes are in;
    `columns` which column of a table was read as what, as (property, heading). `version` is the list's own, `context` the
    point of the life cycle at which it was made; `signed`: a signature stands in the document. `tool_versions` go with
    `tools`, empty where a tool tells none. `rows` counts every row of a table by what became of it: `kept`, `empty`,
    `heading` (with what stands above it), and `elsewhere` on sheets not read.
    """

    authors: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    made_at: str = ""
    identifier: str = ""
    encoding: str = "utf-8"
    columns: tuple[tuple[str, str], ...] = ()
    version: str = ""
    context: str = ""
    signed: bool = False
    tool_versions: tuple[str, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()


class Fault(Struct, frozen=True):
    """A recoverable fault: where (JSON pointer, line or cell), and what is wrong there."""

    where: str
    what: str


WHY_CODES = (
    "nothing",
    "no_identifier",
    "no_identifier_no_version",
    "no_version",
    "purl_unreadable",
    "cpe_unreadable",
    "order_not_held",
    "elsewhere",
)
"""Why a component cannot be compared to the full (`sbom.why`)."""


class Unmatchable(Struct, frozen=True):
    """A component that cannot be compared with advisories to the full, and why (a word of `sbom.why`)."""

    ref: str
    name: str
    why_code: str
    values: tuple[tuple[str, str], ...] = field(default=())

    def why(self, lang: Lang) -> str:
        """The reason as a sentence."""
        return say(f"sbom.why.{self.why_code}", lang, **dict(self.values))


_MEDIA_TYPES = (
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("xml", "application/xml"),
    ("swid", "application/xml"),
    ("rdf", "application/rdf+xml"),
    ("yaml", "application/yaml"),
    ("csv", "text/csv"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("", "text/plain"),
)


class Sbom(Struct, frozen=True):
    """A component list as read.

    `subject` is what the list describes, None where it does not say. CycloneDX keeps it apart (metadata.component); in
    SPDX it is one of `components` too. `dependencies` counts the relations "depends on". `valid`: no fault was found.
    `alone` are the refs of which the document says that they depend on nothing, or that it does not know on what.
    """

    format: str
    spec_version: str
    sha256: str
    errors: tuple[Fault, ...]
    components: tuple[Component, ...]
    unmatchable: tuple[Unmatchable, ...]
    dependencies: int
    subject: Component | None = None
    relations: tuple[Relation, ...] = ()
    making: Making = Making()
    alone: frozenset[str] = frozenset()

    @property
    def valid(self) -> bool:
        """Whether the document follows the schema of its format."""
        return not self.errors

    @property
    def media_type(self) -> str:
        """What the bytes of the list are kept as."""
        return next(kind for ending, kind in _MEDIA_TYPES if self.format.endswith(ending))

    @property
    def everything(self) -> tuple[Component, ...]:
        """All that is compared with advisories: the components, led by the subject where it is not one of them."""
        led = self.subject is not None and not any(row is self.subject for row in self.components)
        return (self.subject, *self.components) if led and self.subject is not None else self.components
