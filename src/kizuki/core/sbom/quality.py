"""The NTIA minimum elements of a component list: which are met, a score, and what to ask the supplier for.

Source: NTIA, The Minimum Elements For a Software Bill of Materials (SBOM), 2021-07-12, section IV, data fields.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

from kizuki.core.glossary import Lang, say
from kizuki.core.sbom.cpe import read_cpe
from kizuki.core.sbom.purl import read_purl
from kizuki.core.sbom.shapes import Component, Sbom

Code = Literal["supplier", "name", "version", "identifier", "relationship", "author", "timestamp"]

_OF_COMPONENTS: tuple[Code, ...] = ("supplier", "name", "version", "identifier", "relationship")
_OF_DOCUMENT: tuple[Code, ...] = ("author", "timestamp")
_MADE_AT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d{4}/\d{1,2}/\d{1,2}.*", re.DOTALL)
_NO_SUPPLIER = ("group", "tagCreator")
"""The namespace of a name, and who wrote a SWID tag, are shown as supplier for want of better, but are not its name."""
_UNIQUE = frozenset(("purl", "cpe22", "cpe23", "swid", "swhid", "swh", "gitoid", "omnibor"))


class Element(Struct, frozen=True):
    """One minimum element: `met` of `count` components have it, or the document (then `count` is 1).

    `because` is a word of `sbom.quality.because`.
    """

    code: Code
    of_document: bool
    met: int
    count: int
    because: str


class Ask(Struct, frozen=True):
    """What to ask the supplier for: of this component, or of the list as a whole where `ref` is empty.

    `missing`: minimum elements. `also`: `identifier_unreadable`, `support_day_unreadable`: what is said, but unclear.
    """

    ref: str
    name: str
    version: str
    missing: tuple[Code, ...]
    also: tuple[str, ...] = ()


class Quality(Struct, frozen=True):
    """`score` from 0 to 100: the mean of the seven elements; one of components counts by the share that has it."""

    score: float
    elements: tuple[Element, ...]
    asks: tuple[Ask, ...]


def quality_of(sbom: Sbom) -> Quality:
    """The minimum elements of this list. A list without a component meets none of the elements of components."""
    related = {end for row in sbom.relations for end in (row.source, row.target) if row.kind != "other"}
    missing = [_missing(component, related) for component in sbom.components]
    count = len(sbom.components)
    elements = [_of_components(code, missing, count) for code in _OF_COMPONENTS]
    elements += [Element(code, True, int(not because), 1, because or "met") for code, because in _document(sbom)]
    shares = [row.met / row.count if row.count else 0.0 for row in elements]
    # Rounded down: only a list that has everything has a hundred.
    score = int(sum(shares) / len(shares) * 1000 + 1e-9) / 10
    return Quality(score, tuple(elements), tuple(_asks(sbom, elements, missing)))


def _of_components(code: Code, missing: list[tuple[Code, ...]], count: int) -> Element:
    met = sum(code not in row for row in missing)
    because = "no_components" if not count else "met" if met == count else "some" if met else "none"
    return Element(code, False, met, count, because)


def _missing(component: Component, related: set[str]) -> tuple[Code, ...]:
    details = component.details
    purl = read_purl(component.purl) if component.purl else None
    said: dict[Code, bool] = {
        "supplier": bool(component.supplier) and details.supplier_from not in _NO_SUPPLIER,
        "name": bool(component.name),
        "version": bool(component.version or (purl and purl.version)),
        "identifier": purl is not None or _identified(component),
        "relationship": bool(details.parent) or component.ref in related,
    }
    return tuple(code for code, met in said.items() if not met)


def _identified(component: Component) -> bool:
    if component.cpe and read_cpe(component.cpe):
        return True
    return any(kind in _UNIQUE and value for kind, value in component.details.identifiers)


def _document(sbom: Sbom) -> list[tuple[Code, str]]:
    making = sbom.making
    author = "" if making.authors else "only_tool" if making.tools else "none"
    made_at = "" if _MADE_AT.fullmatch(making.made_at) else "unreadable" if making.made_at else "none"
    return [("author", author), ("timestamp", made_at)]


def _asks(sbom: Sbom, elements: list[Element], missing: list[tuple[Code, ...]]) -> list[Ask]:
    lacking = tuple(row.code for row in elements if row.of_document and not row.met)
    found = [Ask("", "", "", lacking)] if lacking else []
    for component, codes in zip(sbom.components, missing, strict=True):
        also = []
        if "identifier" in codes and (component.purl or component.cpe):
            also.append("identifier_unreadable")
        if component.details.support.until and not component.details.support.until_on:
            also.append("support_day_unreadable")
        if codes or also:
            found.append(Ask(component.ref, component.name, component.version, codes, tuple(also)))
    return found


def ask_text(ask: Ask, lang: Lang) -> str:
    """What to ask for, as a sentence to the supplier."""
    wanted = [say(f"sbom.quality.ask.{code}", lang) for code in (*ask.missing, *ask.also)]
    return ("、" if lang == "ja" else "; ").join(wanted)


def quality_json(quality: Quality, lang: Lang) -> dict[str, Any]:
    """The quality of a list as JSON, under added keys of the contract."""
    return {
        "score": quality.score,
        "elements": [
            {
                "element": row.code,
                "called": say(f"sbom.quality.element.{row.code}", lang),
                "met": row.met,
                "of": row.count,
                "because": because_text(row, lang),
                "because_code": row.because,
            }
            for row in quality.elements
        ],
        "ask_supplier": [
            {
                "ref": row.ref or None,
                "name": row.name or None,
                "version": row.version or None,
                "missing": list(row.missing),
                "also": list(row.also),
                "ask": ask_text(row, lang),
            }
            for row in quality.asks
        ],
    }


def because_text(element: Element, lang: Lang) -> str:
    """Why an element counts as it does, as a sentence."""
    kind = "document" if element.of_document else "components"
    return say(f"sbom.quality.because.{kind}.{element.because}", lang, met=element.met, count=element.count)
