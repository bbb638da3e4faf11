"""What is kept of a CSAF document."""

from __future__ import annotations

from msgspec import Struct


class Unclear(Struct, frozen=True):
    """A place of the document that could not be told for sure (a JSON pointer), and why."""

    where: str
    why: str


class Product(Struct, frozen=True):
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


class StatusOf(Struct, frozen=True):
    """The products that one vulnerability gives one status (`known_affected`, `fixed` …)."""

    status: str
    product_ids: tuple[str, ...]


class Remedy(Struct, frozen=True):
    """What a record says can be done: its category (`vendor_fix`, `mitigation`, `none_available` …) and its words.

    `products` are the names of the products that it is for (empty: all); `at` is its instant, `url` where it stands.
    """

    category: str
    text: str
    at: str = ""
    url: str = ""
    products: tuple[str, ...] = ()


class Score(Struct, frozen=True):
    """A score of a vulnerability for some products."""

    version: str
    vector: str
    base: float | None
    product_ids: tuple[str, ...]
    source: str = ""


class Flag(Struct, frozen=True):
    """A machine-readable reason for not being affected (`vulnerable_code_not_present` …)."""

    label: str
    at: str
    product_ids: tuple[str, ...]


class Vulnerability(Struct, frozen=True):
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


class CsafDocument(Struct, frozen=True):
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
