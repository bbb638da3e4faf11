"""OpenVEX 0.0.1 and 0.2.0."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf.walking import Notes, inner, objects, text, texts
from kizuki.core.sbom.purl import read_purl
from kizuki.core.vex.shapes import VexFile, VexProduct, VexStatement, VexStatus

_CONTEXT = "https://openvex.dev/ns"


def looks_like_openvex(value: Any) -> bool:
    """Whether a value says that it is OpenVEX."""
    return isinstance(value, dict) and text(value, "@context").startswith(_CONTEXT)


def statements_of(value: dict[str, Any]) -> VexFile:
    """Every statement; what a statement does not say itself (time, products' defaults) is its document's."""
    notes = Notes()
    found = []
    for where, row in objects(value, "statements", "", notes):
        status = text(row, "status")
        names = _names(row)
        if status not in set(VexStatus):
            notes.add(f"{where}/status", f"no status of OpenVEX: {status or 'absent'}")
        elif not names:
            notes.add(f"{where}/vulnerability", "no vulnerability is named")
        else:
            found.append(_statement(value, row, where, VexStatus(status), names, notes))
    return VexFile("openvex", text(value, "@id"), tuple(found), tuple(notes.rows))


def _statement(
    value: dict[str, Any], row: dict[str, Any], where: str, status: VexStatus, names: tuple[str, ...], notes: Notes
) -> VexStatement:
    products = _products(row, "products", where, notes)
    if not products:
        notes.add(f"{where}/products", "no product is named")
    old_parts = tuple(_product(part) for part in texts(row, "subcomponents"))
    if old_parts:
        products = tuple(
            VexProduct(p.ref, p.name, p.version, p.is_range, p.purls, p.cpes, p.vendor, old_parts) for p in products
        )
    return VexStatement(
        format="openvex",
        document=text(value, "@id"),
        where=where,
        author=text(row, "supplier") or text(value, "author"),
        at=text(row, "last_updated")
        or text(row, "timestamp")
        or text(value, "last_updated")
        or text(value, "timestamp"),
        names=names,
        status=status,
        products=products,
        justification=text(row, "justification"),
        words=text(row, "impact_statement") or text(row, "status_notes"),
        action=text(row, "action_statement"),
    )


def _names(row: dict[str, Any]) -> tuple[str, ...]:
    told = row.get("vulnerability")
    if isinstance(told, str):
        return (told,) if told else ()
    held = inner(row, "vulnerability")
    first = text(held, "name") or text(held, "@id").rstrip("/").rpartition("/")[2]
    return tuple(dict.fromkeys(filter(None, (first, *texts(held, "aliases")))))


def _products(row: dict[str, Any], key: str, where: str, notes: Notes) -> tuple[VexProduct, ...]:
    """Products as texts (0.0.1) or as objects (0.2.0)."""
    plain = texts(row, key)
    if plain:
        return tuple(_product(part) for part in plain)
    return tuple(
        _product(text(part, "@id"), inner(part, "identifiers"), _products(part, "subcomponents", place, notes))
        for place, part in objects(row, key, where, notes)
    )


def _product(ref: str, identifiers: dict[str, Any] | None = None, parts: tuple[VexProduct, ...] = ()) -> VexProduct:
    told = identifiers or {}
    purls = tuple(dict.fromkeys(row for row in (ref, text(told, "purl")) if row.startswith("pkg:")))
    cpes = tuple(
        dict.fromkeys(filter(None, (text(told, "cpe23"), text(told, "cpe22"), ref if ref[:4] == "cpe:" else "")))
    )
    purl = read_purl(purls[0]) if purls else None
    return VexProduct(
        ref=ref or (purls or cpes or ("",))[0],
        name=purl.name if purl else "",
        version=purl.version if purl else "",
        purls=purls,
        cpes=cpes,
        parts=parts,
    )
