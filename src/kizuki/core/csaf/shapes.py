"""What is kept of a CSAF document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unclear:
    """A place of the document that could not be told for sure (a JSON pointer), and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the tree: `path` are the names of the branches above it, from the outermost.

    `version` is the text of its version branch; `is_range` where that branch is a range. `narrowed` are branches that
    name a part of the product only (architecture, language, service pack, host …). `inside` is the name of the product
    that it is a component of or installed on, by a relationship.
    """

    id: str
    name: str
    path: tuple[str, ...] = ()
    vendor: str = ""
    product: str = ""
    version: str = ""
    is_range: bool = False
    narrowed: tuple[str, ...] = ()
    purls: tuple[str, ...] = ()
    cpe: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class StatusOf:
    """The products that one vulnerability gives one status (`known_affected`, `fixed` …)."""

    status: str
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a record says can be done: its category (`vendor_fix`, `mitigation`, `none_available` …) and its words.

    `products` are the names of the products that it is for (empty: all); `at` is its instant, `url` where it stands.
    """

    category: str
    text: str
    at: str = ""
    url: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A score of a vulnerability for some products."""

    version: str
    vector: str
    base: float | None
    product_ids: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A machine-readable reason for not being affected (`vulnerable_code_not_present` …)."""

    label: str
    at: str
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """One vulnerability of the document. `name` is its CVE number, else its first other number, else its place."""

    name: str
    cve: str
    other_ids: tuple[str, ...]
    title: str
    summary: str
    statuses: tuple[StatusOf, ...]
    scores: tuple[Score, ...]
    remedies: tuple[Remedy, ...]
    remedy_products: tuple[tuple[str, ...], ...]
    flags: tuple[Flag, ...]
    impacts: tuple[tuple[str, tuple[str, ...]], ...]
    exploited: bool
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsafDocument:
    """A document as far as it is read. Instants are the texts of the document."""

    version: str
    category: str
    id: str
    revision: str
    status: str
    title: str
    publisher: str
    namespace: str
    published: str
    modified: str
    tlp: str
    language: str
    products: tuple[Product, ...]
    vulnerabilities: tuple[Vulnerability, ...]
    unclear: tuple[Unclear, ...]

    def product(self, product_id: str) -> Product | None:
        """The product with this id."""
        return next((row for row in self.products if row.id == product_id), None)
