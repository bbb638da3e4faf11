"""The mandatory tests 6.1.27 (profiles) and 6.1.31 (ranges in versions) of CSAF 2.0, by the words of the standard.

The package that runs the other tests reads these two otherwise: docs/decisions/0022 says where and who is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TELLING_NOTES, EXTERNAL = ("description", "details", "general", "summary"), "external"
VEX_STATUSES = ("fixed", "known_affected", "known_not_affected", "under_investigation")

RANGE_SIGNS = ("<", ">")
RANGE_WORDS = frozenset({"after", "all", "before", "earlier", "later", "prior", "versions"})
"""What the standard deems sufficient to look for in a version (6.1.31). A word is one of its own: `install` holds no
`all`, as the npm reference reads it too."""

_ADVISORY, _VEX = "csaf_security_advisory", "csaf_vex"
_INFORMATIONAL, _INCIDENT = "csaf_informational_advisory", "csaf_security_incident_response"

Document = Mapping[str, Any]
Faults = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProfileFault:
    """The number of the test, a JSON pointer, and what is missing there."""

    test: str
    where: str
    what: str


def profile_faults(value: Document) -> tuple[ProfileFault, ...]:
    """The faults of a document of CSAF 2.0 that its schema passes; none: both tests are passed."""
    category = value["document"]["category"]
    found = [
        ProfileFault("6.1.27", where, what)
        for categories, check in _CHECKS
        if category in categories
        for where, what in check(value)
    ]
    tree = value.get("product_tree", {})
    ranges = (ProfileFault("6.1.31", where, what) for where, what in _ranges(tree, "/product_tree"))
    return (*found, *ranges)


def _notes(value: Document) -> Faults:
    notes = value["document"].get("notes", ())
    if not any(note.get("category") in TELLING_NOTES for note in notes):
        yield "/document/notes", f"no note is one of: {', '.join(TELLING_NOTES)}"


def _references(value: Document) -> Faults:
    # A reference without a category is an external one: so the schema has it by default.
    if not any(one.get("category", EXTERNAL) == EXTERNAL for one in value["document"].get("references", ())):
        yield "/document/references", "no reference is external"


def _no_vulnerabilities(value: Document) -> Faults:
    if "vulnerabilities" in value:
        yield "/vulnerabilities", "an informational advisory has none"


def _tree(value: Document) -> Faults:
    if "product_tree" not in value:
        yield "/product_tree", "is missing"


def _vulnerability_notes(value: Document) -> Faults:
    for at, one in _vulnerabilities(value):
        if not one.get("notes"):
            yield f"{at}/notes", "is missing"


def _status(value: Document) -> Faults:
    for at, one in _vulnerabilities(value):
        if not one.get("product_status"):
            yield f"{at}/product_status", "is missing"


def _vex_status(value: Document) -> Faults:
    for at, one in _vulnerabilities(value):
        if not any(name in one.get("product_status", {}) for name in VEX_STATUSES):
            yield f"{at}/product_status", f"has none of: {', '.join(VEX_STATUSES)}"


def _identified(value: Document) -> Faults:
    for at, one in _vulnerabilities(value):
        if not one.get("cve") and not one.get("ids"):
            yield at, "has neither cve nor ids"


def _impact(value: Document) -> Faults:
    for at, one in _vulnerabilities(value):
        told = _products(value, one.get("flags", ()))
        told |= _products(value, [row for row in one.get("threats", ()) if row.get("category") == "impact"])
        for place, product in enumerate(one.get("product_status", {}).get("known_not_affected", ())):
            if product not in told:
                yield f"{at}/product_status/known_not_affected/{place}", f"{product} has no impact statement"


def _action(value: Document) -> Faults:
    for at, one in _vulnerabilities(value):
        told = _products(value, one.get("remediations", ()))
        for place, product in enumerate(one.get("product_status", {}).get("known_affected", ())):
            if product not in told:
                yield f"{at}/product_status/known_affected/{place}", f"{product} has no action statement"


def _some_vulnerability(value: Document) -> Faults:
    if "vulnerabilities" not in value:
        yield "/vulnerabilities", "is missing"


_CHECKS: tuple[tuple[tuple[str, ...], Callable[[Document], Faults]], ...] = (
    ((_INFORMATIONAL, _INCIDENT), _notes),
    ((_INFORMATIONAL, _INCIDENT), _references),
    ((_INFORMATIONAL,), _no_vulnerabilities),
    ((_ADVISORY, _VEX), _tree),
    ((_ADVISORY, _VEX), _vulnerability_notes),
    ((_ADVISORY,), _status),
    ((_VEX,), _vex_status),
    ((_VEX,), _identified),
    ((_VEX,), _impact),
    ((_VEX,), _action),
    ((_ADVISORY, _VEX), _some_vulnerability),
)
"""6.1.27.1 to 6.1.27.11, in their order, each with the profiles for which it is relevant."""


def _vulnerabilities(value: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for place, one in enumerate(value.get("vulnerabilities", ())):
        yield f"/vulnerabilities/{place}", one


def _products(value: Document, rows: Any) -> set[str]:
    """The products that these rows name, by themselves or by their groups."""
    groups = {row["group_id"]: row["product_ids"] for row in value.get("product_tree", {}).get("product_groups", ())}
    named = {product for row in rows for product in row.get("product_ids", ())}
    return named | {
        product for row in rows for group in row.get("group_ids", ()) for product in groups.get(group, ())
    }


def _ranges(branch: Mapping[str, Any], at: str) -> Faults:
    for place, one in enumerate(branch.get("branches", ())):
        here = f"{at}/branches/{place}"
        name = str(one.get("name", "")).lower()
        ranged = any(sign in name for sign in RANGE_SIGNS) or RANGE_WORDS & set(name.split())
        if one.get("category") == "product_version" and ranged:
            yield f"{here}/name", f"{one['name']} is a range of versions"
        yield from _ranges(one, here)
