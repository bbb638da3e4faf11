"""The minimum elements of 2026: which a list has, and what its components say of support.

Source: CISA and others, 2026 Minimum Elements for a Software Bill of Materials, version 2.1, 2026-07-29: nine elements of
the document, eight of each component. What a list says in so many words it does not know fulfils an element; silence does
not. Level and end of support per component are what FDA's guidance of 2026-02-03 asks for beside them.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from kizuki.core.glossary import Lang, say
from kizuki.core.sbom.cpe import read_cpe
from kizuki.core.sbom.purl import read_purl
from kizuki.core.sbom.shapes import Component, Sbom

EDITION = "CISA 2.1 (2026-07-29)"

OF_DOCUMENT = (
    "author", "author_signature", "format_name", "format_version", "generation_context", "timestamp", "tool_name",
    "tool_version", "list_version",
)  # fmt: skip
OF_COMPONENTS = (
    "producer", "relationship", "hash_value", "hash_algorithm", "identifier", "license", "name", "version",
)  # fmt: skip

_MADE_AT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d{4}/\d{1,2}/\d{1,2}.*", re.DOTALL)
_NO_PRODUCER = ("group", "tagCreator")
_UNIQUE = frozenset(("purl", "cpe22", "cpe23", "swid", "swhid", "swh", "gitoid", "omnibor"))
_NO_CONTEXT = "spdx"
"""SPDX 2 has no place for the generation context."""


class Met(Struct, frozen=True):
    """One element: `met` of `count` components have it, or the document (then `count` is 1); `because` why not."""

    code: str
    of_document: bool
    met: int
    count: int
    because: str = ""


class Minimum(Struct, frozen=True):
    """The seventeen elements with a score from 0 to 100 (their mean), and how many components tell their support."""

    score: float
    elements: tuple[Met, ...]
    level: int
    until: int
    count: int


def minimum_of(sbom: Sbom) -> Minimum:
    """The minimum elements of 2026 of this list. A list without a component meets none of those of components."""
    related = {end for row in sbom.relations for end in (row.source, row.target) if row.kind != "other"} | sbom.alone
    said = [_said(component, related) for component in sbom.components]
    count = len(said)
    elements = [Met(code, True, int(not why), 1, why) for code, why in _document(sbom)]
    elements += [Met(code, False, sum(code in row for row in said), count) for code in OF_COMPONENTS]
    shares = [row.met / row.count if row.count else 0.0 for row in elements]
    # Rounded down: only a list that has everything has a hundred.
    score = int(sum(shares) / len(shares) * 1000 + 1e-9) / 10
    supports = [component.details.support for component in sbom.components]
    level, until = sum(bool(row.level) for row in supports), sum(bool(row.until) for row in supports)
    return Minimum(score, tuple(elements), level, until, count)


def _document(sbom: Sbom) -> list[tuple[str, str]]:
    """Each element of the document with why it is not met, empty where it is."""
    making = sbom.making
    without_context = "" if making.context else "no_place" if _has_no_context(sbom) else "silent"
    versioned = bool(making.tools) and all(making.tool_versions) and len(making.tool_versions) == len(making.tools)
    return [
        ("author", "" if making.authors else "silent"),
        ("author_signature", "" if making.signed else "not_inside"),
        ("format_name", "" if sbom.format else "silent"),
        ("format_version", "" if sbom.spec_version else "silent"),
        ("generation_context", without_context),
        ("timestamp", "" if _MADE_AT.fullmatch(making.made_at) else "unreadable" if making.made_at else "silent"),
        ("tool_name", "" if making.tools else "silent"),
        ("tool_version", "" if versioned else "silent"),
        ("list_version", "" if making.version or making.identifier else "silent"),
    ]


def _has_no_context(sbom: Sbom) -> bool:
    return sbom.format.startswith(_NO_CONTEXT) and sbom.spec_version.startswith("2")


def _said(component: Component, related: set[str] | frozenset[str]) -> frozenset[str]:
    details, unknown = component.details, component.details.unknown
    purl = read_purl(component.purl) if component.purl else None
    hashes = [row for row in component.hashes if row.content]
    identified = purl is not None or bool(component.cpe and read_cpe(component.cpe))
    told = {
        "producer": bool(component.supplier and details.supplier_from not in _NO_PRODUCER) or "supplier" in unknown,
        "relationship": bool(details.parent) or component.ref in related,
        "hash_value": bool(hashes) or "hash" in unknown,
        "hash_algorithm": bool(hashes and all(row.algorithm for row in hashes)) or "hash" in unknown,
        "identifier": identified or any(kind in _UNIQUE and value for kind, value in details.identifiers),
        "license": bool(component.licenses) or "license" in unknown,
        "name": bool(component.name),
        "version": bool(component.version or (purl and purl.version)) or "version" in unknown,
    }
    return frozenset(code for code, met in told.items() if met)


def minimum_json(minimum: Minimum, lang: Lang) -> dict[str, Any]:
    """The elements of 2026 as JSON, under `quality` beside those of NTIA 2021."""
    return {
        "edition": EDITION,
        "score": minimum.score,
        "elements": [
            {
                "element": row.code,
                "called": say(f"sbom.minimum.element.{row.code}", lang),
                "of_document": row.of_document,
                "met": row.met,
                "of": row.count,
                "because": say(f"sbom.minimum.because.{row.because}", lang) if row.because else None,
                "because_code": row.because or None,
            }
            for row in minimum.elements
        ],
        "support": {"components": minimum.count, "level": minimum.level, "until": minimum.until},
    }
