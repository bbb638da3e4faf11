"""What `kizuki match --suggest` adds: which known products the components may be that cannot be matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kizuki.core.advisories import Advisory
from kizuki.core.glossary import Lang, say
from kizuki.core.matching import (
    KnownProduct,
    Suggestion,
    known_products,
    named_by_table,
    product_index,
    suggest,
)
from kizuki.core.sbom import Component

_SHOWN_ON_A_PAGE = 2


@dataclass(slots=True)
class Known:
    """The products that the advisories of a run name by an identifier."""

    products: dict[tuple[str, str], KnownProduct] = field(default_factory=dict)

    def add(self, advisory: Advisory) -> None:
        """Take up the products of one advisory."""
        for product in known_products([advisory]):
            self.products.setdefault((product.purl, product.cpe), product)

    def add_to(self, rows: list[dict[str, Any]], components: dict[str, list[Component]], lang: Lang) -> None:
        """Put `suggestions` into the rows of `unmatchable`; `components` are those of each file."""
        index = product_index(self.products.values())
        named = {(file, part.ref): part for file, parts in components.items() for part in parts}
        for row in rows:
            part = named.get((row["sbom"], row["ref"]))
            alike = [_as_json(found, lang) for found in suggest(part, index)] if part else []
            known = {(found["purl"], found["cpe"]) for found in row["suggestions"]}
            row["suggestions"] += [found for found in alike if (found["purl"], found["cpe"]) not in known]


def add_named(rows: list[dict[str, Any]], components: dict[str, list[Component]], lang: Lang) -> None:
    """Put `suggestions` into the rows of `unmatchable`: what the table of equivalences knows the names for."""
    named = {(file, part.ref): part for file, parts in components.items() for part in parts}
    for row in rows:
        part = named.get((row["sbom"], row["ref"]))
        row["suggestions"] = [_as_json(found, lang) for found in named_by_table(part)] if part else []


def _as_json(found: Suggestion, lang: Lang) -> dict[str, Any]:
    product = found.product
    return {
        "name": product.name,
        "maker": product.maker or None,
        "purl": product.purl or None,
        "cpe": product.cpe or None,
        "score": found.score,
        "why": found.sentence(lang),
        "why_code": found.why.code,
        "source": product.source,
    }


def suggestion_lines(rows: Iterable[dict[str, Any]], lang: Lang) -> list[str]:
    """The suggestions as lines of the page; none where none were asked for."""
    lines = [
        f"  {row['name'] or row['ref']}  →  {found['purl'] or found['cpe']}  ({found['score']:.2f})  {found['why']}"
        for row in rows
        for found in row.get("suggestions", [])[:_SHOWN_ON_A_PAGE]
    ]
    return ["", say("matching.page.suggestions", lang), *lines] if lines else []
