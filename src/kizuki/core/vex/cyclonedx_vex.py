"""CycloneDX (JSON) as VEX: `vulnerabilities[]` with their analysis, alone or inside a component list."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf.walking import Notes, inner, objects, text, texts
from kizuki.core.vex.shapes import VexFile, VexProduct, VexStatement, VexStatus

_STATES = {
    "resolved": VexStatus.FIXED,
    "resolved_with_pedigree": VexStatus.FIXED,
    "exploitable": VexStatus.AFFECTED,
    "in_triage": VexStatus.UNDER_INVESTIGATION,
    "false_positive": VexStatus.NOT_AFFECTED,
    "not_affected": VexStatus.NOT_AFFECTED,
}
_FREE = (VexStatus.NOT_AFFECTED, VexStatus.FIXED)
_DEEPEST = 100

Parts = dict[str, dict[str, Any]]


def looks_like_cyclonedx(value: Any) -> bool:
    """Whether a value is a CycloneDX document that speaks of vulnerabilities."""
    return isinstance(value, dict) and value.get("bomFormat") == "CycloneDX" and "vulnerabilities" in value


def statements_of(value: dict[str, Any]) -> VexFile:
    """One statement for each vulnerability, product and version; references are resolved inside the document."""
    notes = Notes()
    parts: Parts = {}
    _collect(inner(value, "metadata"), "component", parts, 0)
    _collect(value, "components", parts, 0)
    found: list[VexStatement] = []
    number = text(value, "serialNumber")
    for where, row in objects(value, "vulnerabilities", "", notes):
        state = text(inner(row, "analysis"), "state")
        if state not in _STATES:
            # A vulnerability without an analysis is a finding of some tool, not a statement.
            notes.add(f"{where}/analysis/state", f"no analysis: {state or 'absent'}")
            continue
        found += _of_vulnerability(value, number, row, where, _STATES[state], parts, notes)
    return VexFile("cyclonedx", number, tuple(found), tuple(notes.rows))


def _collect(holder: dict[str, Any], key: str, parts: Parts, depth: int) -> None:
    rows = holder.get(key)
    for row in rows if isinstance(rows, list) else [rows]:
        if isinstance(row, dict) and depth < _DEEPEST:
            if text(row, "bom-ref"):
                parts.setdefault(text(row, "bom-ref"), row)
            _collect(row, "components", parts, depth + 1)


def _of_vulnerability(
    value: dict[str, Any],
    number: str,
    row: dict[str, Any],
    where: str,
    status: VexStatus,
    parts: Parts,
    notes: Notes,
) -> list[VexStatement]:
    analysis = inner(row, "analysis")
    names = [text(row, "id"), *(text(other, "id") for _, other in objects(row, "references", where, notes))]
    affects = objects(row, "affects", where, notes)
    if not affects:
        notes.add(f"{where}/affects", "no product is named")
    told: list[tuple[str, VexStatus, tuple[VexProduct, ...]]] = [
        (place, status_of_it, (product,))
        for place, affected in affects
        for status_of_it, product in _versions(affected, place, status, parts, notes)
    ]
    return [
        VexStatement(
            format="cyclonedx",
            document=number,
            where=place,
            author=_author(value, row),
            at=text(analysis, "lastUpdated") or text(row, "updated") or text(inner(value, "metadata"), "timestamp"),
            names=tuple(dict.fromkeys(filter(None, names))),
            status=status_of_it,
            products=products,
            justification=text(analysis, "justification"),
            words=text(analysis, "detail"),
            action=text(row, "recommendation") or ", ".join(texts(analysis, "response")),
        )
        for place, status_of_it, products in told or [(where, status, ())]
    ]


def _versions(
    affected: dict[str, Any], where: str, status: VexStatus, parts: Parts, notes: Notes
) -> list[tuple[VexStatus, VexProduct]]:
    ref = text(affected, "ref")
    part = parts.get(ref, {})
    if not part:
        notes.add(f"{where}/ref", f"not in this document: {ref}")
    rows = [row for _, row in objects(affected, "versions", where, notes)]
    if not rows:
        return [(status, _product(ref, part, text(part, "version"), is_range=False))]
    return [(_of_version(status, text(row, "status")), _product(ref, part, *_version(row))) for row in rows]


def _version(row: dict[str, Any]) -> tuple[str, bool]:
    return (text(row, "range"), True) if text(row, "range") else (text(row, "version"), False)


def _of_version(status: VexStatus, word: str) -> VexStatus:
    """The status of one version: its own word where that contradicts the analysis of the whole."""
    if word == "unknown":
        return VexStatus.UNDER_INVESTIGATION
    if word == "unaffected" and status not in _FREE:
        return VexStatus.NOT_AFFECTED
    return VexStatus.AFFECTED if word == "affected" and status is VexStatus.NOT_AFFECTED else status


def _product(ref: str, part: dict[str, Any], version: str, is_range: bool) -> VexProduct:
    purl, cpe = text(part, "purl"), text(part, "cpe")
    return VexProduct(
        ref=ref,
        name=text(part, "name"),
        version=version,
        is_range=is_range,
        purls=(purl,) if purl else (),
        cpes=(cpe,) if cpe else (),
        vendor=text(inner(part, "supplier"), "name") or text(part, "publisher") or text(part, "group"),
    )


def _author(value: dict[str, Any], row: dict[str, Any]) -> str:
    """Who made the statement: the document's author, supplier or maker, else the source of the record."""
    metadata = inner(value, "metadata")
    authors = [text(author, "name") for _, author in objects(metadata, "authors", "", Notes())]
    makers = (text(inner(metadata, key), "name") for key in ("supplier", "manufacturer", "manufacture"))
    return next(filter(None, (*authors, *makers, text(inner(row, "source"), "name"))), "")
