"""Which known products a component may be that names no identifier: for a person to confirm, never accepted alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct, field

from kizuki.core.advisories import Advisory, Affected
from kizuki.core.glossary import Lang, say
from kizuki.core.matching.equivalences import same_as
from kizuki.core.matching.naming import (
    LEAST_LIKE,
    MAKER_NOT_KNOWN,
    OTHER_MAKER,
    SAME_MAKER,
    full_name,
    maker_words,
    product_names,
    same_maker,
    words,
)
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import plain, read_cpe
from kizuki.core.sbom.purl import read_purl

_COMPARED = 400
"""How many products, of those that share most pieces of the name, are compared in full."""


class KnownProduct(Struct, frozen=True):
    """A product that a record names by an identifier: a package URL or CPE without version; `source` the record."""

    name: str
    maker: str
    purl: str
    cpe: str
    source: str

    @property
    def grams(self) -> frozenset[str]:
        """The pieces of its name and its maker's by which similar names meet."""
        return _grams(full_name(self.name)) | _grams(full_name(self.maker))


class Suggestion(Struct, frozen=True):
    """A product the component may be: `score` from 0 to 1, and why as a word of `matching.suggestion`."""

    product: KnownProduct
    score: float
    why: Reason

    def sentence(self, lang: Lang) -> str:
        """Why, for a person."""
        return say(f"matching.suggestion.{self.why.code}", lang, **dict(self.why.values))


class ProductIndex(Struct, frozen=True):
    """Known products by the pieces of their names."""

    products: tuple[KnownProduct, ...]
    makers: tuple[frozenset[str], ...] = ()
    names: tuple[frozenset[str], ...] = ()
    by_gram: dict[str, tuple[int, ...]] = field(default_factory=dict)


def known_products(advisories: Iterable[Advisory]) -> tuple[KnownProduct, ...]:
    """Every product that these records name by an identifier, once each."""
    found: dict[tuple[str, str], KnownProduct] = {}
    for advisory in advisories:
        for affected in advisory.affected:
            for product in _products(affected, advisory.id):
                found.setdefault((product.purl, product.cpe), product)
    return tuple(found.values())


def product_index(products: Iterable[KnownProduct]) -> ProductIndex:
    """The products, ready to be searched."""
    rows = tuple(products)
    by_gram: dict[str, list[int]] = {}
    for number, product in enumerate(rows):
        for gram in product.grams:
            by_gram.setdefault(gram, []).append(number)
    makers = tuple(maker_words(product.maker) for product in rows)
    names = tuple(product_names(product.name, theirs) for product, theirs in zip(rows, makers, strict=True))
    return ProductIndex(rows, makers, names, {gram: tuple(numbers) for gram, numbers in by_gram.items()})


def suggest(component: Component, index: ProductIndex, limit: int = 5) -> tuple[Suggestion, ...]:
    """The products whose names are most alike, best first; () where none is alike enough or it has no name."""
    makers = maker_words(component.supplier)
    names = product_names(component.name, makers)
    shared = Counter(
        number
        for gram in frozenset(gram for name in names for gram in _grams(name))
        for number in index.by_gram.get(gram, ())
    )
    scored = (_scored(component, names, makers, index, number) for number, _ in shared.most_common(_COMPARED))
    good = [row for row in scored if row.score >= LEAST_LIKE]
    return tuple(
        sorted(good, key=lambda row: (-row.score, row.product.name, row.product.cpe, row.product.purl))[:limit]
    )


def named_by_table(component: Component) -> tuple[Suggestion, ...]:
    """The products that the table of equivalences knows a name without identifier for, the maker not another one's."""
    makers, found = maker_words(component.supplier), []
    for same in same_as(f"called {full_name(component.name)}"):
        theirs = maker_words(*(maker for maker, _ in same.names))
        if makers and theirs and not same_maker(makers, theirs):
            continue
        share = SAME_MAKER if makers else MAKER_NOT_KNOWN
        for key in same.cpes:
            vendor, _, product = key.partition(":")
            cpe = f"cpe:2.3:*:{key}:*:*:*:*:*:*:*:*"
            known = KnownProduct(product.replace("_", " "), vendor.replace("_", " "), "", cpe, same.source)
            values = (("name", known.name), ("maker", known.maker))
            found.append(Suggestion(known, share, Reason("equivalent_name", values)))
    return tuple(found)


def _scored(
    component: Component, names: frozenset[str], makers: frozenset[str], index: ProductIndex, number: int
) -> Suggestion:
    product, theirs = index.products[number], index.makers[number]
    ours = names | product_names(component.name, makers | theirs)
    likeness = max((_likeness(one, other) for one in ours for other in index.names[number]), default=0.0)
    if not makers or not theirs:
        maker, share = "maker_unknown", MAKER_NOT_KNOWN
        if theirs and theirs <= frozenset(words(component.name)):
            maker, share = "same_maker", SAME_MAKER
    elif same_maker(makers, theirs):
        maker, share = "same_maker", SAME_MAKER
    else:
        maker, share = "other_maker", OTHER_MAKER
    values = (("name", product.name), ("maker", product.maker or "-"))
    if likeness * share < LEAST_LIKE and full_name(product.maker) in names:
        # `BouncyCastle` where records have a maker `bouncycastle` with products of other names.
        return Suggestion(product, LEAST_LIKE, Reason("named_as_the_maker", values))
    name = "same_name" if likeness == 1 else "similar_name"
    return Suggestion(product, round(likeness * share, 3), Reason(f"{name}_{maker}", values))


@lru_cache(maxsize=4096)
def _likeness(one: str, other: str) -> float:
    """Dice's coefficient of pairs of letters: 1 for equal names, 0 for names without a pair in common."""
    if one == other:
        return 1.0
    left, right = _pairs(one), _pairs(other)
    total = len(one) + len(other) - 2
    return (
        min(0.99, 2 * sum(min(count, right[pair]) for pair, count in left.items() if pair in right) / total)
        if total > 0
        else 0.0
    )


@lru_cache(maxsize=65_536)
def _pairs(name: str) -> Counter[str]:
    return Counter(name[at : at + 2] for at in range(len(name) - 1))


def _grams(name: str) -> frozenset[str]:
    """Three letters each, the beginning marked; a short name as a whole."""
    marked = f"^{name}"
    return frozenset(marked[at : at + 3] for at in range(max(1, len(marked) - 2)))


def _products(affected: Affected, source: str) -> Iterable[KnownProduct]:
    for key in affected.packages:
        purl = read_purl(f"pkg:{key}")
        if purl:
            yield KnownProduct(purl.name, purl.namespace or affected.vendor, f"pkg:{key}", "", source)
    for text in affected.cpes:
        cpe = read_cpe(text)
        if cpe and cpe.names_a_product:
            name, maker = plain(cpe.product).replace("_", " "), plain(cpe.vendor).replace("_", " ")
            without_version = ":".join((cpe.part, cpe.vendor, cpe.product, *"********"))
            yield KnownProduct(name, maker, "", f"cpe:2.3:{without_version}", source)
