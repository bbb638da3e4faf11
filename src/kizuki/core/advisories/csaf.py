"""CSAF documents as advisories: one record for each vulnerability that a document speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kizuki.core.advisories.ecosystems import package_of_purl
from kizuki.core.advisories.shapes import Advisory, Affected, Statement, Status, Vector
from kizuki.core.advisories.vers import statements_of_range
from kizuki.core.csaf.shapes import CsafDocument, Product, Vulnerability
from kizuki.core.csaf.vulnerabilities import AFFECTED, NOT_AFFECTED, OPEN
from kizuki.core.sbom.cpe import read_cpe
from kizuki.core.sbom.purl import read_purl


def advisories_of(document: CsafDocument) -> tuple[Advisory, ...]:
    """One record for each vulnerability, named `NUMBER#CVE-…` after the document, whose number is in `document`.

    A document that speaks of no vulnerability, or is a draft's or withdrawn one's shell, gives one record without
    products, so that it is counted and never lost.
    """
    if not document.vulnerabilities:
        return (_head(document, document.id),)
    names = [row.name for row in document.vulnerabilities]
    return tuple(
        _advisory(document, row, row.name if names.count(row.name) == 1 else f"{row.name}.{number}")
        for number, row in enumerate(document.vulnerabilities, 1)
    )


def _head(document: CsafDocument, number: str) -> Advisory:
    return Advisory(
        id=number,
        kind="csaf",
        summary=document.title,
        published=document.published,
        modified=document.modified,
        publisher=document.publisher,
        document=document.id,
        tlp=document.tlp,
    )


def _advisory(document: CsafDocument, told: Vulnerability, name: str) -> Advisory:
    return replace(
        _head(document, f"{document.id}#{name}"),
        aliases=(told.cve,) if told.cve else (),
        related=told.other_ids,
        summary=told.title or told.summary or document.title,
        vectors=tuple(
            dict.fromkeys(
                Vector(score.source or document.publisher, score.version, score.vector, score.base)
                for score in told.scores
            )
        ),
        affected=tuple(_grouped(_rows(document, told))),
        references=told.references,
        known_exploited=told.exploited,
        remedies=told.remedies,
    )


def _rows(document: CsafDocument, told: Vulnerability) -> Iterable[Affected]:
    products = {product.id: product for product in document.products}
    for row in told.statuses:
        status = _status(row.status)
        for product_id in row.product_ids if status else ():
            # A product that the tree does not have is kept by the only name it has.
            product = products.get(product_id, Product(product_id, product_id))
            if status:
                yield _affected(document, product, status)


def _status(name: str) -> Status | None:
    if name in AFFECTED:
        return Status.AFFECTED
    if name in NOT_AFFECTED:
        return Status.UNAFFECTED
    return Status.UNKNOWN if name in OPEN else None


def _affected(document: CsafDocument, product: Product, status: Status) -> Affected:
    narrowed = (*product.narrowed, product.inside) if product.inside else product.narrowed
    if status is Status.UNAFFECTED and narrowed:
        # That one build, or the component inside one product, is free of it says nothing of the others.
        status = Status.UNKNOWN
    return Affected(
        role="csaf",
        source=document.publisher or "CSAF",
        vendor=product.vendor,
        product=product.product or product.name,
        packages=tuple(dict.fromkeys(filter(None, map(package_of_purl, product.purls)))),
        cpes=(product.cpe,) if product.cpe else (),
        platforms=narrowed,
        statements=_statements(product, status),
        default=Status.UNKNOWN,
    )


def _statements(product: Product, status: Status) -> tuple[Statement, ...]:
    if product.is_range:
        return statements_of_range(status, product.version)
    version = product.version or _version_of_identifiers(product)
    if not version:
        return (Statement(status, product.name, unreadable="versions_not_named"),)
    return statements_of_range(status, version)


def _version_of_identifiers(product: Product) -> str:
    cpe = read_cpe(product.cpe) if product.cpe else None
    purls = [purl.version for text in product.purls if (purl := read_purl(text)) and purl.version]
    return purls[0] if purls else cpe.plain_version if cpe else ""


def _grouped(rows: Iterable[Affected]) -> list[Affected]:
    """Rows of one product as one, so that all its statements are held against a version together."""
    groups: dict[tuple[object, ...], list[Affected]] = {}
    for row in rows:
        cpes = tuple(_without_version(text) for text in row.cpes)
        groups.setdefault((row.vendor, row.product, row.platforms, row.packages, cpes), []).append(row)
    products: dict[tuple[object, ...], list[list[Affected]]] = {}
    for key, found in groups.items():
        products.setdefault(key[:3], []).append(found)
    return [_joined(found) for parts in products.values() for found in _of_one_product(parts)]


def _of_one_product(groups: list[list[Affected]]) -> list[list[Affected]]:
    """Versions that carry no identifier go to the only one that other versions of their branch carry."""
    bare = [group for group in groups if not group[0].packages and not group[0].cpes]
    named = [group for group in groups if group not in bare]
    return [[*named[0], *bare[0]]] if len(named) == 1 and bare and named[0][0].vendor else groups


def _joined(found: list[Affected]) -> Affected:
    return replace(found[0], statements=tuple(dict.fromkeys(s for row in found for s in row.statements)))


def _without_version(text: str) -> tuple[str, ...] | str:
    cpe = read_cpe(text)
    if cpe is None:
        return text
    return (
        cpe.part,
        cpe.vendor,
        cpe.product,
        cpe.edition,
        cpe.language,
        cpe.sw_edition,
        cpe.target_sw,
        cpe.target_hw,
    )
