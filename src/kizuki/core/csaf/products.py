"""The product tree: branches, full product names, relationships and groups (CSAF 2.0, 3.2.2)."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kizuki.core.csaf.shapes import Product
from kizuki.core.csaf.walking import Notes, inner, objects, text, texts

_NAMES = ("product_name", "product_family")
_VERSIONS = ("product_version", "product_version_range")
_NARROW = ("architecture", "host_name", "language", "patch_level", "service_pack", "specification", "platform")
_DEEPEST = 60


def products_of(document: dict[str, Any], notes: Notes) -> dict[str, Product]:
    """Every product of the tree by its id. An id that stands twice keeps its first product and is noted."""
    tree = inner(document, "product_tree")
    found: dict[str, Product] = {}
    _branches(tree, "/product_tree", Product("", ""), found, notes, 0)
    for where, row in objects(tree, "full_product_names", "/product_tree", notes):
        _keep(row, where, Product("", ""), found, notes)
    kinds = ("relationships", "product_paths")
    for where, row in (pair for kind in kinds for pair in objects(tree, kind, "/product_tree", notes)):
        _relationship(row, where, found, notes)
    return found


def groups_of(document: dict[str, Any], notes: Notes) -> dict[str, tuple[str, ...]]:
    """The product ids of each product group."""
    rows = objects(inner(document, "product_tree"), "product_groups", "/product_tree", notes)
    return {text(row, "group_id"): texts(row, "product_ids") for _, row in rows}


def _branches(
    holder: dict[str, Any], where: str, above: Product, found: dict[str, Product], notes: Notes, depth: int
) -> None:
    if depth > _DEEPEST:
        notes.add(where, f"branches nest deeper than {_DEEPEST} levels")
        return
    for place, branch in objects(holder, "branches", where, notes):
        here = _with_branch(above, text(branch, "category"), text(branch, "name"))
        if "product" in branch:
            _keep(inner(branch, "product"), f"{place}/product", here, found, notes)
        _branches(branch, place, here, found, notes, depth + 1)


def _with_branch(above: Product, category: str, name: str) -> Product:
    here = replace(above, path=(*above.path, name))
    if category == "vendor":
        return replace(here, vendor=name)
    if category in _NAMES:
        # The name below a family is the narrower one.
        return replace(here, product=name)
    if category in _VERSIONS:
        twice = (*here.narrowed, here.version) if here.version else here.narrowed
        return replace(here, version=name, is_range=category == "product_version_range", narrowed=twice)
    return replace(here, narrowed=(*here.narrowed, name)) if category in _NARROW else here


def _keep(row: dict[str, Any], where: str, above: Product, found: dict[str, Product], notes: Notes) -> None:
    product_id, helper = text(row, "product_id"), inner(row, "product_identification_helper")
    if not product_id:
        notes.add(where, "a product without an id")
        return
    if product_id in found:
        notes.add(f"{where}/product_id", f"the product id {product_id} stands twice")
        return
    purls = tuple(filter(None, (text(helper, "purl"), *texts(helper, "purls"))))
    found[product_id] = replace(above, id=product_id, name=text(row, "name"), purls=purls, cpe=text(helper, "cpe"))


def _relationship(row: dict[str, Any], where: str, found: dict[str, Product], notes: Notes) -> None:
    """A product as a part of another, or installed on it: known by the part, narrowed to where it is."""
    first = text(row, "product_reference") or text(row, "beginning_product_reference")
    others = [text(row, "relates_to_product_reference")]
    others += [text(step, "next_product_reference") for _, step in objects(row, "subpaths", where, notes)]
    part = found.get(first)
    names = [found[other].name if other in found else other for other in others if other]
    if part is None or not names:
        notes.add(where, f"the relationship names no product of the tree: {first}")
        part = Product(first, first)
    whole = inner(row, "full_product_name")
    above = replace(part, inside=" / ".join(names) or "?")
    _keep(whole, f"{where}/full_product_name", above, found, notes)
    kept = found.get(text(whole, "product_id"))
    if kept and not kept.purls and not kept.cpe:
        found[kept.id] = replace(kept, purls=part.purls, cpe=part.cpe)
