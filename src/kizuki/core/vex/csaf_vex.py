"""CSAF documents as VEX: every status of every product, with flags, impacts and remedies as its reasons."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf.reading import read_csaf
from kizuki.core.csaf.shapes import CsafDocument, Product, Vulnerability
from kizuki.core.csaf.vulnerabilities import AFFECTED, OPEN
from kizuki.core.vex.shapes import VexFile, VexProduct, VexStatement, VexStatus


def statements_of(value: dict[str, Any]) -> VexFile:
    """One statement for each product, vulnerability and status."""
    document = read_csaf(value)
    products = {product.id: product for product in document.products}
    found = [
        _statement(
            document, told, number, row.status, status, products.get(product_id, Product(product_id, product_id))
        )
        for number, told in enumerate(document.vulnerabilities)
        for row in told.statuses
        if (status := _status(row.status))
        for product_id in row.product_ids
    ]
    return VexFile("csaf", document.id, tuple(found), document.unclear)


def _status(name: str) -> VexStatus | None:
    if name in AFFECTED:
        return VexStatus.AFFECTED
    if name in OPEN:
        return VexStatus.UNDER_INVESTIGATION
    return {
        "known_not_affected": VexStatus.NOT_AFFECTED,
        "fixed": VexStatus.FIXED,
        "first_fixed": VexStatus.FIXED,
    }.get(name)


def _statement(
    document: CsafDocument, told: Vulnerability, number: int, word: str, status: VexStatus, product: Product
) -> VexStatement:
    flags = [flag.label for flag in told.flags if not flag.product_ids or product.id in flag.product_ids]
    impacts = [text for text, ids in told.impacts if not ids or product.id in ids]
    remedies = [
        remedy.text
        for remedy, ids in zip(told.remedies, told.remedy_products, strict=True)
        if not ids or product.id in ids
    ]
    return VexStatement(
        format="csaf",
        document=document.id,
        where=f"/vulnerabilities/{number}/product_status/{word}",
        author=document.publisher,
        at=document.modified,
        names=tuple(dict.fromkeys(filter(None, (told.cve, *told.other_ids)))) or (told.name,),
        status=status,
        products=(_product(product),),
        justification=flags[0] if flags else "",
        words=" ".join(impacts),
        action=" ".join(remedies),
    )


def _product(product: Product) -> VexProduct:
    """A component inside another product stands as a part of it."""
    itself = VexProduct(
        ref=product.id,
        name=product.product or product.name,
        version=product.version,
        is_range=product.is_range,
        purls=product.purls,
        cpes=(product.cpe,) if product.cpe else (),
        vendor=product.vendor,
    )
    return VexProduct(ref=product.id, name=product.inside, parts=(itself,)) if product.inside else itself
